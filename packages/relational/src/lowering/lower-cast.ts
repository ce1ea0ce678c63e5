import { hasRoom, isCharacter, isDateOrTime, type SqlType, sameType, typeText } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelCase, RelExpression, RelLiteral, RelReading } from '../tree/expression.js';
import type { LoweringContext } from './context.js';
import { constantOf, foldConversion } from './fold-conversion.js';
import { momentThroughText } from './moment-through-text.js';

/** A conversion; one that changes nothing is dropped, one of a literal is done at once where that is safe. */
export function lowerCast(context: LoweringContext, bound: Bound.BoundCast, operand: RelExpression): RelExpression {
  const style = styleOf(bound.style);
  if (style === 'unknown') {
    return context.refuse(
      relationalDiagnostics.create('lower-unsupported', { construct: 'CONVERT with a computed style' }, bound.span),
    );
  }
  if (operand.kind === 'raise') return { ...operand, type: bound.type };
  if (sameType(operand.type, bound.type)) return operand;
  const integer = INTEGERS[bound.type.name] && throughDecimal(operand);
  if (integer) return lowerCast(context, bound, integer);
  const day = style === undefined ? momentThroughText(context, operand, bound.type) : undefined;
  if (day) return lowerCast(context, bound, day);
  if (operand.kind === 'literal') {
    const folded = foldLiteral(context, operand, bound, style);
    if (folded) return folded;
  }
  if (operand.kind === 'case' && bound.type.name === 'bit') {
    const decided = bitCase(context, operand, bound, style);
    if (decided) return decided;
  }
  // Bytes have few conversions on targets; those of constants are known.
  const constant = BYTES.has(operand.type.name) ? constantOf(operand) : undefined;
  if (constant && operand.kind !== 'literal' && !isCharacter(bound.type)) {
    const folded = foldLiteral(context, constant, bound, style);
    if (folded) return folded;
  }
  if (isThirds(operand.type, bound.type)) {
    const construct = `a datetime as ${typeText(bound.type)}, which has the seventh digit of a second,`;
    if (context.settings.guards && !context.settings.sixDigits) {
      return context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
    }
    context.normalise('digits', 'A datetime becomes seven digits of a second in SQL Server; six of them are kept');
  }
  const reading = readingOf(context, operand.type, bound.type, style);
  if (reading === 'unknown') {
    const construct = `a text read as ${typeText(bound.type)} under DATEFORMAT ${context.session.dateFormat}`;
    return context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  }
  // A conversion below has cut the text by its own type: it stays.
  if (isWider(operand.type, bound.type) && operand.kind !== 'cast') return { ...operand, type: bound.type };
  return {
    kind: 'cast',
    type: bound.type,
    nullable: bound.nullable,
    operand,
    attempt: bound.attempt,
    implicit: bound.implicit,
    style,
    reading,
    sixDigits: isCharacter(operand.type) && isDateOrTime(bound.type) ? context.settings.sixDigits : undefined,
    collation: takesBytes(operand.type, bound.type) ? bound.operand.collation?.name : undefined,
  };
}

/** How the session reads a text as a date; undefined where that is how us_english does. */
function readingOf(
  { session }: LoweringContext,
  from: SqlType,
  to: SqlType,
  style: number | undefined,
): RelReading | undefined | 'unknown' {
  if (!isCharacter(from) || !isDateOrTime(to)) return undefined;
  const { dateFormat, language } = session;
  const names = language === 'us_english' ? {} : { names: 'no' as const };
  if ((style ?? 0) !== 0 || dateFormat === 'mdy') return language === 'us_english' ? undefined : names;
  return dateFormat === 'dmy' || dateFormat === 'ymd' ? { order: dateFormat, ...names } : 'unknown';
}

/** `CAST(CASE WHEN … THEN 1 ELSE 0 END AS bit)`: each result is converted by itself. */
function bitCase(
  context: LoweringContext,
  node: RelCase,
  bound: Bound.BoundCast,
  style: number | undefined,
): RelExpression | undefined {
  const toBit = (value: RelExpression): RelLiteral | undefined => {
    const bit = value.kind === 'literal' ? foldLiteral(context, value, bound, style) : undefined;
    return bit?.kind === 'literal' ? bit : undefined;
  };
  const otherwise = node.otherwise && toBit(node.otherwise);
  if (node.otherwise && !otherwise) return undefined;
  const branches = node.branches.flatMap(({ when, result }) => {
    const bit = toBit(result);
    return bit ? [{ when, result: bit }] : [];
  });
  return branches.length < node.branches.length ? undefined : { ...node, type: bound.type, branches, otherwise };
}

/** 1/300 seconds as seven digits: .0033333, of which targets keep six. */
function isThirds(from: SqlType, to: SqlType): boolean {
  return from.name === 'datetime' && (to.name === 'datetime2' || to.name === 'time') && to.scale === 7;
}

function styleOf(style: Bound.BoundExpression | undefined): number | undefined | 'unknown' {
  if (!style) return undefined;
  if (style.kind === 'cast') return styleOf(style.operand);
  return style.kind === 'literal' && typeof style.value === 'bigint' ? Number(style.value) : 'unknown';
}

/** Text to text that has room: the value stays as it is. char(n) never, as it pads. */
function isWider(from: SqlType, to: SqlType): boolean {
  if (!isCharacter(from) || !('length' in from) || !('length' in to)) return false;
  if (to.name !== 'varchar' && to.name !== 'nvarchar') return false;
  if (to.name === 'varchar' && from.name.startsWith('n')) return false;
  return hasRoom(from.length, to.length);
}

const takesBytes = (from: SqlType, to: SqlType): boolean => isCharacter(from) && BYTES.has(to.name);

const BYTES: ReadonlySet<string> = new Set(['binary', 'varbinary']);

/** `CAST(int AS decimal(38, 0))`, as SCOPE_IDENTITY makes it of a key: the integer itself. */
function throughDecimal(operand: RelExpression): RelExpression | undefined {
  if (operand.kind !== 'cast' || operand.type.name !== 'decimal' || operand.type.scale !== 0) return undefined;
  const [, most] = INTEGERS[operand.operand.type.name] ?? [];
  return most !== undefined && String(most).length <= operand.type.precision ? operand.operand : undefined;
}

const INTEGERS: { readonly [name: string]: readonly [bigint, bigint] } = {
  tinyint: [0n, 255n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-9223372036854775808n, 9223372036854775807n],
};

/** The converted constant; what does not convert is an error wherever it is computed. */
function foldLiteral(
  context: LoweringContext,
  literal: RelLiteral,
  { type: to, nullable, attempt, implicit, span }: Bound.BoundCast,
  style: number | undefined,
): RelExpression | undefined {
  const { value, type: from } = literal;
  if (implicit && from.name === 'datetime' && to.name === 'datetime2' && /\.\d\d[37]$/.test(String(value))) {
    const construct = 'a datetime with thirds of hundredths of a second beside datetime2';
    return context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, span));
  }
  if (value === null) return { kind: 'literal', type: to, nullable: true, value: null };
  const range = INTEGERS[to.name];
  if (typeof value === 'bigint' && range && INTEGERS[from.name] && value >= range[0] && value <= range[1]) {
    return { kind: 'literal', type: to, nullable, value };
  }
  return foldConversion(literal, to, { attempt, style, session: context.session });
}
