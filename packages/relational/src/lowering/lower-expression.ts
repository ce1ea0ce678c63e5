import { isCharacter, isNumeric, plain, string } from '@datamigrate/catalog';
import { assertUnreachable, withFields } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { keepsBytes } from '../facts/byte-lengths.js';
import type { RelExpression, RelLiteral, RelOperation, RelOperator } from '../tree/expression.js';
import { sameExpression } from '../tree/same-tree.js';
import { type LoweringContext, type LoweringScope, NOTHING } from './context.js';
import { fineColumn } from './fine-constants.js';
import { foldConversion } from './fold-conversion.js';
import { functionScope } from './inline-function.js';
import { lowerAggregate } from './lower-aggregate.js';
import { lowerCall } from './lower-call.js';
import { lowerCast } from './lower-cast.js';
import { lowerJsonText } from './lower-json-text.js';
import { lowerPredicate } from './lower-predicate.js';
import { lowerQuery } from './lower-query.js';
import { lowerServerName, refuseDeciding } from './lower-run-fact.js';
import { lowerWindow } from './lower-window.js';
import { lowerXmlText } from './lower-xml-text.js';
import { isNeverZero } from './never-zero.js';
import { inCodePage, withinNumber, withinRange } from './run-time-checks.js';
import { withinMoney } from './within-money.js';

const ARITHMETIC: { readonly [O in Bound.BoundArithmetic['operator']]: RelOperator } = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

const BITWISE: { readonly [O in Bound.BoundBitwise['operator']]: RelOperator | undefined } = {
  '&': 'bit-and',
  '|': 'bit-or',
  '^': 'bit-xor',
  '<<': undefined,
  '>>': undefined,
};

/** A bound value as a relational one. */
export function lowerExpression(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundExpression,
): RelExpression {
  // Most of a query are these, and they need nothing of what follows.
  if (bound.kind === 'column') return lowerColumn(context, scope, bound);
  if (bound.kind === 'literal') return lowerLiteral(context, bound);
  const lower = (inner: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, inner);
  const operation = (operator: RelOperator, ...operands: readonly RelExpression[]): RelOperation => ({
    kind: 'operation',
    operator,
    operands,
    type: bound.type,
    nullable: bound.nullable,
  });
  switch (bound.kind) {
    case 'variable':
      context.chooses = true;
      context.asks = true;
      return (
        scope.variables.get(bound.name.toLowerCase()) ??
        context.refuse(relationalDiagnostics.create('lower-variable', { name: bound.name }, bound.span))
      );
    case 'cast': {
      const operand = inCodePage(context, scope, bound, fineColumn(scope, bound) ?? lower(bound.operand));
      if (operand.kind !== 'cast' && keepsBytes(bound, scope)) return { ...operand, type: bound.type };
      const lowered = lowerCast(context, bound, operand);
      const roomy = context.settings.checks === true && lowered.kind === 'cast' && isNumeric(operand.type);
      return roomy ? withinMoney(context, scope, bound, lowered) : withinRange(context, lowered);
    }
    case 'arithmetic': {
      const lowered = operation(ARITHMETIC[bound.operator], lower(bound.left), lower(bound.right));
      if (bound.operator !== '/' && bound.operator !== '%')
        return withinMoney(context, scope, bound, withinNumber(context, lowered));
      return withinNumber(context, withFields(lowered, { safeDivisor: isNeverZero(context, scope, bound.right) }));
    }
    case 'negation': {
      const negated = operation('negate', lower(bound.operand));
      return context.settings.checks ? withinMoney(context, scope, bound, negated) : negated;
    }
    case 'bitwise': {
      const operator = BITWISE[bound.operator];
      return operator
        ? operation(operator, lower(bound.left), lower(bound.right))
        : unsupported(context, `the operator ${bound.operator}`, bound);
    }
    case 'bitwise-not':
      return operation('bit-not', lower(bound.operand));
    case 'concatenation': {
      const operands = [lower(bound.left), lower(bound.right)];
      if (bound.nullYieldsNull && operands.some(isNull)) return { ...NOTHING, type: bound.type };
      const node = operation(bound.nullYieldsNull ? 'concatenate' : 'concatenate-null-as-empty', ...operands);
      return withinType(context, node);
    }
    case 'date-arithmetic':
      return withinRange(
        context,
        operation(bound.operator === '+' ? 'add-days' : 'subtract-days', lower(bound.left), lower(bound.right)),
      );
    case 'case':
      context.chooses = true;
      return nullIfOr({
        kind: 'case',
        type: bound.type,
        nullable: bound.nullable,
        branches: bound.branches.map(({ when, result }) => ({
          when: lowerPredicate(context, scope, when),
          result: lower(result),
        })),
        otherwise: bound.otherwise && lower(bound.otherwise),
      });
    case 'call':
      return lowerCall(context, scope, bound, lower);
    case 'aggregate':
      return lowerAggregate(context, scope, bound, lower);
    case 'window':
      return lowerWindow(context, scope, bound, lower);
    case 'scalar-subquery': {
      context.asks = true;
      const xml = lowerXmlText(context, scope, bound.query);
      if (xml) return xml;
      const json = lowerJsonText(context, scope, bound.query);
      if (json) return json;
      return {
        kind: 'scalar-subquery',
        type: bound.type,
        nullable: bound.nullable,
        query: lowerQuery(context, scope, bound.query),
      };
    }
    case 'group-key':
      return scope.groupKeys[bound.key]?.value ?? lower(bound.expression);
    case 'output-column':
      return { kind: 'column', type: bound.type, nullable: bound.nullable, relation: '', name: bound.name ?? '' };
    case 'collate':
      return { ...lower(bound.operand), type: bound.type };
    case 'user-call': {
      const called = `the call of the function ${bound.schema}.${bound.name}`;
      const written = context.settings.scalarFunction?.({ schema: bound.schema, name: bound.name });
      if (!written) return unsupported(context, called, bound);
      if (context.calls.includes(written.value)) return unsupported(context, `${called} in itself`, bound);
      context.calls.push(written.value);
      const inside = functionScope(context, scope, written.parameters, bound.arguments);
      const value = lowerExpression(context, inside, written.value);
      context.calls.pop();
      return value;
    }
    case 'system-variable':
      if (bound.name === '@@DATEFIRST' && context.session.language === 'us_english') {
        const value = BigInt(context.session.dateFirst);
        return { kind: 'literal', type: bound.type, nullable: false, value };
      }
      return (
        (bound.name === '@@SERVERNAME' ? lowerServerName(context, bound) : undefined) ??
        context.refuse(relationalDiagnostics.create('lower-variable', { name: bound.name }, bound.span))
      );
    case 'next-value':
      return unsupported(context, 'NEXT VALUE FOR', bound);
    case 'identity-value':
      return unsupported(context, 'IDENTITY()', bound);
    case 'merge-action':
      return unsupported(context, '$action', bound);
    case 'error':
      return unsupported(context, 'what could not be bound', bound);
    default:
      return assertUnreachable(bound);
  }
}

/**
 * Texts that are longer than 8000 bytes together are cut: those that are known to be, and with checks those that may
 * be by their types.
 */
function withinType({ settings }: LoweringContext, node: RelOperation): RelExpression {
  const { type } = node;
  if (!('length' in type) || typeof type.length !== 'number') return node;
  const lengths = node.operands.map(settings.checks ? mostLength : knownLength);
  const total = lengths.reduce<number>((sum, length) => sum + length, 0);
  if (total <= type.length) return node;
  const count: RelExpression = { kind: 'literal', type: INT, nullable: false, value: BigInt(type.length) };
  return { kind: 'call', type, nullable: node.nullable, function: 'LEFT', arguments: [node, count] };
}

/** At most so many characters. */
function mostLength(node: RelExpression): number {
  if (node.kind === 'literal') return knownLength(node);
  return 'length' in node.type && typeof node.type.length === 'number' ? node.type.length : 0;
}

/** At least so many characters. */
function knownLength(node: RelExpression): number {
  if (node.kind === 'literal') return typeof node.value === 'string' ? node.value.length : 0;
  if (node.kind !== 'call' || node.function !== 'REPLICATE') return 0;
  const [text, count] = node.arguments;
  return text && count?.kind === 'literal' ? knownLength(text) * Number(count.value ?? 0) : 0;
}

/** What a varchar constant cannot hold in its code page has become another character before anything reads it. */
function lowerLiteral(context: LoweringContext, bound: Bound.BoundLiteral): RelExpression {
  const { type, nullable, value } = bound;
  const literal: RelLiteral = { kind: 'literal', type, nullable, value };
  if (typeof value !== 'string' || !isCharacter(type) || type.name.startsWith('n') || /^[\0-\u00ff]*$/.test(value)) {
    return literal;
  }
  const wide = { ...literal, type: string('nvarchar', 'max') };
  return foldConversion(wide, type, { attempt: false, style: undefined, session: context.session }) ?? literal;
}

/** `CASE WHEN x = y THEN NULL ELSE x END`, which is what SQL Server makes of NULLIF. */
function nullIfOr(node: Extract<RelExpression, { readonly kind: 'case' }>): RelExpression {
  const [branch] = node.branches;
  const { otherwise } = node;
  if (node.branches.length !== 1 || branch?.when.kind !== 'comparison' || branch.when.operator !== '=') return node;
  if (branch.result.kind !== 'literal' || branch.result.value !== null || !otherwise) return node;
  const { right } = branch.when;
  const left = withoutKey(branch.when.left);
  if (!sameExpression(left, otherwise)) return node;
  return { kind: 'call', type: node.type, nullable: true, function: 'NULLIF', arguments: [left, right] };
}

/** The key of a text without blanks at its end, beside a constant without letters, is the text itself. */
function withoutKey(node: RelExpression): RelExpression {
  if (node.kind !== 'operation' || node.operator !== 'collation-key') return node;
  const [text] = node.operands;
  return text && node.key?.letterless && !node.key.guarded && isTrimmed(text) ? text : node;
}

function isTrimmed(node: RelExpression): boolean {
  if (node.kind !== 'call' || node.arguments.length !== 1) return false;
  const [operand] = node.arguments;
  if (node.function === 'RTRIM' || node.function === 'TRIM') return true;
  return node.function === 'LTRIM' && operand !== undefined && isTrimmed(operand);
}

function lowerColumn(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundColumn): RelExpression {
  const relation = scope.relations.get(bound.relation);
  const name = relation?.columns[bound.ordinal];
  if (!relation || name === undefined) return unsupported(context, `the column ${bound.name}`, bound);
  if (relation.unread?.has(bound.ordinal) || relation.joined?.has(bound.ordinal))
    return unsupported(context, 'xml made from a text by itself', bound);
  if (relation.document) return unsupported(context, 'a column of nodes() by itself', bound);
  if (relation.fine?.has(bound.ordinal))
    return unsupported(context, 'constants with seven decimals of a second', bound);
  if (context.deciding > 0 && relation.origins[bound.ordinal]?.ofRun)
    return refuseDeciding(context, bound.name ?? name, bound.span);
  return { kind: 'column', type: bound.type, nullable: bound.nullable, relation: relation.alias, name };
}

export function unsupported(
  context: LoweringContext,
  construct: string,
  place: { readonly span: Bound.BoundExpression['span'] },
): RelExpression {
  return context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, place.span));
}

export const isText = (expression: { readonly type: Bound.BoundExpression['type'] }): boolean =>
  isCharacter(expression.type);

const isNull = (node: RelExpression): boolean => node.kind === 'literal' && node.value === null;

export const INT = plain('int');
