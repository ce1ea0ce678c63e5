import type { Layer, Materialized, ModelSpec } from '../spec/project-spec.js';

interface LayerFact {
  readonly layer: Layer;
  readonly materialized: Materialized;
  readonly purpose: string;
}

/** The layers in the order of the data. The materialization is what dbt_project.yml states for the folder. */
export const LAYERS: readonly LayerFact[] = [
  { layer: 'staging', materialized: 'view', purpose: 'one view for each source table: renames columns, nothing else' },
  { layer: 'intermediate', materialized: 'view', purpose: 'steps that several models share or that deserve a name' },
  { layer: 'marts', materialized: 'table', purpose: 'what reports and people read' },
];

export function layerDefault(layer: Layer): Materialized {
  return LAYERS.find((fact) => fact.layer === layer)?.materialized ?? 'view';
}

/** The folder of a model, below the project. */
export function modelFolder(model: Pick<ModelSpec, 'layer' | 'folder'>): string {
  return model.folder === undefined ? `models/${model.layer}` : `models/${model.layer}/${model.folder}`;
}

/** `_<folder>__<what>.yml`: dbt's way to keep properties files on top of their folder. */
export function propertiesPath(folder: string, what: 'models' | 'sources'): string {
  return `${folder}/_${folder.slice(folder.lastIndexOf('/') + 1)}__${what}.yml`;
}

/** The file of a model, below the project. */
export function modelPath(model: Pick<ModelSpec, 'layer' | 'folder' | 'name'>): string {
  return `${modelFolder(model)}/${model.name}.sql`;
}
