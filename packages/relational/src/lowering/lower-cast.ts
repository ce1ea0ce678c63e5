import { isCharacter, isDateOrTime, type SqlType, sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext } from './context.js';
import { dateLiteral } from './date-literal.js';

/** A conversion; one that changes nothing is dropped, one of a literal is done at once where that is safe. */
export function lowerCast(context: LoweringContext, bound: Bound.BoundCast, operand: RelExpression): RelExpression {
  const style = styleOf(bound.style);
  if (style === 'unknown') {
    return context.refuse(
      relationalDiagnostics.create('lower-unsupported', { construct: 'CONVERT with a computed style' }, bound.span),
    );
  }
  if (sameType(operand.type, bound.type)) return operand;
  const folded =
    operand.kind === 'literal' && style === undefined
      ? foldLiteral(operand.value, operand.type, bound.type)
      : undefined;
  if (folded !== undefined && bound.type.name === 'datetimeoffset') {
    // A text without an offset stands for the same clock everywhere.
    return { kind: 'literal', type: { name: 'datetime2', scale: 7 }, nullable: bound.nullable, value: folded };
  }
  if (folded !== undefined) return { kind: 'literal', type: bound.type, nullable: bound.nullable, value: folded };
  if (isWider(operand.type, bound.type)) return { ...operand, type: bound.type };
  return {
    kind: 'cast',
    type: bound.type,
    nullable: bound.nullable,
    operand,
    attempt: bound.attempt,
    implicit: bound.implicit,
    style,
  };
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
  return to.length === 'max' || (from.length !== 'max' && from.length <= to.length);
}

const INTEGERS: { readonly [name: string]: readonly [bigint, bigint] } = {
  tinyint: [0n, 255n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-9223372036854775808n, 9223372036854775807n],
};

/** The converted literal, where that is the same on every engine; undefined otherwise. */
function foldLiteral(
  value: bigint | number | string | Uint8Array | null,
  from: SqlType,
  to: SqlType,
): bigint | number | string | null | undefined {
  if (value === null) return null;
  if (typeof value === 'string' && isCharacter(to) && 'length' in to) return foldText(value, to);
  if (isDateOrTime(to)) return dateLiteral(value, from, to);
  if (typeof value !== 'bigint') return undefined;
  const range = INTEGERS[to.name];
  if (range && INTEGERS[from.name]) return value >= range[0] && value <= range[1] ? value : undefined;
  if (to.name === 'bit' && INTEGERS[from.name]) return value === 0n ? 0n : 1n;
  if (to.name === 'money' || to.name === 'smallmoney') return foldDecimal(value, from, 4);
  return to.name === 'decimal' ? foldDecimal(value, from, to.scale) : undefined;
}

function foldText(value: string, to: SqlType & { readonly length: number | 'max' }): string | undefined {
  // Characters outside ASCII may need several bytes, or have none in the code page.
  if (!/^[ -~]*$/.test(value) && !to.name.startsWith('n')) return undefined;
  if (to.length === 'max') return value;
  const cut = value.slice(0, to.length);
  return to.name === 'char' || to.name === 'nchar' ? cut.padEnd(to.length) : cut;
}

function foldDecimal(value: bigint, from: SqlType, scale: number): bigint | undefined {
  const fromScale = INTEGERS[from.name]
    ? 0
    : from.name === 'decimal'
      ? from.scale
      : from.name === 'money'
        ? 4
        : undefined;
  if (fromScale === undefined || fromScale > scale) return undefined;
  return value * 10n ** BigInt(scale - fromScale);
}
