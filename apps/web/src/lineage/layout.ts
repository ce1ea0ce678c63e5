import type { Lineage } from '@datamigrate/contracts';
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.js';

/** The layout of large graphs takes seconds; its own worker file keeps the page answering. */
const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.spacing.nodeNode': '14',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.componentComponent': '36',
  'elk.aspectRatio': '1.8',
};

export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Nodes without edges stand in rows below the others: the layout would put each into a corner of its own. */
const LONE_COLUMNS = 5;

export async function layOut({ nodes, edges }: Lineage): Promise<Places> {
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: nodes
      .filter(({ id }) => linked.has(id))
      .map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: edges.map(({ from, to }, index) => ({ id: `e${index}`, sources: [from], targets: [to] })),
  };
  const { children = [], height = 0 } = await elk.layout(graph);
  const places = new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const below = children.length === 0 ? 0 : height + 48;
  nodes
    .filter(({ id }) => !linked.has(id))
    .forEach(({ id }, index) => {
      const x = (index % LONE_COLUMNS) * (NODE_WIDTH + 24);
      places.set(id, { x, y: below + Math.floor(index / LONE_COLUMNS) * (NODE_HEIGHT + 14) });
    });
  return places;
}
