import type { Lineage } from '@datamigrate/contracts';

export type LineageNode = Lineage['nodes'][number];
export type LineageEdge = Lineage['edges'][number];
export const LINEAGE_VIEWS = ['models', 'objects', 'both'] as const;
export type LineageView = (typeof LINEAGE_VIEWS)[number];

/** The dbt project, the database, or both with what became what. Edges into what is not shown are left out. */
export function viewOf({ nodes, edges }: Lineage, view: LineageView): Lineage {
  const shown = nodes.filter(({ kind }) => view === 'both' || (kind === 'model') === (view === 'models'));
  return within(shown, edges);
}

/** A node and what stands up to so many steps before and after it, each way on its own. */
export function around(graph: Lineage, focus: string, steps: number): Lineage {
  const ids = new Set([focus, ...reached(graph, focus, steps, 'from'), ...reached(graph, focus, steps, 'to')]);
  return within(
    graph.nodes.filter(({ id }) => ids.has(id)),
    graph.edges,
  );
}

function reached({ edges }: Lineage, focus: string, steps: number, towards: 'from' | 'to'): Set<string> {
  const back = towards === 'from' ? 'to' : 'from';
  const found = new Set<string>([focus]);
  let edge = [focus];
  for (let step = 0; step < steps && edge.length > 0; step += 1) {
    const here = new Set(edge);
    edge = edges.filter((one) => here.has(one[back]) && !found.has(one[towards])).map((one) => one[towards]);
    for (const id of edge) found.add(id);
  }
  return found;
}

function within(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Lineage {
  const ids = new Set(nodes.map(({ id }) => id));
  return { nodes: [...nodes], edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

/** What a node reads, what reads it, what it became and what it came from. */
export function neighbours({ nodes, edges }: Lineage, id: string) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const pick = (kind: LineageEdge['kind'], mine: 'from' | 'to', other: 'from' | 'to') =>
    edges.flatMap((edge) => (edge.kind === kind && edge[mine] === id ? (byId.get(edge[other]) ?? []) : []));
  return {
    upstream: pick('depends', 'to', 'from'),
    downstream: pick('depends', 'from', 'to'),
    became: pick('becomes', 'from', 'to'),
    cameFrom: pick('becomes', 'to', 'from'),
  };
}
