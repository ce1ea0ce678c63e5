import { BINDING, binary, call, castTo } from '../../sql/sql.js';
import { type DuckType, duck, duckTypeOf, duckTypeText, isInteger } from '../duck-type.js';
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
    value ? rendered(call(name, value), value.type) : noFunction(renderer, node);

/** learn.microsoft.com/sql/t-sql/functions/mathematical-functions-transact-sql, duckdb.org/docs/sql/functions/numeric */
export const NUMERIC_RENDERINGS: FunctionTable = {
  ABS: keeping('abs'),
  ACOS: float('acos'),
  ASIN: float('asin'),
  ATAN: float('atan'),
  ATN2: float('atan2'),
  CEILING: (renderer, node, args) => renderWhole(renderer, node, args, 'ceil'),
  COS: float('cos'),
  COT: float('cot'),
  EXP: float('exp'),
  FLOOR: (renderer, node, args) => renderWhole(renderer, node, args, 'floor'),
  LOG: (renderer, node, args) =>
    args.length === 1 ? rendered(call('ln', ...args), DOUBLE) : noFunction(renderer, node, 'with a base'),
  LOG10: float('log10'),
  PI: float('pi'),
  POWER: (renderer, node, args) =>
    node.type.name === 'float'
      ? rendered(call('pow', ...args), DOUBLE)
      : noFunction(renderer, node, 'of exact numbers'),
  ROUND: renderRound,
  SIN: float('sin'),
  SQRT: float('sqrt'),
  SQUARE: (_renderer, _node, [value]) =>
    rendered(value ? binary('*', BINDING.multiplicative, value, value) : call('square'), DOUBLE),
  TAN: float('tan'),
};

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
    return rendered(castTo(duckTypeText(wanted), sql), wanted);
  }
  return rendered(sql, value.type);
}
