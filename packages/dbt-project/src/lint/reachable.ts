import type { GraphModel, ProjectNode } from './project-graph.js';

/** Nodes that are read by nothing. */
export const isLeaf = ({ children }: ProjectNode): boolean => children.length === 0;

export const modelsAmong = (nodes: readonly ProjectNode[]): GraphModel[] =>
  nodes.filter((node): node is GraphModel => node.kind === 'model');

export const namesOf = (nodes: readonly { readonly name: string }[]): string =>
  nodes
    .map(({ name }) => name)
    .sort()
    .join(', ');

/**
 * How many views in a row a model stands on. Memoised: the graph has no circle, as dbt demands, and a circle that is
 * there anyway ends the walk.
 */
export function viewChains(models: readonly GraphModel[]): ReadonlyMap<GraphModel, number> {
  const lengths = new Map<GraphModel, number>();
  const walk = (model: GraphModel): number => {
    const known = lengths.get(model);
    if (known !== undefined) return known;
    lengths.set(model, 0);
    const views = modelsAmong(model.parents).filter(({ materialized }) => isVirtual(materialized));
    const length = views.reduce((longest, parent) => Math.max(longest, walk(parent) + 1), 0);
    lengths.set(model, length);
    return length;
  };
  for (const model of models) walk(model);
  return lengths;
}

export const isVirtual = (materialized: string): boolean => materialized === 'view' || materialized === 'ephemeral';
