import { hasRoom, isCharacter, type SqlType } from '@datamigrate/catalog';
import type { RelCast, RelExpression } from '../tree/expression.js';
import type { LoweringContext } from './context.js';

/**
 * Styles that begin with year, month and day, and how many characters these take.
 * Source: learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql, date and time styles
 */
const DAY_FIRST: ReadonlyMap<number | undefined, number> = new Map([
  [20, 10],
  [21, 10],
  [23, 10],
  [25, 10],
  [112, 8],
  [120, 10],
  [121, 10],
  [126, 10],
]);

/** Styles that write nothing but the day. */
const DAY_ALONE: ReadonlySet<number | undefined> = new Set([23, 112]);

/** Styles that write a datetime to its last digit, in 23 characters. */
const WHOLE: ReadonlySet<number | undefined> = new Set([21, 25, 121, 126]);

const MOMENTS: ReadonlySet<SqlType['name']> = new Set(['datetime', 'smalldatetime', 'datetime2']);

/**
 * `CAST(CONVERT(varchar(10), Changed, 120) AS datetime)`, as the time is cut off a moment: its day; and a datetime that was
 * written whole. Undefined where the text says more than the day, less of it, or what a session may read in another order.
 */
export function momentThroughText(
  { session }: LoweringContext,
  operand: RelExpression,
  to: SqlType,
): RelExpression | undefined {
  if (to.name !== 'date' && !MOMENTS.has(to.name)) return undefined;
  const text = withoutWidening(operand);
  if (text?.attempt !== false || !isCharacter(text.type) || !('length' in text.type)) return undefined;
  const { operand: moment, style, type } = text;
  const isDate = moment.type.name === 'date';
  const length = DAY_FIRST.get(style);
  if (length === undefined || !(isDate || MOMENTS.has(moment.type.name))) return undefined;
  // `2024-02-01` is the second of January to a session that reads days first, but for the newer types.
  const isPlain = style === 112 || to.name === 'date' || to.name === 'datetime2' || session.dateFormat === 'mdy';
  const room = type.length === 'max' ? Number.POSITIVE_INFINITY : type.length;
  const isWhole = moment.type.name === 'datetime' && to.name === 'datetime' && WHOLE.has(style) && room >= 23;
  if (isWhole && (style === 126 || session.dateFormat === 'mdy')) return moment;
  const isDay = isDate || DAY_ALONE.has(style) ? room >= length : room === length;
  if (!isPlain || !isDay || type.name === 'char' || type.name === 'nchar') return undefined;
  if (isDate) return moment;
  return { ...text, type: { name: 'date' }, operand: moment, implicit: true, style: undefined, collation: undefined };
}

/** The conversion to text below others that only give it room. */
function withoutWidening(node: RelExpression): RelCast | undefined {
  if (node.kind !== 'cast') return undefined;
  if (node.style !== undefined || node.attempt || node.operand.kind !== 'cast') return node;
  const [own, inner] = [node.type, node.operand.type];
  if (!isCharacter(own) || !isCharacter(inner) || !('length' in own) || !('length' in inner)) return node;
  return hasRoom(inner.length, own.length) ? withoutWidening(node.operand) : node;
}
