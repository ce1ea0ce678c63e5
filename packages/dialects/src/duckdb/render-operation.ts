import { collationByName } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { at, BINDING, binary, call, castTo, type Sql, text } from '../sql/sql.js';
import { codePageOf } from './code-page.js';
import { asType } from './coerce.js';
import {
  digitsOf,
  duck,
  duckDecimal,
  duckTypeOf,
  duckTypeText,
  isAtMost,
  isInteger,
  widerInteger,
} from './duck-type.js';
import { addDays } from './functions/add-interval.js';
import type { MacroSettings } from './macro-calls.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

/** Operators with T-SQL's meaning. */
export function renderOperation(renderer: Renderer, node: Rel.RelOperation): Rendered {
  const [first, second] = node.operands;
  if (!first) return renderer.refuse('render-unsupported', { construct: node.operator });
  const left = renderer.value(first);
  switch (node.operator) {
    case 'negate': {
      // DuckDB's unsigned numbers turn over: -3 would be 253.
      const value = left.type.name === 'utinyint' ? asType(left, duck('integer')) : left;
      return rendered({ doc: ['-', at(BINDING.unary + 1, value)], binding: BINDING.unary }, value.type);
    }
    case 'known-text':
      return rendered(renderer.macro('tsql_simple_text', [left]), left.type);
    case 'within-dates':
      return rendered(renderer.macro('tsql_moment_range', [left], RANGES[node.type.name]), left.type);
    case 'within-number': {
      const wanted = duckTypeOf(node.type);
      if (!wanted || !isInteger(wanted)) return rendered(renderer.macro('tsql_finite', [left]), left.type);
      return left.constant || isAtMost(left.type, wanted) ? left : asType(left, wanted);
    }
    case 'basic-text':
      return rendered(renderer.macro('tsql_basic_text', [left]), left.type);
    case 'code-page-text':
      return inCodePage(renderer, node, left);
    case 'without-accents':
      return rendered(call('strip_accents', left), left.type);
    case 'xml-text':
      return rendered(renderer.macro('tsql_xml_escape', [left]), duck('varchar'));
    case 'json-string':
      return rendered(
        call('replace', castTo('varchar', call('to_json', left)), text('/'), text('\\/')),
        duck('varchar'),
      );
    case 'within-money': {
      const room = node.type.name === 'money' ? 'money' : 'smallmoney';
      const type = duckTypeOf(node.type) ?? left.type;
      const settings = room === 'money' ? undefined : { most: '214748.3647', type: duckTypeText(type) };
      return rendered(renderer.macro('tsql_money_range', [left], settings), type);
    }
    case 'type-key':
      return renderTypeKey(renderer, left, first.type);
    case 'bit-not':
      if (left.type.name === 'boolean')
        return rendered({ doc: ['not ', at(BINDING.not, left)], binding: BINDING.not }, left.type);
      return rendered({ doc: ['~', at(BINDING.unary + 1, left)], binding: BINDING.unary }, left.type);
    case 'collation-key':
      return node.key ? renderKey(renderer, left, node.key, first) : left;
  }
  if (!second) return renderer.refuse('render-unsupported', { construct: node.operator });
  const right = renderer.value(second);
  switch (node.operator) {
    case 'add':
      return renderSum(renderer, node, '+', left, right);
    case 'subtract':
      return renderSum(renderer, node, '-', left, right);
    case 'multiply':
      return renderProduct(renderer, node, left, right);
    case 'divide':
      return renderQuotient(renderer, node, left, right);
    case 'modulo':
      return renderRemainder(renderer, node, left, right);
    case 'bit-and':
      return rendered(binary('&', BINDING.other, left, right), widerInteger(left.type, right.type));
    case 'bit-or':
      return rendered(binary('|', BINDING.other, left, right), widerInteger(left.type, right.type));
    case 'bit-xor':
      return rendered(call('xor', left, right), widerInteger(left.type, right.type));
    case 'concatenate':
      return rendered(binary('||', BINDING.other, left, right), duck('varchar'));
    case 'concatenate-null-as-empty':
      return rendered(call('concat', left, right), duck('varchar'));
    case 'add-days':
    case 'subtract-days':
      return addDays(renderer, node.operator === 'add-days' ? 1 : -1, left, second);
    default:
      return renderer.refuse('render-unsupported', { construct: node.operator });
  }
}

/** First and last moment of the types that have other ones than `0001-01-01` and the end of `9999-12-31`. */
const RANGES: { readonly [type: string]: MacroSettings } = {
  datetime: { first: '1753-01-01' },
  smalldatetime: { first: '1900-01-01', end: '2079-06-07' },
};

/** UTF-8 holds all characters. */
function inCodePage(renderer: Renderer, node: Rel.RelOperation, value: Rendered): Rendered {
  const page = codePageOf(node.collation);
  if (page === 'utf8') return value;
  if (page === 'western') return rendered(renderer.macro('tsql_code_page_text', [value]), value.type);
  const detail = ` under the collation ${node.collation ?? 'of the target'}, whose code page is not known here`;
  return renderer.refuse('render-no-conversion', { from: 'nvarchar', to: 'varchar', detail });
}

/** lower(rtrim(x)), or rtrim(x) alone where case counts; with a guard a macro that says no to other characters. */
function renderKey(renderer: Renderer, value: Rendered, key: Rel.CollationKey, operand: Rel.RelExpression): Rendered {
  const { caseSensitive, accentSensitive, order, sqlServerStyle } = collationByName(key.collation);
  if (key.use === 'order') {
    const words = sqlServerStyle && !key.unicode ? 'tsql_order_key' : 'tsql_word_order_key';
    return rendered(renderer.macro(order === 'dictionary' ? words : 'tsql_binary_order_key', [value]), duck('varchar'));
  }
  const guard = sqlServerStyle && !key.unicode ? 'tsql_code_page_text' : 'tsql_simple_text';
  const known = key.guarded && order === 'dictionary' ? renderer.macro(guard, [value]) : value;
  const trimmed = isTrimmed(operand) && known === value ? value : call('rtrim', known);
  const cased = caseSensitive || key.letterless ? trimmed : call('lower', trimmed);
  return rendered(accentSensitive ? cased : call('strip_accents', cased), duck('varchar'));
}

/** Whether the text has no blanks at its end by itself. */
function isTrimmed(node: Rel.RelExpression): boolean {
  if (node.kind !== 'call') return false;
  const [operand] = node.arguments;
  if (node.function === 'RTRIM' || node.function === 'TRIM') return node.arguments.length === 1;
  return (
    operand !== undefined &&
    ['LTRIM', 'UPPER', 'LOWER'].includes(node.function) &&
    node.arguments.length === 1 &&
    isTrimmed(operand)
  );
}

/** What DuckDB compares as SQL Server compares the values themselves. */
function renderTypeKey(renderer: Renderer, value: Rendered, type: Rel.RelExpression['type']): Rendered {
  if (type.name === 'uniqueidentifier') return rendered(renderer.macro('tsql_guid_key', [value]), duck('varchar'));
  if (type.name === 'datetimeoffset') {
    return value.type.name === 'varchar'
      ? rendered(renderer.macro('tsql_instant_key', [value]), duck('bigint'))
      : value;
  }
  // Zeros at the end do not count.
  return rendered(call('regexp_replace', call('hex', value), text('(00)+$'), text('')), duck('varchar'));
}

/** Integers are computed in the result's type, so that DuckDB raises where SQL Server does. */
function integerOperands(node: Rel.RelOperation, left: Rendered, right: Rendered): readonly [Rendered, Rendered] {
  const wanted = duckTypeOf(node.type);
  if (!wanted || !isInteger(left.type) || !isInteger(right.type)) return [left, right];
  if (!isInteger(wanted)) {
    // Decimals and money without a fraction are written as whole numbers: the result must still have room for more.
    if (wanted.name !== 'decimal' || (left.constant && right.constant)) return [left, right];
    return left.constant ? [left, asType(right, wanted)] : [asType(left, wanted), right];
  }
  const leftCounts = !left.constant && isAtMost(wanted, left.type);
  const rightCounts = !right.constant && isAtMost(wanted, right.type);
  if (leftCounts || rightCounts || (left.constant && right.constant && wanted.name === 'integer')) return [left, right];
  return left.constant ? [left, asType(right, wanted)] : [asType(left, wanted), right];
}

function renderSum(
  renderer: Renderer,
  node: Rel.RelOperation,
  operator: '+' | '-',
  l: Rendered,
  r: Rendered,
): Rendered {
  const [left, right] = integerOperands(node, l, r);
  const sql = binary(operator, BINDING.additive, left, right);
  if (isInteger(left.type) && isInteger(right.type)) return rendered(sql, widerInteger(left.type, right.type));
  const a = digitsOf(left.type);
  const b = digitsOf(right.type);
  if (!a || !b)
    return rendered(sql, left.type.name === 'float' && right.type.name === 'float' ? duck('float') : duck('double'));
  const scale = Math.max(a.scale, b.scale);
  const natural = rendered(sql, duckDecimal(Math.max(a.whole, b.whole) + scale + 1, scale));
  return toScaleOf(renderer, node, natural);
}

function renderProduct(renderer: Renderer, node: Rel.RelOperation, l: Rendered, r: Rendered): Rendered {
  const [left, right] = integerOperands(node, l, r);
  const sql = binary('*', BINDING.multiplicative, left, right);
  if (isInteger(left.type) && isInteger(right.type)) return rendered(sql, widerInteger(left.type, right.type));
  const a = digitsOf(left.type);
  const b = digitsOf(right.type);
  if (!a || !b)
    return rendered(sql, left.type.name === 'float' && right.type.name === 'float' ? duck('float') : duck('double'));
  if (a.scale + b.scale > 38)
    return renderer.refuse('render-unsupported', { construct: 'A product of more than 38 decimals' });
  const natural = rendered(sql, duckDecimal(a.whole + b.whole + a.scale + b.scale, a.scale + b.scale));
  return toScaleOf(renderer, node, natural);
}

/** SQL Server may give the result fewer decimals than it would naturally have, and rounds then. */
function toScaleOf(renderer: Renderer, node: Rel.RelOperation, natural: Rendered): Rendered {
  const wanted = duckTypeOf(node.type);
  if (wanted?.name !== 'decimal' || natural.type.name !== 'decimal') return natural;
  if (natural.type.scale <= wanted.scale) return natural;
  if (node.type.name === 'decimal' || node.type.name === 'money') return asType(natural, wanted);
  return renderer.refuse('render-unsupported', { construct: `${node.operator} of ${node.type.name}` });
}

function renderQuotient(renderer: Renderer, node: Rel.RelOperation, left: Rendered, right: Rendered): Rendered {
  const wanted = duckTypeOf(node.type);
  if (!wanted) return renderer.refuse('render-unsupported', { construct: `Division of ${node.type.name}` });
  if (isInteger(wanted)) {
    if (node.safeDivisor) return rendered(binary('//', BINDING.multiplicative, left, right), left.type);
    return rendered(renderer.macro('tsql_int_divide', [left, right]), widerInteger(left.type, right.type));
  }
  if (wanted.name === 'decimal') return decimalQuotient(renderer, left, right, wanted, node.safeDivisor === true);
  // Two reals give a real: a conversion of it must know.
  const type = left.type.name === 'float' && right.type.name === 'float' ? duck('float') : duck('double');
  if (node.safeDivisor) return rendered(binary('/', BINDING.multiplicative, left, right), type);
  const quotient = rendered(renderer.macro('tsql_float_divide', [left, right]), duck('double'));
  return type.name === 'float' ? asType(quotient, type) : quotient;
}

/** The quotient of decimals is cut at its scale, never rounded. */
export function decimalQuotient(
  renderer: Renderer,
  left: Sql,
  right: Rendered,
  wanted: { readonly name: 'decimal'; readonly precision: number; readonly scale: number },
  safe: boolean,
): Rendered {
  const divisorScale = digitsOf(right.type)?.scale;
  if (divisorScale === undefined)
    return renderer.refuse('render-unsupported', { construct: 'Division by this number' });
  const { precision, scale } = wanted;
  const settings = { precision, scale, divisor_scale: divisorScale, ...(safe ? { zero: 'null' } : {}) };
  return rendered(renderer.macro('tsql_decimal_divide', [left, right], settings), wanted);
}

function renderRemainder(renderer: Renderer, node: Rel.RelOperation, left: Rendered, right: Rendered): Rendered {
  const a = digitsOf(left.type);
  const b = digitsOf(right.type);
  if (!a || !b) return renderer.refuse('render-unsupported', { construct: 'The remainder of a float' });
  const scale = Math.max(a.scale, b.scale);
  const type =
    isInteger(left.type) && isInteger(right.type)
      ? widerInteger(left.type, right.type)
      : duckDecimal(Math.min(a.whole, b.whole) + scale, scale);
  if (node.safeDivisor) return rendered(binary('%', BINDING.multiplicative, left, right), type);
  return rendered(renderer.macro('tsql_modulo', [left, right]), type);
}
