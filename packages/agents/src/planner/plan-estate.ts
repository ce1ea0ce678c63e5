import { type Catalog, displayName, type Module, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Plan, PlannedModel, PlannedObject } from '@datamigrate/contracts';
import { allocateNames, isCalledStep, modelName, nameTables, projectName, schemaNames } from '@datamigrate/dbt-project';
import type { WrittenTable } from '@datamigrate/procedure-analysis';
import { classOf } from '../assessment/assess-estate.js';
import type { ModuleFacts, ModuleReader } from '../assessment/module-facts.js';
import { objectKind } from '../cores/estate.js';
import { type Decisions, decide } from './decisions.js';
import { dependencyOrder } from './dependency-order.js';
import { bySubjectArea } from './subject-areas.js';

/** What becomes of every object: deterministic, from the catalog and what reading the modules told. */
export function planEstate(catalog: Catalog, reader: ModuleReader): Plan {
  const staging = nameTables(catalog.tables, schemaNames(catalog)).names;
  const decisions = decide(catalog, reader);
  const { refusals } = decisions;
  const providers = providersOf(catalog, reader, decisions);
  const models = nameModels(catalog, reader, decisions);
  const tables = catalog.tables.map((table): PlannedObject => {
    const names = staging.get(displayName(table));
    return {
      id: displayName(table),
      kind: 'table',
      class: 'source',
      action: 'source',
      models: [{ name: names?.staging ?? '', layer: 'staging', folder: names?.source ?? '', materialized: 'view' }],
      dependsOn: [],
    };
  });
  const modules = catalog.modules.map((module): PlannedObject => {
    const facts = reader.read(module);
    const refusal = refusals.get(module);
    const action = refusal === undefined ? 'convert' : OUT_OF_SCOPE.has(refusal.code) ? 'skip' : 'refuse';
    return {
      id: displayName(module),
      kind: objectKind(module),
      class: classOf(module, facts),
      action,
      ...(refusal ? { reason: refusal.message } : {}),
      models: refusal ? [] : [...(models.get(module) ?? [])],
      dependsOn: dependenciesOf(module, facts, providers, decisions),
    };
  });
  const areas = bySubjectArea(catalog, reader, modules);
  const project = projectName(catalog.database.name);
  return { schemaVersion: 1, target: 'duckdb', project, objects: dependencyOrder([...tables, ...areas]) };
}

/** What a project should not hold, told from what it cannot hold. */
const OUT_OF_SCOPE: ReadonlySet<string> = new Set(['plan-operational', 'plan-no-rows']);

interface WantedModel {
  readonly module: Module;
  readonly key: string;
  readonly wanted: string;
  readonly yields?: string;
  readonly model: Omit<PlannedModel, 'name'>;
}

/** Views, tables that procedures write, and reports become models of the marts. */
function nameModels(
  catalog: Catalog,
  reader: ModuleReader,
  { refusals, owners }: Decisions,
): ReadonlyMap<Module, readonly PlannedModel[]> {
  const called = schemaNames(catalog);
  const wanted = catalog.modules
    .filter((module) => refusals.get(module) === undefined && !owners.has(module))
    .flatMap((module) =>
      wantedModels(module, reader.read(module), called, (table) => isStep(catalog, reader, module, table)),
    );
  const { names } = allocateNames(
    wanted.map(({ key, wanted: name, yields, model }) => ({
      key,
      wanted: name,
      qualifier: model.folder,
      ...(yields === undefined ? {} : { yields }),
    })),
  );
  const models = new Map<Module, PlannedModel[]>();
  for (const { module, key, model } of wanted) {
    const named = { name: names.get(key) ?? key, ...model };
    models.set(module, [...(models.get(module) ?? []), named]);
  }
  return models;
}

/**
 * A table that is called a step of a load, and that nothing reads but the load itself, on the way to what it fills: an
 * intermediate model.
 */
function isStep(catalog: Catalog, reader: ModuleReader, owner: Module, { table }: WrittenTable): boolean {
  const { analysis, together = [owner] } = reader.read(owner);
  const [key, name] = [objectKey(table.object), displayName(table.object)];
  if (!isCalledStep(table.object.name) || !analysis?.tables.some(({ current }) => current.includes(name))) return false;
  return catalog.modules.every((module) => {
    const { reads, inlined } = reader.read(module);
    return together.includes(module) || inlined.includes(objectKey(owner)) || !reads.has(key);
  });
}

function wantedModels(
  module: Module,
  { analysis }: ModuleFacts,
  called: (schema: string) => string,
  isIntermediate: (table: WrittenTable) => boolean,
): WantedModel[] {
  const id = displayName(module);
  const layer = 'marts';
  const folder = called(module.schema);
  if (module.kind === 'view') {
    const wanted = modelName(module.name, 'view', module.schema);
    return [{ module, key: id, wanted, model: { layer, folder, materialized: 'view' } }];
  }
  if (!analysis) return [];
  const tables = analysis.tables.map((written): WantedModel => {
    const { table, history } = written;
    const name = displayName(table.object);
    const materialized = history === 'appended' ? 'incremental' : 'table';
    const step = isIntermediate(written);
    const folder = called(table.object.schema);
    const model = { layer: step ? 'intermediate' : layer, folder, materialized, table: name };
    const wanted = `${step ? 'int_' : ''}${modelName(table.object.name, 'table', table.object.schema)}`;
    return { module, key: `${id} ${name}`, wanted, model };
  });
  const reports = analysis.reports.map((_, i): WantedModel => {
    const suffix = analysis.reports.length > 1 ? `_${i + 1}` : '';
    const wanted = `${modelName(module.name, 'procedure')}${suffix}`;
    const model = { layer, folder, materialized: 'view' };
    const yields = `rpt_${wanted}`;
    // What a load tells besides is no subject of its own.
    return { module, key: `${id} result ${i + 1}`, wanted: tables.length > 0 ? yields : wanted, yields, model };
  });
  const kept = analysis.tables.filter((table) => table.kept);
  const former = kept.map(({ table: { object } }): WantedModel => {
    const before = displayName(object);
    const model = { layer: 'intermediate', folder: called(object.schema), materialized: 'table', before };
    const wanted = `int_${modelName(object.name, 'table', object.schema)}_before`;
    return { module, key: `${id} ${before} before`, wanted, model };
  });
  return [...tables, ...reports, ...former];
}

/** Modules that give the rows of a table or view, by its name in lower case. */
function providersOf(
  catalog: Catalog,
  reader: ModuleReader,
  { owners, refusals }: Decisions,
): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, string[]>();
  const add = (object: QualifiedName, module: Module): void => {
    const key = objectKey(object);
    providers.set(key, [...(providers.get(key) ?? []), displayName(module)]);
  };
  for (const module of catalog.modules) {
    add(module, module);
    if (owners.has(module) || refusals.get(module)) continue;
    for (const { table } of reader.read(module).analysis?.tables ?? []) add(table.object, module);
  }
  return providers;
}

/** What must be converted first: views that it reads, and the procedures that write the tables that it reads. */
function dependenciesOf(
  module: Module,
  facts: ModuleFacts,
  providers: ReadonlyMap<string, readonly string[]>,
  { owners, inCallers }: Decisions,
): string[] {
  const callers = inCallers.get(module)?.callers;
  if (callers) return callers.map(displayName).sort();
  const ids = new Set([...facts.reads].flatMap((name) => providers.get(name) ?? []));
  for (const call of facts.analysis?.calls ?? []) ids.add(call);
  const owner = owners.get(module);
  if (owner) return [displayName(owner)];
  ids.delete(displayName(module));
  return [...ids].sort();
}
