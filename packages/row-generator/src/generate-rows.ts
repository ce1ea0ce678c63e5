import { displayName, type Module, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { type Database, TableWriter } from '@datamigrate/tsql-engine';
import { generateDiagnostics } from './diagnostics.js';
import { type ColumnRef, keyOf, tableKey } from './modules/column-ref.js';
import { type ModuleFacts, readComputedColumns } from './modules/module-facts.js';
import { parentFinder, readFacts } from './modules/read-facts.js';
import { Random, seedOf } from './random.js';
import { fillingColumns } from './rows/column-values.js';
import { tellSourcesApart } from './rows/distinct-sources.js';
import { fillOrder, ordinalOf } from './rows/fill-order.js';
import { TableFiller, type TableRecipe } from './rows/fill-table.js';
import { FilledRows } from './rows/filled-rows.js';
import { type FlowingKey, flowingKeys, spreadToSources } from './rows/flowing-keys.js';
import { flowingValues, foreignValues } from './rows/foreign-values.js';
import { checkRules } from './rows/table-checks.js';
import { uniqueSets } from './rows/table-keys.js';
import { ValueClasses } from './rows/value-classes.js';
import { addWitnesses } from './witness/add-witnesses.js';

export interface GenerationOptions {
  /** The same seed gives the same rows. */
  readonly seed?: number;
  /** Rows for each table; its keys may allow fewer. */
  readonly rows?: number;
  /** The tables to fill; those that have no rows where none are named. */
  readonly tables?: readonly QualifiedName[];
  /** The modules whose branches the rows should reach; all of the catalog where none are named. */
  readonly modules?: readonly Module[];
}

export interface GeneratedTable {
  readonly table: QualifiedName;
  /** 0 where a table has rows of its own, and those of a query were added. */
  readonly wanted: number;
  readonly rows: number;
}

export interface Generation {
  readonly tables: readonly GeneratedTable[];
  /** Of each table that got fewer rows than it should have, why. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Rows for each table where nobody says how many. */
export const DEFAULT_ROWS = 40;

/**
 * Fills tables of a database with rows that satisfy its constraints, and whose values lie around those that the modules
 * compare with. The engine itself says whether a row fits. The cost grows with tables, modules and rows, each once.
 */
export function generateRows(database: Database, options: GenerationOptions = {}): Generation {
  const { seed = 1, rows = DEFAULT_ROWS } = options;
  const { catalog } = database;
  const parentOf = parentFinder(database);
  const asked = options.tables && new Set(options.tables.map(tableKey));
  const wanted = catalog.tables.filter((table) =>
    asked ? asked.has(tableKey(table)) : (database.rows(table.schema, table.name)?.length ?? 0) === 0,
  );
  const facts = readFacts(database, options.modules ?? catalog.modules, seed);
  for (const table of wanted) readComputedColumns(database, table, seed, facts);
  spreadToSources(facts);
  tellSourcesApart(catalog.tables, facts);
  const flowing = flowingKeys(catalog.tables, parentOf, facts.writes);
  const rules = new Map(
    wanted.map((table) => [table, checkRules(database, table, facts, new Random(seedOf(seed, table.name)))]),
  );
  const classes = new ValueClasses(facts.links);
  const recipes = recipesByTable(facts);
  const filled = new FilledRows(database);
  const isWanted = new Set(wanted);
  for (const table of catalog.tables) if (!isWanted.has(table)) noteValues(table, filled, classes);
  for (const { parent, column, values } of flowing.constants)
    for (const value of isWanted.has(parent) ? values : []) filled.demand(parent, new Map([[column, value]]));
  const tables: GeneratedTable[] = [];
  const diagnostics: Diagnostic[] = [];
  const fillers = new Map<Table, TableFiller>();
  const fillerOf = (table: Table, ahead: ReadonlySet<Table['foreignKeys'][number]>): TableFiller | string => {
    const writer = TableWriter.open(database, table);
    const foreign = foreignValues(table, parentOf, filled, ahead);
    if (!writer || typeof foreign === 'string') return typeof foreign === 'string' ? foreign : 'it is not there.';
    const filler = new TableFiller({
      table,
      rows,
      writer,
      filling: fillingColumns(database, table),
      foreign: [...foreign, ...flowingValues(table, flowing.keys.get(tableKey(table)) ?? [], facts, filled)],
      rules: rules.get(table) ?? [],
      recipes: recipes.get(tableKey(table)) ?? [],
      facts,
      classes,
      filled,
      random: new Random(seedOf(seed, tableKey(table))),
    });
    fillers.set(table, filler);
    return filler;
  };
  const order = fillOrder(wanted, softOrder(wanted, facts, flowing.keys));
  for (const { table, ahead } of order) {
    const filler = fillerOf(table, ahead);
    const outcome = typeof filler === 'string' ? { rows: 0, reason: filler } : filler.fill();
    tables.push({ table: { schema: table.schema, name: table.name }, wanted: rows, rows: outcome.rows });
    if (outcome.rows >= rows) continue;
    const name = displayName(table);
    const { reason } = outcome;
    const told =
      outcome.rows === 0
        ? generateDiagnostics.create('generate-no-rows', { table: name, reason })
        : generateDiagnostics.create('generate-fewer-rows', { table: name, rows: outcome.rows, wanted: rows, reason });
    diagnostics.push({ ...told, object: name });
  }
  const added = addWitnesses(database, {
    modules: options.modules ?? catalog.modules,
    seed,
    rows,
    filled,
    isFilled: (table) => isWanted.has(table),
    flowing: flowing.keys,
    converted: facts.converted,
    distinct: facts.distinct,
    mayGrow: options.tables === undefined,
    fillerOf: (table) => {
      const filler = fillers.get(table) ?? fillerOf(table, new Set());
      return typeof filler === 'string' ? undefined : filler;
    },
  });
  const grown = [...added].filter(([table]) => !isWanted.has(table));
  const more = grown.map(([{ schema, name }, count]) => ({ table: { schema, name }, wanted: 0, rows: count }));
  return { tables: [...tables, ...more], diagnostics };
}

/** What conditions ask of the rows of each table. Conditions that ask the same of it count once. */
function recipesByTable({ recipes }: ModuleFacts): Map<string, TableRecipe[]> {
  const found = new Map<string, TableRecipe[]>();
  const seen = new Set<string>();
  recipes.forEach((recipe, number) => {
    const tables = new Map<string, Map<number, string | null>>();
    for (const { column, value } of recipe.values()) {
      const values = tables.get(column.table) ?? new Map<number, string | null>();
      values.set(column.column, value);
      tables.set(column.table, values);
    }
    for (const [table, values] of tables) {
      const key = `${table} ${tables.size === 1 ? '' : number} ${JSON.stringify([...values])}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const list = found.get(table) ?? [];
      list.push({ recipe: number, values });
      found.set(table, list);
    }
  });
  return found;
}

/** Values of tables that keep their rows: others join to them. */
function noteValues(table: Table, filled: FilledRows, classes: ValueClasses): void {
  const linked = table.columns.flatMap((_, column) => {
    const key = keyOf({ table: tableKey(table), column });
    return classes.has(key) ? [{ key, column }] : [];
  });
  if (linked.length === 0) return;
  for (const { values } of filled.of(table))
    for (const { key, column } of linked) classes.note(key, values[column] ?? null);
}

/** A table whose key is compared with columns of others comes before them, as if there were a foreign key. */
function softOrder(
  tables: readonly Table[],
  { links }: ModuleFacts,
  flowing: ReadonlyMap<string, readonly FlowingKey[]>,
): Map<string, Set<string>> {
  const unique = new Set(
    tables.flatMap((table) =>
      [
        ...uniqueSets(table).filter((set) => set.length === 1),
        ...table.columns.filter(({ identity }) => identity).map(({ name }) => [ordinalOf(table, name)]),
      ].map(([column = -1]) => keyOf({ table: tableKey(table), column })),
    ),
  );
  const before = new Map(
    [...flowing].map(([table, keys]) => [table, new Set(keys.map(({ parent }) => tableKey(parent)))]),
  );
  const note = (first: ColumnRef, second: ColumnRef): void => {
    if (first.table === second.table || !unique.has(keyOf(first)) || unique.has(keyOf(second))) return;
    before.set(second.table, (before.get(second.table) ?? new Set()).add(first.table));
  };
  for (const [a, b] of links) {
    note(a, b);
    note(b, a);
  }
  return before;
}
