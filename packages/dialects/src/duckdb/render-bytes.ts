import type { SqlType } from '@datamigrate/catalog';
import { isCharacter, isInteger as isIntegerType, isUnicode } from '@datamigrate/catalog';
import { hashBytes, type Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, type Sql, text } from '../sql/sql.js';
import { codePageOf } from './code-page.js';
import { duck, duckTypeOf, duckTypeText } from './duck-type.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

const blob = (sql: Sql): Rendered => rendered(sql, duck('blob'));

export const isBytes = (type: SqlType): boolean => ['binary', 'varbinary', 'image', 'rowversion'].includes(type.name);

/** The bytes that SQL Server stores for a text: UTF-16 for nvarchar, otherwise those of the collation's code page. */
export function textBytes(renderer: Renderer, value: Rendered, type: SqlType, collation: string | undefined): Rendered {
  if (isUnicode(type)) return blob(renderer.macro('tsql_unicode_bytes', [value]));
  switch (codePageOf(collation)) {
    case 'utf8':
      return blob(call('encode', value));
    case 'western':
      return blob(renderer.macro('tsql_western_bytes', [value]));
    default:
      return blob(renderer.macro('tsql_ansi_bytes', [value]));
  }
}

/** Bytes of whole numbers. */
const SIZES: { readonly [name: string]: number } = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 };
const MASKS: { readonly [size: number]: string } = { 1: '255', 2: '65535', 4: '4294967295' };

/** A value as binary or varbinary: numbers keep their last bytes, everything else its first. Undefined without a rule. */
export function renderToBytes(renderer: Renderer, node: Rel.RelCast, value: Rendered): Rendered | undefined {
  const { type: to, style = 0, attempt, operand } = node;
  const from = operand.type;
  if (isIntegerType(from) || from.name === 'bit') return numberBytes(value, from, to);
  if (isBytes(from)) return fitBytes(value, mostBytes(operand), to);
  if (attempt && !(isCharacter(from) && (style === 1 || style === 2))) return undefined;
  if (from.name === 'uniqueidentifier') return fitBytes(blob(renderer.macro('tsql_guid_bytes', [value])), 16, to);
  if (!isCharacter(from)) return undefined;
  if (style === 0) return fitBytes(textBytes(renderer, value, from, node.collation), undefined, to);
  if (style !== 1 && style !== 2) return undefined;
  const settings = { ...(style === 1 ? { prefix: '0x' } : {}), ...(attempt ? { failed: 'null' } : {}) };
  return fitBytes(blob(renderer.macro('tsql_hex_bytes', [value], settings)), undefined, to);
}

function numberBytes(value: Rendered, from: SqlType, to: SqlType): Rendered | undefined {
  const size = SIZES[from.name];
  if (size === undefined) return undefined;
  const mask = MASKS[size];
  const whole = castTo('bigint', from.name === 'bit' ? castTo('integer', value) : value);
  const unsigned = mask === undefined ? whole : binary('&', BINDING.other, whole, atom(mask));
  const hex = call('printf', text(`%0${2 * size}X`), unsigned);
  const length = 'length' in to ? to.length : 'max';
  if (length === 'max' || (to.name === 'varbinary' && length >= size)) return blob(call('unhex', hex));
  if (length < size) return blob(call('unhex', call('right', hex, atom(String(2 * length)))));
  return blob(call('unhex', length === size ? hex : call('lpad', hex, atom(String(2 * length)), text('0'))));
}

/** At most so many bytes; binary has zeros behind fewer. */
function fitBytes(value: Rendered, most: number | undefined, to: SqlType): Rendered {
  const length = 'length' in to ? to.length : 'max';
  if (length === 'max') return value;
  if (to.name !== 'binary') {
    if (most !== undefined && most <= length) return value;
    return blob(call('array_slice', value, atom('1'), atom(String(length))));
  }
  return blob(call('unhex', call('rpad', call('hex', value), atom(String(2 * length)), text('0'))));
}

/** Bytes as another type. */
export function renderFromBytes(renderer: Renderer, value: Rendered, to: SqlType): Rendered | undefined {
  const size = SIZES[to.name];
  const wanted = duckTypeOf(to);
  if (!wanted) return undefined;
  if (to.name === 'uniqueidentifier') return rendered(renderer.macro('tsql_guid_from_bytes', [value]), wanted);
  if (size === undefined || to.name === 'bit') return undefined;
  const settings: Readonly<Record<string, string>> = to.name === 'tinyint' ? { unsigned: 'yes' } : {};
  const number = renderer.macro('tsql_number_from_bytes', [value, atom(String(size))], settings);
  return rendered(castTo(duckTypeText(wanted), number), wanted);
}

/** How many bytes a value may have, where that is known. */
function mostBytes(operand: Rel.RelExpression): number | undefined {
  const { type } = operand;
  const known = hashLength(operand) ?? ('length' in type ? type.length : undefined);
  if (type.name === 'rowversion') return 8;
  return known === 'max' ? undefined : known;
}

/** HASHBYTES has a wide type, and results of one length an algorithm. */
function hashLength(operand: Rel.RelExpression): number | undefined {
  if (operand.kind !== 'call' || operand.function !== 'HASHBYTES') return undefined;
  const [algorithm] = operand.arguments;
  return algorithm?.kind === 'literal' ? hashBytes(String(algorithm.value)) : undefined;
}
