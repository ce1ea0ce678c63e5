import { layerDefault, modelFolder, propertiesPath } from '../files/layers.js';
import type { ColumnSpec, DataTestSpec, MacroSpec, ProjectSpec, UnitTestSpec } from '../spec/project-spec.js';
import { type ModelType, modelType } from './model-types.js';

interface GraphNode {
  /** As rules tell it: the model's name, `<source>.<table>`, the exposure's name. */
  readonly name: string;
  readonly description: string;
  /** Direct ones, each once. */
  readonly parents: readonly ProjectNode[];
  readonly children: readonly ProjectNode[];
}

export interface GraphSource extends GraphNode {
  readonly kind: 'source';
  readonly source: string;
  readonly sourceDescription: string;
  readonly loader: string | undefined;
  readonly schema: string;
  readonly identifier: string;
  readonly declaredIn: string;
  /** Undefined where nothing is said; null where it is said that nobody watches it. */
  readonly freshness: object | null | undefined;
  readonly columns: readonly ColumnSpec[];
  readonly tests: readonly DataTestSpec[];
}

export interface GraphModel extends GraphNode {
  readonly kind: 'model';
  readonly path: string;
  readonly declaredIn: string;
  readonly type: ModelType;
  readonly materialized: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly access: 'private' | 'protected' | 'public';
  readonly contract: boolean;
  readonly constraints: readonly Readonly<Record<string, unknown>>[];
  readonly columns: readonly ColumnSpec[];
  readonly tests: readonly DataTestSpec[];
  readonly sql: string;
}

export interface GraphExposure extends GraphNode {
  readonly kind: 'exposure';
}

export interface GraphSeed extends GraphNode {
  readonly kind: 'seed';
}

export type ProjectNode = GraphSource | GraphSeed | GraphModel | GraphExposure;

export interface ProjectGraph {
  readonly sources: readonly GraphSource[];
  readonly models: readonly GraphModel[];
  readonly exposures: readonly GraphExposure[];
  readonly macros: readonly MacroSpec[];
  readonly unitTests: readonly UnitTestSpec[];
}

type Open<Node> = Omit<Node, 'parents' | 'children'> & { parents: ProjectNode[]; children: ProjectNode[] };

/** What dbt would find: `ref` and `source` with literal arguments, wherever in the text they stand. */
const DEPENDENCY = /\b(?:ref\(\s*'([^']+)'\s*\)|source\(\s*'([^']+)'\s*,\s*'([^']+)'\s*\))/g;

export function projectGraph(spec: ProjectSpec): ProjectGraph {
  const sources = spec.sources.flatMap((source) =>
    source.tables.map(
      (table): Open<GraphSource> => ({
        kind: 'source',
        name: `${source.name}.${table.name}`,
        source: source.name,
        sourceDescription: source.description ?? '',
        loader: source.loader,
        schema: source.schema ?? source.name,
        identifier: table.identifier ?? table.name,
        declaredIn: propertiesPath(`models/staging/${source.name}`, 'sources'),
        freshness: table.freshness,
        description: table.description ?? '',
        columns: table.columns,
        tests: table.tests ?? [],
        parents: [],
        children: [],
      }),
    ),
  );
  const models = spec.models.map((model): Open<GraphModel> => {
    const folder = modelFolder(model);
    const path = `${folder}/${model.name}.sql`;
    return {
      kind: 'model',
      name: model.name,
      path,
      declaredIn: propertiesPath(folder, 'models'),
      type: modelType(model.name, path),
      materialized: model.materialized ?? layerDefault(model.layer),
      config: model.config ?? {},
      access: model.access ?? 'protected',
      contract: model.contract ?? false,
      constraints: model.constraints ?? [],
      description: model.description ?? '',
      columns: model.columns,
      tests: model.tests ?? [],
      sql: model.sql,
      parents: [],
      children: [],
    };
  });
  const exposures = (spec.exposures ?? []).map(
    (exposure): Open<GraphExposure> => ({
      kind: 'exposure',
      name: exposure.name,
      description: exposure.description ?? '',
      parents: [],
      children: [],
    }),
  );
  const seeds = (spec.seeds ?? []).map(
    ({ name, description = '' }): Open<GraphSeed> => ({ kind: 'seed', name, description, parents: [], children: [] }),
  );
  connect(spec, { sources, models, seeds, exposures });
  return { sources, models, exposures, macros: spec.macros ?? [], unitTests: spec.unitTests ?? [] };
}

interface OpenNodes {
  readonly sources: readonly Open<GraphSource>[];
  readonly models: readonly Open<GraphModel>[];
  readonly seeds: readonly Open<GraphSeed>[];
  readonly exposures: readonly Open<GraphExposure>[];
}

function connect(spec: ProjectSpec, { sources, models, seeds, exposures }: OpenNodes): void {
  const bySource = new Map(sources.map((node) => [node.name, node]));
  const byName = new Map([...models, ...seeds].map((node) => [node.name, node] as const));
  const link = (parent: Open<GraphSource | GraphModel | GraphSeed> | undefined, child: Open<ProjectNode>) => {
    if (parent === undefined || parent === child || child.parents.includes(parent as ProjectNode)) return;
    child.parents.push(parent as ProjectNode);
    parent.children.push(child as ProjectNode);
  };
  for (const model of models) {
    for (const [, name, source, table] of model.sql.matchAll(DEPENDENCY)) {
      link(name === undefined ? bySource.get(`${source}.${table}`) : byName.get(name), model);
    }
  }
  (spec.exposures ?? []).forEach(({ dependsOn }, i) => {
    const exposure = exposures[i];
    if (exposure) for (const name of dependsOn) link(byName.get(name), exposure);
  });
}
