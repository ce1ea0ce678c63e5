import { isCharacter, isInteger, isUnicode } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { FunctionName } from '../bound-names.js';
import type { RelCall, RelExpression, RelOperation, RelOperator } from '../tree/expression.js';
import { checked } from './checked.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { isKnownText } from './known-text.js';

const MOMENTS: ReadonlySet<string> = new Set(['date', 'datetime', 'smalldatetime', 'datetime2']);
/** Functions that may leave the range of a date. */
const MOVING: ReadonlySet<FunctionName> = new Set([
  ...([
    'DATEADD',
    'EOMONTH',
    'DATETIMEFROMPARTS',
    'DATETIME2FROMPARTS',
    'SMALLDATETIMEFROMPARTS',
    'DATE_BUCKET',
  ] as const),
]);
/** Functions of floats that overflow. */
const GROWING: ReadonlySet<FunctionName> = new Set(['EXP', 'POWER', 'SQUARE']);

/** What a function gives, checked at run time where a target has room for more than SQL Server. */
export function withinRange({ settings }: LoweringContext, node: RelExpression): RelExpression {
  // A smalldatetime ends in 2079: dates that stand for no end at all lie behind it.
  if (node.type.name === 'smalldatetime' && isNarrowing(node)) return checked('within-dates', node);
  if (settings.checks !== true) return node;
  const called = node.kind === 'call' ? node.function : undefined;
  const moved =
    node.kind === 'call' ? MOVING.has(node.function) && !staysInRange(node) : isAddition(node) || isNarrowing(node);
  if (moved && MOMENTS.has(node.type.name)) return checked('within-dates', node);
  return called !== undefined && GROWING.has(called) && isFloat(node) ? checked('within-number', node) : node;
}

/** The end of a date's own month; `DATEADD(day, DATEDIFF(day, 0, x), 0)`, which is x without its time. */
function staysInRange({ function: called, arguments: [first, second] }: RelCall): boolean {
  if (called === 'EOMONTH') return second === undefined;
  const count = first?.kind === 'cast' ? first.operand : first;
  const isDifference = count?.kind === 'call' && count.function === 'DATEDIFF';
  return isDifference && second?.kind === 'literal' && count.arguments[0]?.kind === 'literal';
}

/** Types whose first day is later than that of others. */
const NARROW: ReadonlySet<string> = new Set(['datetime', 'smalldatetime']);
/** Texts are looked at where they are read. */
const WIDE: ReadonlySet<string> = new Set(['date', 'datetime2', 'datetimeoffset', 'datetime']);

/** What is only tried is NULL out of range. */
const isNarrowing = (node: RelExpression): boolean =>
  node.kind === 'cast' &&
  !node.attempt &&
  NARROW.has(node.type.name) &&
  WIDE.has(node.operand.type.name) &&
  node.type.name !== node.operand.type.name;

const isAddition = (node: RelExpression): boolean =>
  node.kind === 'operation' && (node.operator === 'add-days' || node.operator === 'subtract-days');

const isFloat = ({ type }: RelExpression): boolean => type.name === 'float' || type.name === 'real';

/** Sums and products of floats pass an overflow on to what is computed of them: it is looked for once. A quotient hides it. */
const PASSING: ReadonlySet<RelOperator> = new Set(['add', 'subtract', 'multiply']);

/** Arithmetic of floats and whole numbers: targets give infinity, or compute in wider types, where SQL Server overflows. */
export function withinNumber({ settings }: LoweringContext, node: RelOperation): RelOperation {
  if (settings.checks === true && isInteger(node.type)) return checked('within-number', node);
  if (settings.checks !== true || !isFloat(node)) return node;
  // Whoever divides by one or more only passes it on.
  const [, divisor] = node.operands;
  if (node.operator === 'divide' && divisor?.kind === 'literal' && Math.abs(Number(divisor.value)) >= 1) return node;
  const operands = PASSING.has(node.operator) ? node.operands.map(unchecked) : node.operands;
  return checked('within-number', { ...node, operands });
}

const unchecked = (node: RelExpression): RelExpression =>
  node.kind === 'operation' && node.operator === 'within-number' && isFloat(node) ? (node.operands[0] ?? node) : node;

/** Functions that count characters, or take some of them. */
const COUNTING: ReadonlySet<FunctionName> = new Set([
  ...(['CHARINDEX', 'DATALENGTH', 'LEFT', 'LEN', 'PATINDEX', 'REVERSE', 'RIGHT', 'STUFF', 'SUBSTRING'] as const),
  'UNICODE',
]);
/** Functions whose texts hold characters of their arguments alone. */
const KEEPING: ReadonlySet<FunctionName> = new Set([
  ...COUNTING,
  ...(['UPPER', 'LOWER', 'LTRIM', 'RTRIM', 'TRIM', 'REPLICATE'] as const),
]);

/**
 * The texts whose characters a function counts: SQL Server counts units of UTF-16, of which some characters have two,
 * targets count characters. Only nvarchar holds such.
 */
export function countedTexts(
  { settings }: LoweringContext,
  called: FunctionName,
  texts: readonly RelExpression[],
): readonly RelExpression[] {
  if (settings.checks !== true || !COUNTING.has(called)) return texts;
  // Constants are decided with the call, or refused.
  return texts.map((text) => (text.kind === 'literal' || isBasic(text) ? text : checked('basic-text', text)));
}

/** Whether all characters of a text have one unit. */
function isBasic(node: RelExpression): boolean {
  if (!isCharacter(node.type) || !isUnicode(node.type)) return true;
  if (node.kind === 'literal') return !/[\u{10000}-\u{10ffff}]/u.test(String(node.value));
  if (node.kind === 'cast') return !isCharacter(node.operand.type) || isBasic(node.operand);
  if (node.kind === 'operation') return node.operator === 'basic-text' || node.operands.every(isBasic);
  return node.kind === 'call' && KEEPING.has(node.function) && node.arguments.every(isBasic);
}

/** A text of nvarchar that becomes one of varchar, which has a code page: what that does not hold changes. */
export function inCodePage(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCast,
  operand: RelExpression,
): RelExpression {
  if (!isUnicode(operand.type) || !isCharacter(bound.type) || isUnicode(bound.type)) return operand;
  if (operand.kind === 'literal' || operand.kind === 'raise') return operand;
  if (isKnownText(context, scope, bound.operand)) return operand;
  return { ...checked('code-page-text', operand), collation: bound.collation?.name };
}
