import { type Catalog, displayName, type Module, type QualifiedName } from '@datamigrate/catalog';
import type { Plan, PlannedModel, PlannedObject } from '@datamigrate/contracts';
import { allocateNames, modelName, nameTables, snakeCase } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { analysisDiagnostics } from '@datamigrate/procedure-analysis';
import { classOf } from '../assessment/assess-estate.js';
import type { ModuleFacts, ModuleReader } from '../assessment/module-facts.js';
import { objectKind } from '../cores/estate.js';
import { agentDiagnostics } from '../diagnostics.js';
import { dependencyOrder } from './dependency-order.js';

/** What becomes of every object: deterministic, from the catalog and what reading the modules told. */
export function planEstate(catalog: Catalog, reader: ModuleReader): Plan {
  const staging = nameTables(catalog.tables).names;
  const writers = writersByTable(catalog, reader);
  const refusals = refusalsOf(catalog, reader, writers);
  const providers = providersOf(catalog, reader);
  const models = nameModels(catalog, reader, refusals);
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
    const action = refusal === undefined ? 'convert' : refusal.code === 'plan-operational' ? 'skip' : 'refuse';
    return {
      id: displayName(module),
      kind: objectKind(module),
      class: classOf(module, facts),
      action,
      ...(refusal ? { reason: refusal.message } : {}),
      models: refusal ? [] : [...(models.get(module) ?? [])],
      dependsOn: dependenciesOf(module, facts, providers),
    };
  });
  const project = snakeCase(catalog.database.name);
  return { schemaVersion: 1, target: 'duckdb', project, objects: dependencyOrder([...tables, ...modules]) };
}

/** Refusals of all modules; one that only calls others is refused with them. */
export function refusalsOf(
  catalog: Catalog,
  reader: ModuleReader,
  writers: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<Module, Diagnostic | undefined> {
  const refusals = new Map<Module, Diagnostic | undefined>();
  const refused = new Set<string>();
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    for (const module of catalog.modules) {
      const refusal = refusalOf(module, reader.read(module), writers, refused);
      refusals.set(module, refusal);
      if (refusal) refused.add(displayName(module).toLowerCase());
    }
  }
  return refusals;
}

/** The first reason why a module cannot be converted, as far as it can be told before anything is lowered. */
export function refusalOf(
  module: Module,
  facts: ModuleFacts,
  writers: ReadonlyMap<string, readonly string[]>,
  refusedCalls?: ReadonlySet<string>,
): Diagnostic | undefined {
  const object = displayName(module);
  if (module.kind === 'trigger') return agentDiagnostics.create('plan-trigger', {});
  if (facts.operational) return agentDiagnostics.create('plan-operational', { object });
  if (!facts.bound) return agentDiagnostics.create('plan-unbound', { object });
  if (facts.function && !facts.function.value && !facts.function.query) {
    return facts.function.refusal ?? agentDiagnostics.create('plan-function-body', {});
  }
  const { analysis } = facts;
  if (!analysis) return undefined;
  const open = analysis.parameters.find(({ type }) => type.name === 'table');
  if (open) return analysisDiagnostics.create('analyse-parameter', { name: open.name });
  const callee = analysis.calls.find((id) => refusedCalls?.has(id.toLowerCase()));
  if (callee !== undefined) return agentDiagnostics.create('plan-call-refused', { object, procedure: callee });
  const refused = analysis.fates.find(({ state }) => state === 'refused');
  if (refused?.diagnostic) return refused.diagnostic;
  for (const { table } of analysis.tables) {
    const names = writers.get(displayName(table.object).toLowerCase()) ?? [];
    if (names.length < 2) continue;
    const params = { table: displayName(table.object), procedures: names.join(' and ') };
    return agentDiagnostics.create('plan-several-writers', params);
  }
  if (analysis.tables.length > 0 && analysis.reports.length > 0) {
    return agentDiagnostics.create('execute-several-results', { count: String(analysis.reports.length) });
  }
  return undefined;
}

/** Procedures that can be converted, by the tables that they write. */
export function writersByTable(catalog: Catalog, reader: ModuleReader): ReadonlyMap<string, readonly string[]> {
  const writers = new Map<string, string[]>();
  for (const module of catalog.modules) {
    const { analysis, operational } = reader.read(module);
    if (!analysis || operational || analysis.fates.some(({ state }) => state === 'refused')) continue;
    for (const { table } of analysis.tables) {
      const key = displayName(table.object).toLowerCase();
      writers.set(key, [...(writers.get(key) ?? []), displayName(module)]);
    }
  }
  return writers;
}

interface WantedModel {
  readonly module: Module;
  readonly key: string;
  readonly wanted: string;
  readonly model: Omit<PlannedModel, 'name'>;
}

/** Views, tables that procedures write, and reports become models of the marts. */
function nameModels(
  catalog: Catalog,
  reader: ModuleReader,
  refusals: ReadonlyMap<Module, Diagnostic | undefined>,
): ReadonlyMap<Module, readonly PlannedModel[]> {
  const wanted = catalog.modules
    .filter((module) => refusals.get(module) === undefined)
    .flatMap((module) => wantedModels(module, reader.read(module)));
  const { names } = allocateNames(
    wanted.map(({ key, wanted: name, model }) => ({ key, wanted: name, qualifier: model.folder })),
  );
  const models = new Map<Module, PlannedModel[]>();
  for (const { module, key, model } of wanted) {
    const named = { name: names.get(key) ?? key, ...model };
    models.set(module, [...(models.get(module) ?? []), named]);
  }
  return models;
}

function wantedModels(module: Module, { analysis }: ModuleFacts): WantedModel[] {
  const id = displayName(module);
  const layer = 'marts';
  const folder = snakeCase(module.schema);
  if (module.kind === 'view') {
    return [
      { module, key: id, wanted: modelName(module.name, 'view'), model: { layer, folder, materialized: 'view' } },
    ];
  }
  if (!analysis) return [];
  const tables = analysis.tables.map(({ table, history }): WantedModel => {
    const name = displayName(table.object);
    const materialized = history === 'appended' ? 'incremental' : 'table';
    const model = { layer, folder: snakeCase(table.object.schema), materialized, table: name };
    return { module, key: `${id} ${name}`, wanted: modelName(table.object.name, 'table'), model };
  });
  const reports = analysis.reports.map((_, i): WantedModel => {
    const suffix = analysis.reports.length > 1 ? `_${i + 1}` : '';
    const wanted = `${modelName(module.name, 'procedure')}${suffix}`;
    return { module, key: `${id} result ${i + 1}`, wanted, model: { layer, folder, materialized: 'view' } };
  });
  return [...tables, ...reports];
}

/** Modules that give the rows of a table or view, by its name in lower case. */
function providersOf(catalog: Catalog, reader: ModuleReader): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, string[]>();
  const add = (object: QualifiedName, module: Module): void => {
    const key = displayName(object).toLowerCase();
    providers.set(key, [...(providers.get(key) ?? []), displayName(module)]);
  };
  for (const module of catalog.modules) {
    add(module, module);
    for (const { table } of reader.read(module).analysis?.tables ?? []) add(table.object, module);
  }
  return providers;
}

/** What must be converted first: views that it reads, and the procedures that write the tables that it reads. */
function dependenciesOf(
  module: Module,
  facts: ModuleFacts,
  providers: ReadonlyMap<string, readonly string[]>,
): string[] {
  const ids = new Set([...facts.reads].flatMap((name) => providers.get(name) ?? []));
  for (const call of facts.analysis?.calls ?? []) ids.add(call);
  ids.delete(displayName(module));
  return [...ids].sort();
}
