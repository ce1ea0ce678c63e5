import { CATALOG_VERSION, type Catalog } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { ModuleDependency } from '../../source.js';
import { type LiveAddress, serverText } from '../address/live-address.js';
import { objectSelection } from '../address/select-objects.js';
import type { Answer, LiveConnection } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import { RowReader } from './live-rows.js';
import { type LiveModules, modulesFrom } from './modules-from.js';
import { operationQueries, operationsFrom } from './operations.js';
import { moduleQueries, tableQueries } from './queries.js';
import { readServerFacts, type ServerFacts } from './server-facts.js';
import { storageFrom, storageQueries } from './storage.js';
import { type LiveTables, tablesFrom } from './tables-from.js';

export interface LiveCatalog {
  readonly facts: ServerFacts;
  readonly catalog: Catalog;
  /** Rows of each table, by `schema.name`. */
  readonly counts: ReadonlyMap<string, number>;
  readonly dependencies: readonly ModuleDependency[];
  /** What is there and was not read. */
  readonly gaps: readonly Diagnostic[];
}

/** Sets without which there is no catalog. */
const NEEDED = [
  ['column_of', 'columns'],
  ['table_id', 'tables'],
  ['index_of', 'indexes'],
  ['foreign_key_of', 'foreign keys'],
  ['check_of', 'check constraints'],
  ['module_id', 'modules'],
] as const;

/** A whole database in five round trips, however many objects it has. */
export async function readCatalog(
  connection: LiveConnection,
  address: LiveAddress,
): Promise<Result<LiveCatalog, Diagnostic>> {
  const facts = await readServerFacts(connection, address);
  if (!facts.ok) return facts;
  const server = serverText(address);
  const tableAnswer = await connection.ask(tableQueries(facts.value.features));
  const moduleAnswer = await connection.ask(moduleQueries());
  for (const [set, subject] of NEEDED) {
    if (tableAnswer.sets.has(set) || moduleAnswer.sets.has(set)) continue;
    const reason = [...tableAnswer.errors, ...moduleAnswer.errors][0] ?? 'it gave no rows.';
    return err(liveDiagnostics.create('live-query-failed', { server, subject, reason }));
  }
  const wanted = objectSelection(address.include, address.exclude);
  const tables = tablesFrom(tableAnswer, wanted);
  const modules = modulesFrom(moduleAnswer, wanted);
  if (tables.tables.length + modules.modules.length === 0) {
    const selected = address.include.length + address.exclude.length > 0;
    const selection = selected ? ' that include and exclude leave' : '';
    return err(liveDiagnostics.create('live-nothing-selected', { server, selection }));
  }
  const { database, features } = facts.value;
  const ask = async (questions: string | undefined): Promise<Answer> =>
    questions === undefined ? NOTHING : connection.ask(questions);
  const operations = operationsFrom(await ask(operationQueries(features)), features, modules.byId);
  const names = new Map([...tables.byId].map(([id, { table }]) => [id, table]));
  const storage = storageFrom(await ask(storageQueries(features)), features, names, tables.counts);
  const ids = new Map([...names].map(([id, { schema, name }]) => [`${schema}.${name}`, id]));
  const placed = tables.tables.map((table) => storage.placed(ids.get(`${table.schema}.${table.name}`) ?? '', table));
  const hidden = facts.value.viewsDefinitions
    ? []
    : [liveDiagnostics.create('live-no-view-definition', { database: database.name })];
  return ok({
    facts: facts.value,
    catalog: {
      ...described(catalogFrom(facts.value, { ...tables, tables: placed }, modules), tables, modules, moduleAnswer),
      ...(operations.jobs.length > 0 ? { jobs: operations.jobs } : {}),
      ...(operations.usage.length > 0 ? { usage: operations.usage } : {}),
      ...(storage.partitionFunctions.length > 0 ? { partitionFunctions: storage.partitionFunctions } : {}),
      ...(storage.partitionSchemes.length > 0 ? { partitionSchemes: storage.partitionSchemes } : {}),
      ...(storage.linkedServers.length > 0 ? { linkedServers: storage.linkedServers } : {}),
      sizes: storage.sizes,
    },
    counts: tables.counts,
    dependencies: modules.dependencies,
    gaps: [...hidden, ...tables.gaps, ...modules.gaps, ...operations.gaps, ...storage.gaps],
  });
}

const NOTHING: Answer = { sets: new Map(), errors: [] };

function catalogFrom({ database }: ServerFacts, tables: LiveTables, modules: LiveModules): Catalog {
  const used = new Set([...tables.tables, ...modules.modules].map(({ schema }) => schema.toLowerCase()));
  const own = tables.schemas.filter((name) => !SERVER_SCHEMAS.test(name) || used.has(name.toLowerCase()));
  return {
    catalogVersion: CATALOG_VERSION,
    database,
    schemas: ['dbo', ...own.filter((name) => name.toLowerCase() !== 'dbo')],
    aliasTypes: tables.aliasTypes,
    tableTypes: tables.tableTypes,
    tables: tables.tables,
    modules: modules.modules,
    synonyms: modules.synonyms,
    sequences: modules.sequences,
  };
}

/** Schemas of the roles that every database has. */
const SERVER_SCHEMAS = /^db_/i;

function described(catalog: Catalog, tables: LiveTables, modules: LiveModules, { sets }: Answer): Catalog {
  const texts = new Map<string, string>();
  for (const row of sets.get('described_id') ?? []) {
    const read = new RowReader(row);
    const id = read.text();
    const minor = read.number();
    const text = read.text();
    const table = tables.byId.get(id);
    const owner = table?.table ?? modules.byId.get(id);
    if (!owner) continue;
    const column = minor === 0 ? '' : table?.columns.get(minor);
    if (column !== undefined) texts.set([owner.schema, owner.name, column].join('\0'), text);
  }
  const of = (...parts: readonly string[]): { readonly description?: string } => {
    const description = texts.get(parts.join('\0'));
    return description === undefined ? {} : { description };
  };
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...table,
      ...of(table.schema, table.name, ''),
      columns: table.columns.map((column) => ({ ...column, ...of(table.schema, table.name, column.name) })),
    })),
    modules: catalog.modules.map((module) => ({ ...module, ...of(module.schema, module.name, '') })),
  };
}
