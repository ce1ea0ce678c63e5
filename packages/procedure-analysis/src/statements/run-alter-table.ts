import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import { generatedKey } from '../program/identity.js';
import { nullOf } from '../program/null-of.js';
import type { Program } from '../program/program.js';
import { asRelation } from '../program/rows.js';
import { column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { emptyTable } from './run-tables.js';
import { statementName } from './statement-name.js';

/**
 * ALTER TABLE of a temporary table: its rows with the columns that it has now. A new column that cannot be NULL has its
 * default in them, another one NULL.
 * https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql
 */
export function runAlterTable(
  program: Program,
  statement: Bound.BoundAlterTable,
  condition: Condition,
): readonly string[] | string {
  const { name, table, columns, span } = statement;
  const refuse = (): never =>
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement: statementName(statement) }, span));
  const former = program.tables.get(name.toLowerCase());
  if (!former || condition) return refuse();
  const empty = emptyTable(name, table, columns);
  if (former.version.kind === 'empty') {
    program.set(empty);
    return 'the table has no rows yet';
  }
  const relation = program.newId();
  const values = columns.map((each, i) => {
    const value = valueOf(program, { former, next: empty, relation }, each, i, span);
    return value ?? refuse();
  });
  const names = new Set(columns.map((each) => each.name.toLowerCase()));
  const keys = former.keys.filter((key) => key.every((part) => names.has(part)));
  const rows = select(columns, values, [asRelation(former, relation, former.title, span)], undefined, span);
  program.write(empty, rows, { added: undefined, keys }, [' with columns', ' altered']);
  return [empty.key];
}

interface Change {
  readonly former: TableState;
  readonly next: TableState;
  /** The former rows in FROM. */
  readonly relation: number;
}

/** What a row that is there already has in a column. */
function valueOf(
  program: Program,
  { former, next, relation }: Change,
  { name, type, nullable, collation, identity, computed, default: value }: Bound.StoredColumn,
  ordinal: number,
  span: Bound.BoundAlterTable['span'],
): Bound.BoundExpression | undefined {
  const place = former.columns.findIndex((each) => each.name.toLowerCase() === name.toLowerCase());
  const old = former.columns[place];
  if (old) {
    const own = column(old, relation, place, span);
    if (JSON.stringify(old.type) === JSON.stringify(type)) return own;
    return {
      ...{ kind: 'cast', type, nullable: old.nullable, collation, span },
      ...{ operand: own, implicit: true, attempt: false },
    } as const;
  }
  if (computed) return undefined;
  if (identity) return generatedKey(program, next, ordinal, [], span);
  // Rows of a column that may be NULL have its default only WITH VALUES.
  if (nullable) return value ? undefined : nullOf(type, span);
  return value && program.resolve(value);
}
