import { isCharacter, isUnicode, type SqlType } from '@datamigrate/catalog';
import { assertUnreachable } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { callFunction } from '../functions/call-function.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { subqueryRows } from '../queries/subquery-rows.js';
import { narrow } from '../values/code-page.js';
import { convertValue, fitText, tryConvertValue } from '../values/convert.js';
import type { SqlValue } from '../values/sql-value.js';
import { isUtf8Collation } from '../values/utf8-collations.js';
import { arithmetic, bitwise, bitwiseNot, dateArithmetic, negate } from './arithmetic.js';
import type { Environment } from './environment.js';

/** The value of a bound expression for the rows at hand. */
export function evaluate(env: Environment, node: Bound.BoundExpression): SqlValue {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? literalText(node, node.value) : node.value;
    case 'column':
      return env.rows[node.relation]?.[node.ordinal] ?? null;
    case 'variable':
      return env.host.variable(node.name);
    case 'system-variable':
      return env.host.systemVariable(node.name);
    case 'cast':
      return evaluateCast(env, node);
    case 'arithmetic':
      return quietly(env, () => arithmetic(node, evaluate(env, node.left), evaluate(env, node.right)));
    case 'negation':
      return negate(evaluate(env, node.operand), node.type);
    case 'bitwise':
      return bitwise(node, evaluate(env, node.left), evaluate(env, node.right));
    case 'bitwise-not':
      return bitwiseNot(evaluate(env, node.operand), node.type);
    case 'concatenation':
      return concatenate(env, node);
    case 'date-arithmetic':
      return dateArithmetic(env, node);
    case 'case':
      return evaluateCase(env, node);
    case 'call':
      return callFunction(env, node);
    case 'user-call':
      return env.host.scalarFunction(
        { schema: node.schema, name: node.name },
        node.arguments.map((argument) => evaluate(env, argument)),
      );
    case 'aggregate':
      if (!env.group) throw new Refusal('An aggregate of an outer query');
      return env.group.aggregate(node);
    case 'group-key':
      return env.group?.keys[node.key] ?? null;
    case 'window':
      return overRows(env, node);
    case 'scalar-subquery': {
      const rows = subqueryRows(env, node.query);
      if (rows.length > 1) throw sqlError(512);
      return rows[0]?.[0] ?? null;
    }
    case 'output-column':
      return env.output?.[node.ordinal] ?? null;
    case 'collate':
      return evaluate(env, node.operand);
    case 'next-value':
      if (node.orderBy.length > 0) return overRows(env, node);
      return env.host.nextValue({ schema: node.schema, name: node.name });
    case 'identity-value':
      return env.host.identityValue(node);
    case 'merge-action':
      return env.mergeAction ?? null;
    case 'error':
      throw new Refusal('An expression that could not be bound');
    default:
      return assertUnreachable(node);
  }
}

/** A value that a row has among the others of its query. */
function overRows(env: Environment, node: Bound.BoundWindow | Bound.BoundNextValue): SqlValue {
  if (!env.window) throw new Refusal('A window function in this place');
  return env.window(node);
}

function evaluateCase(env: Environment, node: Bound.BoundCase): SqlValue {
  const { branches } = env.host;
  for (const [i, branch] of node.branches.entries()) {
    if (!isTrue(env, branch.when)) continue;
    branches?.reached(node, `when ${i + 1}`);
    return evaluate(env, branch.result);
  }
  branches?.reached(node, 'else');
  return node.otherwise ? evaluate(env, node.otherwise) : null;
}

/** A literal without N is text of the code page. */
function literalText(node: Bound.BoundLiteral, text: string): string {
  if (isUnicode(node.type) || isUtf8Collation(node.collation?.name)) return text;
  return narrow(text);
}

/** With ARITHABORT and ANSI_WARNINGS off a number that cannot be is NULL. */
function quietly(env: Environment, compute: () => SqlValue): SqlValue {
  if (!env.host.quietArithmetic) return compute();
  try {
    return compute();
  } catch (error) {
    if (error instanceof SqlError && (error.number === 8115 || error.number === 8134)) return null;
    throw error;
  }
}

function evaluateCast(env: Environment, node: Bound.BoundCast): SqlValue {
  const value = evaluate(env, node.operand);
  let style: number | undefined;
  if (node.style) {
    const written = evaluate(env, node.style);
    // CONVERT with a NULL style is NULL.
    if (written === null) return null;
    style = Number(convertValue(written, node.style.type, { name: 'int' }, { format: env.host.format }));
  }
  if (value === null) return null;
  // What is too long for a column is an error of the table's, not cut here.
  const type =
    node.storing && typeof value === 'string' && isCharacter(node.operand.type) ? unlimited(node.type) : node.type;
  const options = { style, format: env.host.format, collation: node.collation?.name };
  return node.attempt
    ? tryConvertValue(value, node.operand.type, type, options)
    : convertValue(value, node.operand.type, type, options);
}

function unlimited(type: SqlType): SqlType {
  if (!isCharacter(type) || !('length' in type)) return type;
  return { name: isUnicode(type) ? 'nvarchar' : 'varchar', length: 'max' };
}

function concatenate(env: Environment, node: Bound.BoundConcatenation): SqlValue {
  const left = evaluate(env, node.left);
  const right = evaluate(env, node.right);
  if ((left === null || right === null) && node.nullYieldsNull) return null;
  if (isCharacter(node.type)) {
    const text = textOperand(left, node.left.type) + textOperand(right, node.right.type);
    return fitText(text, variable(node.type), node.collation?.name);
  }
  const bytes = [...bytesOperand(left), ...bytesOperand(right)];
  const limit = 'length' in node.type && typeof node.type.length === 'number' ? node.type.length : bytes.length;
  return Uint8Array.from(bytes.slice(0, limit));
}

/** A concatenation is as long as its parts: nothing is padded. */
function variable(type: SqlType): SqlType {
  if (type.name === 'char' || type.name === 'nchar') {
    return { name: isUnicode(type) ? 'nvarchar' : 'varchar', length: type.length };
  }
  return type;
}

function textOperand(value: SqlValue, type: SqlType): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new Refusal(`A concatenation of ${type.name}`);
}

function bytesOperand(value: SqlValue): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
