import type { Lineage } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { around, neighbours, viewOf } from './graph.js';

const node = (id: string): Lineage['nodes'][number] => ({
  id,
  kind: id.startsWith('m') ? 'model' : 'table',
  label: id,
  object: null,
  layer: null,
  verdict: null,
});
const edge = (from: string, to: string, kind: 'depends' | 'becomes' = 'depends') => ({ from, to, kind });
// m1 → m2 → m3 → m4, m5 → m3; a → b; a became m1
const graph: Lineage = {
  nodes: ['m1', 'm2', 'm3', 'm4', 'm5', 'a', 'b'].map(node),
  edges: [
    edge('m1', 'm2'),
    edge('m2', 'm3'),
    edge('m3', 'm4'),
    edge('m5', 'm3'),
    edge('a', 'b'),
    edge('a', 'm1', 'becomes'),
  ],
};
const ids = ({ nodes }: Pick<Lineage, 'nodes'>) => nodes.map(({ id }) => id).join(' ');

it('shows models, objects, or both with what became what', () => {
  expect(ids(viewOf(graph, 'models'))).toBe('m1 m2 m3 m4 m5');
  expect(viewOf(graph, 'objects').edges).toEqual([edge('a', 'b')]);
  expect(viewOf(graph, 'both')).toEqual(graph);
});

it.each([
  ['m2', 1, 'm1 m2 m3'],
  ['m2', 2, 'm1 m2 m3 m4 a'],
  ['m4', 2, 'm2 m3 m4 m5'],
  ['b', 3, 'a b'],
  ['m5', 0, 'm5'],
])('shows around %s within %i steps %s', (focus, steps, expected) => {
  expect(ids(around(graph, focus, steps))).toBe(expected);
});

it('ends in graphs with cycles', () => {
  const cycle: Lineage = { nodes: ['m1', 'm2'].map(node), edges: [edge('m1', 'm2'), edge('m2', 'm1')] };
  expect(ids(around(cycle, 'm1', 50))).toBe('m1 m2');
});

it('names what stands beside a node', () => {
  const { upstream, downstream, cameFrom } = neighbours(graph, 'm1');
  expect([ids({ nodes: upstream }), ids({ nodes: downstream }), ids({ nodes: cameFrom })]).toEqual(['', 'm2', 'a']);
});
