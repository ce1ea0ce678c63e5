import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from '../program/conditions.js';
import { matchesOnce } from '../program/keys.js';
import { mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { asRelation } from '../program/rows.js';
import { select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { convertedTo } from './run-call.js';
import { runSelectVariables } from './run-variables.js';

/**
 * `UPDATE t SET @key = LastKey = LastKey + 1 WHERE Name = 'batch'`: of the one row that a key finds, variables take what they
 * are told before the row changes. The statement without them; unchanged where there may be several rows.
 */
export function withToldVariables(
  program: Program,
  statement: Bound.BoundUpdate,
  table: TableState,
  condition: Condition,
): Bound.BoundUpdate {
  const { set, from, where, target, span } = statement;
  const told = set.flatMap(({ variable, value }) => (variable ? [{ variable, value }] : []));
  const columns = set.flatMap((item) =>
    item.kind === 'set-column' ? [{ kind: item.kind, column: item.column, name: item.name, value: item.value }] : [],
  );
  const isAlone = from.every((each) => 'relation' in each && each.relation === target.relation);
  if (told.length === 0 || columns.length === 0 || !isAlone || program.row) return statement;
  // Which rows there are is asked with the values from before; which value of a column's variable others see is not said.
  const ofColumns = set.flatMap((item) => (item.kind === 'set-column' && item.variable ? [item.variable] : []));
  if (told.some(({ variable }) => mentionsVariable(where, variable.name.toLowerCase()))) return statement;
  if (ofColumns.some(({ name }) => mentionsVariable(columns, name.toLowerCase()))) return statement;
  const rows = asRelation(table, target.relation, table.title, span);
  if (!where || !matchesOnce(program, [rows], program.resolve(where))) return statement;
  const variables = told.map(({ variable }) => variable);
  const outputs = variables.map(({ name, type }) => ({ name: name.replace(/^@+/, ''), type, nullable: true }));
  const values = told.map(({ variable, value }) => convertedTo(value, variable.type));
  const query = select(outputs, values, [rows], where, span);
  runSelectVariables(program, { kind: 'select-variables', query, variables, span, valid: true }, condition);
  return { ...statement, set: columns };
}
