import { CatalogIndex } from '@datamigrate/catalog';
import type { PlannedObject, TraceLine } from '@datamigrate/contracts';
import { ModuleBinder } from '@datamigrate/tsql-binder';
import type { LoadedScripts } from '@datamigrate/tsql-engine';
import { buildStaging } from '../cores/staging.js';
import { decide } from '../planner/decisions.js';
import { planEstate } from '../planner/plan-estate.js';
import { ProjectNames } from '../planner/project-names.js';
import { readModules } from '../planner/read-modules.js';
import { executeObject } from './execute-object.js';
import { LoweredModels } from './lowered-models.js';

/** What the conversion says of one object. */
export interface ConvertedObject {
  readonly planned: PlannedObject;
  readonly status: 'converted' | 'refused' | 'out-of-scope';
  /** Codes of why it is refused. */
  readonly codes: readonly string[];
  readonly trace: readonly TraceLine[];
  /** By model: original column names to emitted ones. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Converts everything that scripts define, without rows and without dbt: nothing is known of the values. */
export async function convertCatalog({
  catalog,
  called,
}: Pick<LoadedScripts, 'catalog' | 'called'>): Promise<readonly ConvertedObject[]> {
  const index = new CatalogIndex(catalog);
  const reader = readModules(new ModuleBinder(index), { called });
  const plan = planEstate(catalog, reader);
  const names = new ProjectNames(catalog, plan);
  const lowered = new LoweredModels({ catalog: index, reader, names, profile: async () => undefined });
  const staging = buildStaging(catalog, names);
  const decisions = decide(catalog, reader);
  const inputs = { catalog: index, reader, names, lowered, staging, plan, decisions, rowsOf: () => undefined };
  const converted: ConvertedObject[] = [];
  for (const planned of plan.objects) {
    const { status, trace, issues, columns } = await executeObject(inputs, planned);
    converted.push({ planned, status, trace, columns, codes: [...new Set(issues.map(({ code }) => code))] });
  }
  return converted;
}
