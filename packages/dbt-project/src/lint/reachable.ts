import type { GraphModel, ProjectNode } from './project-graph.js';

/** Who reads a node inside dbt: dbt_project_evaluator does not count exposures there. */
export const readersOf = ({ children }: ProjectNode): readonly ProjectNode[] =>
  children.filter(({ kind }) => kind !== 'exposure');

export const isLeaf = (node: ProjectNode): boolean => readersOf(node).length === 0;

/** Sources from which rows come, however many models stand between. */
export function sourcesBehind({ parents }: ProjectNode, seen = new Set<ProjectNode>()): ReadonlySet<string> {
  const names = new Set<string>();
  for (const parent of parents) {
    if (parent.kind === 'source') names.add(parent.source);
    if (seen.has(parent)) continue;
    seen.add(parent);
    for (const name of sourcesBehind(parent, seen)) names.add(name);
  }
  return names;
}

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
