import type { Table } from '@datamigrate/catalog';
import { displayName, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import { generatedKey } from '../program/identity.js';
import { namedKeys, queryKeys } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import { rowsUnder } from '../program/rows.js';
import { sameColumns, type TableState, titled } from '../program/table-state.js';

/** CREATE TABLE #t and DECLARE @t TABLE: a table without rows. */
export function runCreateTable(
  program: Program,
  name: string,
  table: Table,
  columns: readonly Bound.StoredColumn[],
): void {
  hideFormer(program, name.toLowerCase());
  program.set(emptyTable(name, table, columns));
}

/** A temporary table that the caller of a body has under the same name is another one. */
function hideFormer(program: Program, key: string): void {
  if (key.startsWith('#') && !program.made.has(key)) program.made.set(key, program.tables.get(key));
}

export function emptyTable(name: string, table: Table, columns: readonly Bound.StoredColumn[]): TableState {
  const constraints = [table.primaryKey, ...table.uniqueKeys].flatMap((key) => (key ? [key.columns] : []));
  const declared = constraints.map((key) => key.map((each) => each.toLowerCase()));
  return {
    key: name.toLowerCase(),
    title: titled(name),
    columns,
    version: { kind: 'empty' },
    declared,
    keys: declared,
    added: undefined,
    written: true,
  };
}

/** SELECT … INTO: a table with these rows. */
export function runSelectInto(
  program: Program,
  statement: Bound.BoundSelectInto,
  condition: Condition,
): readonly string[] {
  const { table, columns, temporary, query, span } = statement;
  const name = temporary ? table.name : displayName(table);
  const state: TableState = {
    ...emptyTable(name, table, columns),
    ...(temporary ? {} : { object: { schema: table.schema, name: table.name }, title: table.name }),
  };
  const resolved = program.resolve(query);
  if (temporary) hideFormer(program, state.key);
  const numbered = rewriteTree(resolved, (node) => {
    if (node.kind !== 'identity-value') return undefined;
    const ordinal = columns.findIndex(({ identity }) => identity !== undefined);
    return generatedKey(program, state, Math.max(0, ordinal), resolved.orderBy, span) ?? node;
  });
  if (!temporary && program.dropped.has(state.key)) takePlace(program, statement);
  const rows = rowsUnder(program, withoutOrder(numbered), condition);
  program.write(state, rows, { added: undefined, keys: namedKeys(queryKeys(program, rows), columns) }, ['']);
  return [state.key];
}

/** A table of the database that was dropped before is there again, if it looks as it did. */
function takePlace(program: Program, { table, columns, span }: Bound.BoundSelectInto): void {
  const former = program.environment.columns(table);
  if (former && !sameColumns({ columns }, former)) {
    const statement = 'SELECT INTO a table with other columns than it had';
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
  }
  program.dropped.delete(objectKey(table));
}

/** Rows in a table have no order; with TOP it decides which they are. */
function withoutOrder(query: Bound.BoundQuery): Bound.BoundQuery {
  if (query.kind === 'select' && (query.top || query.offset)) return query;
  return query.orderBy.length > 0 && !query.offset ? { ...query, orderBy: [] } : query;
}

export function runDropTable(program: Program, { names }: Bound.BoundDropTable): void {
  for (const name of names) {
    const key = name.toLowerCase();
    const hidden = program.made.get(key);
    program.made.delete(key);
    if (hidden) program.tables.set(key, hidden);
    else program.tables.delete(key);
  }
}
