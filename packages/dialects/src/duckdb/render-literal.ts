import type { SqlType } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, castTo, type Sql, text } from '../sql/sql.js';
import { type DuckType, duck, duckDecimal } from './duck-type.js';
import type { Rendered } from './rendered.js';

/** A constant with seven digits of a second in a row of VALUES: a timestamp of DuckDB keeps six. */
export function renderFine({ value }: Rel.RelLiteral): Rendered {
  return constant(atom(`timestamp_ns '${value}'`), duck('timestamp_ns'));
}

/** A constant in its shortest form. */
export function renderLiteral({ value, type }: Rel.RelLiteral): Rendered {
  if (value === null) return constant(atom('null'), duck('varchar'));
  if (typeof value === 'string') return renderText(value, type);
  if (typeof value === 'number') {
    if (type.name !== 'real') return constant(signed(floatText(value)), duck('double'));
    // A number with an exponent is a double.
    return constant(castTo('float', signed(floatText(value))), duck('float'));
  }
  if (value instanceof Uint8Array) {
    const bytes = [...value].map((byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
    return constant(atom(`'${bytes}'::blob`), duck('blob'));
  }
  if (type.name === 'bit') return constant(atom(value === 0n ? 'false' : 'true'), duck('boolean'));
  return renderNumber(value, scaleOf(type));
}

/** Dates and times arrive as text in ISO form. */
function renderText(value: string, type: SqlType): Rendered {
  switch (type.name) {
    case 'date':
      return constant(atom(`date '${value}'`), duck('date'));
    case 'time':
      return constant(atom(`time '${value}'`), duck('time'));
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return constant(atom(`timestamp '${value}'`), duck('timestamp'));
    case 'uniqueidentifier':
      return constant(castTo('uuid', text(value.toLowerCase())), duck('uuid'));
    default:
      return constant(text(value), duck('varchar'));
  }
}

function renderNumber(value: bigint, scale: number): Rendered {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : digits.slice(digits.length - scale).replace(/0+$/, '');
  const number = `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  return constant(
    signed(number),
    fraction === '' ? integerType(value, whole) : duckDecimal(whole.length + fraction.length, fraction.length),
  );
}

function integerType(value: bigint, whole: string): DuckType {
  if (value >= -2147483648n && value <= 2147483647n) return duck('integer');
  if (whole.length <= 18) return duck('bigint');
  return duckDecimal(whole.length, 0);
}

function scaleOf(type: SqlType): number {
  if (type.name === 'decimal') return type.scale;
  return type.name === 'money' || type.name === 'smallmoney' ? 4 : 0;
}

function floatText(value: number): string {
  const written = String(value);
  return written.includes('e') ? written : `${written}e0`;
}

const signed = (number: string): Sql => ({
  doc: number,
  binding: number.startsWith('-') ? BINDING.unary : BINDING.atom,
});

const constant = ({ doc, binding }: Sql, type: DuckType): Rendered => ({ doc, binding, type, constant: true });
