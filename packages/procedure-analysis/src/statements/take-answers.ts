import { type Bound, mapExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { asksCatalog, constantResult } from '../program/catalog-questions.js';
import type { Condition } from '../program/conditions.js';
import { constantRows } from '../program/constant-rows.js';
import type { Program } from '../program/program.js';
import { type AnyNode, someNode, visitOnce } from '../program/rewrite-tree.js';
import { assign } from './assign.js';

/**
 * `SELECT @sql = @sql + … FROM sys.columns …`: a text that grows by each row that the catalog, or a table that lists
 * objects, has. False for anything else.
 */
export function takeAnswers(
  program: Program,
  { query, variables }: Bound.BoundSelectVariables,
  condition: Condition,
): boolean {
  if (query.kind !== 'select' || query.groupBy || query.distinct || query.top) return false;
  if (!asksCatalog(query) && !program.takesLists) return false;
  const [variable, ...more] = variables;
  const growing = query.select[0]?.expression;
  if (!variable || !growing || more.length > 0 || !names(growing, variable.name) || hasQuery(growing)) return false;
  const read = columnsOf(growing);
  const answered = constantRows(program, program.resolve(overColumns(query, read)));
  if (!answered) return false;
  let grown: Bound.BoundLiteral | undefined;
  for (const row of answered) {
    const value = mapExpression(growing, (inner, recurse) => {
      if (inner.kind === 'column') return row[read.findIndex((each) => isSame(each, inner))] ?? inner;
      return (isNamed(inner, variable.name) && grown) || recurse(inner);
    });
    grown = constantResult(program, program.resolve(value));
    if (!grown) return false;
  }
  if (grown) assign(program, variable.name, grown, condition);
  return true;
}

const isNamed = (node: AnyNode, variable: string): boolean =>
  node.kind === 'variable' && (node as Bound.BoundVariable).name.toLowerCase() === variable.toLowerCase();

const names = (value: Bound.BoundExpression, variable: string): boolean =>
  someNode(bare(value), (node) => isNamed(node, variable));

const hasQuery = (value: Bound.BoundExpression): boolean => someNode(value, ({ kind }) => kind === 'scalar-subquery');

function columnsOf(value: Bound.BoundExpression): readonly Bound.BoundColumn[] {
  const found: Bound.BoundColumn[] = [];
  visitOnce(value, (node) => {
    if (node.kind !== 'column') return;
    const column = node as Bound.BoundColumn;
    if (!found.some((each) => isSame(each, column))) found.push(column);
  });
  return found;
}

const isSame = (a: Bound.BoundColumn, b: Bound.BoundColumn): boolean =>
  a.relation === b.relation && a.ordinal === b.ordinal;

/** The rows of a query with these columns of its tables. */
function overColumns(query: Bound.BoundSelect, read: readonly Bound.BoundColumn[]): Bound.BoundSelect {
  const columns = read.map(({ name, type, nullable, collation }) => ({ name, type, nullable, collation }));
  return { ...query, columns, select: read.map((expression) => ({ expression, name: expression.name })) };
}
