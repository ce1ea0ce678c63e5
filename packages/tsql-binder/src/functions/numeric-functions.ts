import { decimal, MAX_PRECISION, plain } from '@datamigrate/catalog';
import { asIs, type FunctionFact, number, numericLike, returns, to } from './function-fact.js';

const float = plain('float');
const toFloat: FunctionFact = { parameters: [to(float)], returns: returns(float) };

/** CEILING and FLOOR of a decimal keep its precision and lose its scale. */
const wholeNumber: FunctionFact['returns'] = (args) => {
  const type = numericLike(args);
  return type.name === 'decimal' ? decimal(type.precision, 0) : type;
};

const power: FunctionFact['returns'] = (args) => {
  const type = numericLike(args);
  return type.name === 'decimal' ? decimal(MAX_PRECISION, type.scale) : type;
};

/** DEGREES and RADIANS of a decimal are decimal(38,18). */
const angle: FunctionFact['returns'] = (args) => {
  const type = numericLike(args);
  return type.name === 'decimal' ? decimal(MAX_PRECISION, 18) : type;
};

/** learn.microsoft.com/sql/t-sql/functions/mathematical-functions-transact-sql */
export const NUMERIC_FUNCTIONS = {
  ABS: { parameters: [number], returns: numericLike },
  ACOS: toFloat,
  ASIN: toFloat,
  ATAN: toFloat,
  ATN2: { parameters: [to(float), to(float)], returns: returns(float) },
  BIT_COUNT: { parameters: [asIs], returns: returns(plain('bigint')) },
  CEILING: { parameters: [number], returns: wholeNumber },
  COS: toFloat,
  COT: toFloat,
  DEGREES: { parameters: [number], returns: angle },
  EXP: toFloat,
  FLOOR: { parameters: [number], returns: wholeNumber },
  ISNUMERIC: { parameters: [asIs], returns: returns(plain('int')), nullable: 'never' },
  LOG: { parameters: [to(float), to(float)], optional: 1, returns: returns(float) },
  LOG10: toFloat,
  PI: { parameters: [], returns: returns(float), nullable: 'never' },
  POWER: { parameters: [number, to(float)], returns: power },
  RADIANS: { parameters: [number], returns: angle },
  RAND: {
    parameters: [to(plain('int'))],
    optional: 1,
    returns: returns(float),
    nullable: 'never',
    deterministic: false,
  },
  ROUND: { parameters: [number, to(plain('int')), to(plain('int'))], optional: 1, returns: numericLike },
  SIGN: { parameters: [number], returns: numericLike },
  SIN: toFloat,
  SQRT: toFloat,
  SQUARE: toFloat,
  TAN: toFloat,
} as const satisfies Record<string, FunctionFact>;
