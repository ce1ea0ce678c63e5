export type ModelType = 'base' | 'staging' | 'intermediate' | 'marts' | 'other';

/**
 * Prefixes of each type of model, as dbt_project_evaluator has them, but for `rpt_`: the reports that we write stand in
 * the marts, and the settings of a project with such a report say so.
 */
export const MODEL_TYPES: Readonly<Record<ModelType, readonly string[]>> = {
  base: ['base_'],
  staging: ['stg_'],
  intermediate: ['int_'],
  marts: ['fct_', 'dim_', 'rpt_'],
  other: [],
};

export const REPORT_PREFIX = 'rpt_';

const LAYERS: readonly ModelType[] = ['base', 'staging', 'intermediate', 'marts'];

/** The prefix decides; without one the folder does. */
export function modelType(name: string, path: string): ModelType {
  const prefix = prefixOf(name);
  const named = (Object.keys(MODEL_TYPES) as ModelType[]).find((type) => MODEL_TYPES[type].includes(prefix));
  return named ?? folderType(path) ?? 'other';
}

/** What stands before the first underscore, with one. */
export const prefixOf = (name: string): string => `${name.split('_', 1)[0] ?? ''}_`;

/** The layer's folder that is nearest to the file. */
export function folderType(path: string): ModelType | undefined {
  const folders = path.split('/').slice(1, -1);
  const nearest = folders.findLast((folder) => LAYERS.some((layer) => layer === folder));
  return LAYERS.find((layer) => layer === nearest);
}
