import { atom, BINDING, binary, call, castTo } from '../../sql/sql.js';
import { asType } from '../coerce.js';
import { type DuckType, duck, duckTypeOf, duckTypeText, isInteger, isNumber } from '../duck-type.js';
import { type Rendered, rendered } from '../rendered.js';
import { type FunctionRendering, type FunctionTable, noFunction, wholeNumber } from './function-rendering.js';

const DOUBLE = duck('double');

const float =
  (name: string): FunctionRendering =>
  (_renderer, _node, args) =>
    rendered(call(name, ...args), DOUBLE);

/** Keeps the argument's own type. */
const keeping =
  (name: string): FunctionRendering =>
  (renderer, node, [value]) =>
    value
      ? rendered(call(name, widened(value, node.type)), widened(value, node.type).type)
      : noFunction(renderer, node);

/** Small integers become int before anything is computed of them. */
function widened(value: Rendered, type: Parameters<typeof duckTypeOf>[0]): Rendered {
  const wanted = duckTypeOf(type);
  return wanted && wanted.name !== value.type.name && (isInteger(wanted) || wanted.name === 'double')
    ? asType(value, wanted)
    : value;
}

/** learn.microsoft.com/sql/t-sql/functions/mathematical-functions-transact-sql, duckdb.org/docs/sql/functions/numeric */
export const NUMERIC_RENDERINGS: FunctionTable = {
  ABS: keeping('abs'),
  ACOS: float('acos'),
  ASIN: float('asin'),
  ATAN: float('atan'),
  ATN2: float('atan2'),
  BIT_COUNT: (renderer, node, [value]) => {
    const type = node.arguments[0] && duckTypeOf(node.arguments[0].type);
    if (!value || !type || !isInteger(type)) return noFunction(renderer, node, 'of what is no whole number');
    return rendered(castTo('bigint', call('bit_count', asType(value, type))), duck('bigint'));
  },
  CEILING: (renderer, node, args) => renderWhole(renderer, node, args, 'ceil'),
  COS: float('cos'),
  COT: float('cot'),
  DEGREES: renderAngle('degrees'),
  EXP: float('exp'),
  FLOOR: (renderer, node, args) => renderWhole(renderer, node, args, 'floor'),
  ISNUMERIC: (renderer, node, [value]) => {
    if (!value) return noFunction(renderer, node);
    if (value.type.name === 'varchar') return rendered(renderer.macro('tsql_isnumeric', [value]), duck('integer'));
    if (!isNumber(value.type)) return noFunction(renderer, node, 'of what is neither text nor number');
    return rendered(atom(['case when ', value.doc, ' is not null then 1 else 0 end']), duck('integer'));
  },
  LOG: (renderer, node, [value, base]) => {
    if (!value) return noFunction(renderer, node);
    const natural = call('ln', value);
    return rendered(
      base ? binary('/', BINDING.multiplicative, natural, renderer.macro('tsql_logarithm_base', [base])) : natural,
      DOUBLE,
    );
  },
  LOG10: float('log10'),
  PI: float('pi'),
  POWER: renderPower,
  RADIANS: renderAngle('radians'),
  ROUND: renderRound,
  SIGN: (renderer, node, [value]) => {
    const wanted = duckTypeOf(node.type);
    if (!value || !wanted) return noFunction(renderer, node);
    return rendered(castTo(duckTypeText(wanted), call('sign', value)), wanted);
  },
  SIN: float('sin'),
  SQRT: float('sqrt'),
  SQUARE: (_renderer, _node, [value]) => rendered(value ? call('pow', value, atom('2')) : call('pow'), DOUBLE),
  TAN: float('tan'),
};

/** Angles of whole numbers are whole, those of decimals decimals. */
function renderAngle(name: 'degrees' | 'radians'): FunctionRendering {
  return (renderer, node, [value]) => {
    const wanted = duckTypeOf(node.type);
    if (!value || wanted?.name !== 'double') return noFunction(renderer, node, 'of exact numbers');
    return rendered(call(name, value), DOUBLE);
  };
}

/** The result has the type of the base: whole numbers are cut, decimals rounded. */
function renderPower(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const wanted = duckTypeOf(node.type);
  const [base, exponent] = args;
  if (!base || !exponent || !wanted) return noFunction(renderer, node);
  const power = renderer.macro('tsql_power', args);
  if (wanted.name === 'double') return rendered(power, DOUBLE);
  const whole = isInteger(wanted) ? call('trunc', power) : power;
  return rendered(castTo(duckTypeText(wanted), whole), wanted);
}

function renderWhole(
  ...[renderer, node, [value], name]: [...Parameters<FunctionRendering>, 'ceil' | 'floor']
): Rendered {
  if (!value) return noFunction(renderer, node);
  if (isInteger(value.type)) return value;
  const type: DuckType = value.type.name === 'decimal' ? { ...value.type, scale: 0 } : value.type;
  return rendered(call(name, value), type);
}

/** ROUND keeps type and scale; a third argument other than 0 cuts instead. */
function renderRound(...[renderer, node, [value, digits, mode]]: Parameters<FunctionRendering>): Rendered {
  const count = wholeNumber(digits);
  if (!value || !digits || count === undefined) return noFunction(renderer, node, 'to a computed number of digits');
  const cut = mode !== undefined && wholeNumber(mode) !== 0;
  if (mode !== undefined && wholeNumber(mode) === undefined) return noFunction(renderer, node, 'with a computed mode');
  const sql = call(cut ? 'trunc' : 'round', value, digits);
  const wanted = duckTypeOf(node.type);
  if (value.type.name === 'decimal' && wanted?.name === 'decimal') {
    // DuckDB gives the result the scale of the digits; SQL Server keeps the argument's.
    if (count >= 0 && !cut)
      return rendered(sql, { name: 'decimal', precision: wanted.precision, scale: Math.min(count, value.type.scale) });
    // So far DuckDB gives 0 for NULL, too.
    const none = -count >= value.type.precision - value.type.scale;
    const rounded = none ? binary('*', BINDING.multiplicative, value, atom('0')) : sql;
    return rendered(castTo(duckTypeText(wanted), rounded), wanted);
  }
  return rendered(sql, value.type);
}
