import { displayName } from '@datamigrate/catalog';
import type { Plan, PlannedObject } from '@datamigrate/contracts';
import {
  type AnalysisSpec,
  type ExposureSpec,
  type GroupSpec,
  type ModelSpec,
  objectName,
  type ProjectSpec,
  quoteIfNeeded,
  type SelectorSpec,
  schemaNames,
  snakeCase,
} from '@datamigrate/dbt-project';
import { moduleById } from '../assessment/estate-index.js';
import type { DocumentingInputs } from './document-models.js';

type Surroundings = Pick<ProjectSpec, 'exposures' | 'groups' | 'selectors' | 'analyses'>;

/** What stands around the models: who owns them, who reads them, what runs together, how to audit them. */
export function surroundings(inputs: DocumentingInputs, plan: Plan, models: readonly ModelSpec[]): Surroundings {
  const names = new Set(models.map(({ name }) => name));
  const own = plan.objects.map((object) => ({
    object,
    results: object.models.flatMap(({ name, table }) => (names.has(name) && table === undefined ? [name] : [])),
  }));
  return {
    groups: groupsOf(inputs, models),
    exposures: own.flatMap(({ object, results }) => exposureOf(inputs, object, results)),
    selectors: plan.objects.flatMap((object) => selectorOf(inputs, plan, object, names)),
    analyses: plan.objects.flatMap((object) => object.models.flatMap((model) => auditOf(plan, models, model))),
  };
}

const groupName = (folder: string): string => folder.replaceAll('/', '_');

/** A group for each folder of the marts: those who owned the schema own what became of it. */
function groupsOf({ catalog }: DocumentingInputs, models: readonly ModelSpec[]): GroupSpec[] {
  const folders = new Set(models.flatMap(({ layer, folder }) => (layer === 'marts' && folder ? [folder] : [])));
  const called = schemaNames(catalog);
  return [...folders].sort().map((folder) => {
    const schema = catalog.schemas.find((each) => called(each) === folder);
    const owned = schema ?? schemaOf(catalog.schemas, models, folder);
    return {
      name: groupName(folder),
      owner: { name: `Owners of the schema ${owned} in ${catalog.database.name}` },
    };
  });
}

/** Of a subject area: the schema that its models come from. */
function schemaOf(schemas: readonly string[], models: readonly ModelSpec[], folder: string): string {
  const [first] = models.filter((model) => model.layer === 'marts' && model.folder === folder);
  const sqlserver = first?.meta?.['sqlserver'];
  const object =
    typeof sqlserver === 'object' && sqlserver !== null && 'object' in sqlserver ? sqlserver['object'] : '';
  return schemas.find((schema) => String(object).startsWith(`${schema}.`)) ?? folder;
}

export function withGroup(model: ModelSpec): ModelSpec {
  return model.layer === 'marts' && model.folder ? { ...model, group: groupName(model.folder) } : model;
}

/** A procedure that returns rows had callers: they are outside of dbt and read its models from now on. */
function exposureOf(
  { catalog, texts }: DocumentingInputs,
  { id, kind, action }: PlannedObject,
  results: readonly string[],
): ExposureSpec[] {
  const module = moduleById(catalog, id);
  if (!module || kind !== 'procedure' || action !== 'convert' || results.length === 0) return [];
  const said = texts.ofModule(module);
  return [
    {
      name: snakeCase(`${module.schema}_${module.name}`),
      label: `Callers of ${displayName(module)}`,
      type: 'application',
      owner: { name: `Callers of ${displayName(module)}` },
      description: `Whatever called the procedure ${displayName(module)} for its rows.${said === '' ? '' : ` ${said}`}`,
      dependsOn: results,
    },
  ];
}

/** A procedure that did nothing but call others was a job: the same models, in the order that dbt knows. */
function selectorOf(
  { catalog, reader, texts }: DocumentingInputs,
  plan: Plan,
  { id, action }: PlannedObject,
  names: ReadonlySet<string>,
): SelectorSpec[] {
  const module = moduleById(catalog, id);
  if (!module || action !== 'convert') return [];
  const calls = new Set((reader.read(module).analysis?.calls ?? []).map((call) => call.toLowerCase()));
  const called = plan.objects.filter((object) => calls.has(object.id.toLowerCase()));
  const models = called.flatMap((object) => object.models.map(({ name }) => name)).filter((name) => names.has(name));
  if (models.length === 0) return [];
  const said = texts.ofModule(module);
  const description = `What ${displayName(module)} ran, with everything that these models read.`;
  return [
    {
      name: objectName(module.name, 'procedure'),
      description: said === '' ? description : `${description} ${said}`,
      models,
      parents: true,
    },
  ];
}

/** Rows in which a table of SQL Server, as it was copied, and its model differ. */
function auditOf(
  plan: Plan,
  models: readonly ModelSpec[],
  { name, table }: PlannedObject['models'][number],
): AnalysisSpec[] {
  const staging = plan.objects.find(({ id, action }) => id === table && action === 'source')?.models[0]?.name;
  const copied = models.find((model) => model.name === staging);
  const made = models.find((model) => model.name === name);
  if (!copied || !made || table === undefined) return [];
  const shared = copied.columns.filter((column) => made.columns.some((each) => each.name === column.name));
  if (shared.length === 0) return [];
  const columns = shared.map((column) => `        ${quoteIfNeeded(column.name)}`).join(',\n');
  const side = (relation: string): string => `    select\n${columns}\n    from ${relation}`;
  const only = (text: string, from: string, except: string): string =>
    `    select\n        '${text}' as found_in,\n        *\n    from (\n        select * from ${from}\n        except all\n        select * from ${except}\n    ) as differing`;
  return [
    {
      name: `audit_${name}`,
      description: `Rows of ${table}, as it was copied, that ${name} does not have, and the other way round.`,
      sql: `-- Empty when both hold the same rows: compile it and run it where both are.
with original as (
${side(`{{ ref('${copied.name}') }}`)}
),

migrated as (
${side(`{{ ref('${made.name}') }}`)}
),

final as (
${only('only in SQL Server', 'original', 'migrated')}

    union all

${only('only in dbt', 'migrated', 'original')}
)

select * from final
`,
    },
  ];
}
