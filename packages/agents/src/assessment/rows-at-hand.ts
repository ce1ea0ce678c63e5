import { type Catalog, displayName, isCharacter, isInteger, type Module, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { type Database, type Row, tableRows } from '@datamigrate/tsql-engine';
import { eachNode, writesOf } from './table-writes.js';

/** The rows of the source, for what analysis asks about them. */
export interface RowsAtHand {
  readonly database: Database;
  /** Whether the rows of a table, `schema.name` in lower case, are those of the original: not made up, masked or left out. */
  isKnown(table: string): boolean;
}

/** Columns of a table that procedures change, in lower case; `all` where they add or remove rows. */
export type ChangedColumns = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

/** Rows of texts and whole numbers as constants of a bound tree; undefined where there are other values among them. */
export function asLiterals(
  query: Bound.BoundQuery,
  ask: (query: Bound.BoundQuery) => readonly Row[] | undefined,
): readonly (readonly Bound.BoundLiteral[])[] | undefined {
  const { columns, span } = query;
  if (columns.some(({ type }) => !isCharacter(type) && !isInteger(type) && type.name !== 'bit')) return undefined;
  return ask(query)?.map((row) =>
    columns.map(({ type, collation }, i): Bound.BoundLiteral => {
      const given = row[i];
      const value = typeof given === 'string' || typeof given === 'bigint' ? given : null;
      return { kind: 'literal', type, nullable: value === null, collation, span, value };
    }),
  );
}

export function changedColumns(
  { modules }: Catalog,
  bodyOf: (module: Module) => Bound.BoundBody | undefined,
): ChangedColumns {
  const changed = new Map<string, ReadonlySet<string> | 'all'>();
  for (const module of modules) {
    const hasBody = module.kind === 'procedure' || module.kind === 'trigger';
    const statements = hasBody ? bodyOf(module)?.statements : undefined;
    for (const { table, sets } of writesOf(statements)) {
      const known = changed.get(table) ?? [];
      changed.set(table, sets === undefined || known === 'all' ? 'all' : new Set([...known, ...sets]));
    }
  }
  return changed;
}

/** Columns of tables that a query reads, each with `schema.name` of its table, all in lower case. */
export function columnsRead(query: Bound.BoundQuery): readonly { readonly table: string; readonly column: string }[] {
  const tables = new Map<number, Bound.BoundNamedTable>();
  const columns: Bound.BoundColumn[] = [];
  eachNode(query, (node) => {
    if (node.kind === 'named-table')
      tables.set((node as Bound.BoundNamedTable).relation, node as Bound.BoundNamedTable);
    if (node.kind === 'column') columns.push(node as Bound.BoundColumn);
  });
  return columns.flatMap(({ relation, name }) => {
    const table = tables.get(relation);
    if (table?.type !== 'table') return [];
    return [{ table: objectKey(table.object), column: name.toLowerCase() }];
  });
}

/** Names of tables, views and procedures, alone and behind their schemas, in lower case. */
export function objectNames({ tables, modules }: Catalog): ReadonlySet<string> {
  return new Set([...tables, ...modules].flatMap((each) => [each.name.toLowerCase(), displayName(each).toLowerCase()]));
}

/** More rows than a table has that somebody keeps by hand. */
const MOST_ROWS = 500;

/** Whether a row of a small table names an object of the database. `name` is its own, `schema.name` in lower case. */
export function listsObjects(database: Database, name: string, names: ReadonlySet<string>): boolean {
  const table = database.catalog.tables.find((each) => objectKey(each) === name);
  const store = table && database.store(table);
  if (!table || !store || store.rows.length > MOST_ROWS) return false;
  const bare = (text: string): string =>
    text
      .replaceAll(/[[\]"]/g, '')
      .trim()
      .toLowerCase();
  return (tableRows(database, table) ?? []).some((row) => row.some((text) => text !== null && names.has(bare(text))));
}
