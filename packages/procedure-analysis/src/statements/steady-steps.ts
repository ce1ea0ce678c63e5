import { isInteger } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { variableName } from '../program/bare.js';
import { constant } from '../program/known.js';
import { type AnyNode, rewriteTree } from '../program/rewrite-tree.js';
import { STRIDES, type Stride } from '../program/round-cells.js';
import { assignedIn } from './assigned-in.js';
import { leavesRounds } from './leaves-rounds.js';

/**
 * Variables that every round moves on by the same, so that no two rounds begin with the same value of one: by their
 * names in lower case. A step is negative where a variable counts down.
 */
export function steadySteps(body: readonly Bound.BoundStatement[]): ReadonlyMap<string, Stride> {
  if (leavesRounds(body, ['continue'])) return new Map();
  /** What variables have so far, over what they had when the round began; undefined where nobody knows. */
  const values = new Map<string, Bound.BoundExpression | undefined>();
  for (const statement of body) {
    const assigned = assignmentOf(statement);
    if (assigned) values.set(assigned.name.toLowerCase(), over(assigned.value, values));
    else for (const name of assignedIn([statement]).keys()) values.set(name, undefined);
  }
  return new Map(
    [...values].flatMap(([name, value]): [string, Stride][] => {
      const stride = value && strideOf(value, name);
      return stride ? [[name, stride]] : [];
    }),
  );
}

function assignmentOf(
  statement: Bound.BoundStatement,
): { readonly name: string; readonly value: Bound.BoundExpression } | undefined {
  if (statement.kind === 'set-variable') return { name: statement.variable.name, value: statement.value };
  if (statement.kind !== 'select-variables' || statement.query.kind !== 'select') return undefined;
  const { query, variables } = statement;
  const [variable, ...more] = variables;
  const value = query.select[0]?.expression;
  const isPlain = query.from.length === 0 && !query.where && !query.groupBy && !query.top;
  return variable && value && more.length === 0 && isPlain ? { name: variable.name, value } : undefined;
}

function over(
  value: Bound.BoundExpression,
  values: ReadonlyMap<string, Bound.BoundExpression | undefined>,
): Bound.BoundExpression | undefined {
  let certain = true;
  const replaced = rewriteTree(value, (node): AnyNode | undefined => {
    if (node.kind !== 'variable') return undefined;
    const name = (node as Bound.BoundVariable).name.toLowerCase();
    if (values.has(name) && !values.get(name)) certain = false;
    return values.get(name);
  });
  return certain ? replaced : undefined;
}

/** `@i + 1`, `DATEADD(month, 1, @day)` */
function strideOf(value: Bound.BoundExpression, name: string): Stride | undefined {
  if (value.kind === 'cast') return value.implicit ? strideOf(value.operand, name) : undefined;
  if (value.kind === 'arithmetic' && variableName(value.left) === name && isInteger(value.type)) {
    const count = constant(value.right);
    if (typeof count !== 'bigint' || count === 0n) return undefined;
    if (value.operator === '+') return { unit: 'one', step: count };
    return value.operator === '-' ? { unit: 'one', step: -count } : undefined;
  }
  if (value.kind !== 'call' || value.function !== 'DATEADD') return undefined;
  const [count, from] = value.arguments.map((each, i) => (i === 0 ? constant(each) : variableName(each)));
  const stride = STRIDES.get(value.datePart ?? '');
  if (typeof count !== 'bigint' || count === 0n || from !== name || !stride || !DAYS.has(value.type.name))
    return undefined;
  return { unit: stride.unit, step: stride.step * count };
}

/** Types of days, with a time or without. */
export const DAYS: ReadonlySet<string> = new Set(['date', 'datetime', 'datetime2', 'smalldatetime']);
