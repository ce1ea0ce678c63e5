import { binary, plain, type SqlType, string } from '@datamigrate/catalog';
import type { BoundExpression } from '../tree/expression.js';
import {
  anyLength,
  asIs,
  type FunctionFact,
  firstLength,
  lengthOf,
  literalLength,
  returns,
  text,
  textOf,
  to,
} from './function-fact.js';

const int = plain('int');
const lengthType: FunctionFact['returns'] = (args) =>
  plain(args[0] && lengthOf(args[0].type) === 'max' ? 'bigint' : 'int');

/** learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql */
export const STRING_FUNCTIONS = {
  ASCII: { parameters: [text], returns: returns(int), nullable: 'always' },
  CHAR: { parameters: [to(int)], returns: returns(string('char', 1)), nullable: 'always' },
  CHARINDEX: {
    parameters: [text, text, to(int)],
    optional: 1,
    returns: (args) => plain(args[1] && lengthOf(args[1].type) === 'max' ? 'bigint' : 'int'),
  },
  CONCAT: {
    parameters: [text, text],
    variadic: 254,
    nullable: 'never',
    returns: (args) =>
      textOf(
        args.map((_, i) => i),
        (lengths) => lengths.reduce<number | 'max'>((sum, n) => (sum === 'max' || n === 'max' ? 'max' : sum + n), 0),
      )(args),
  },
  CONCAT_WS: {
    parameters: [text, text, text],
    variadic: 254,
    nullable: 'never',
    returns: (args) =>
      textOf(
        args.map((_, i) => i),
        (lengths) => {
          const [separator = 0, ...rest] = lengths;
          return rest.reduce<number | 'max'>(
            (sum, n) => (sum === 'max' || n === 'max' || separator === 'max' ? 'max' : sum + n + separator),
            0,
          );
        },
      )(args),
  },
  DATALENGTH: { parameters: [asIs], returns: lengthType },
  DIFFERENCE: { parameters: [text, text], returns: returns(int) },
  FORMAT: {
    parameters: [asIs, text, text],
    optional: 1,
    returns: returns(string('nvarchar', 4000)),
    nullable: 'always',
  },
  LEFT: { parameters: [text, to(int)], returns: textOf([0], literalLength(1)) },
  LEN: { parameters: [text], returns: lengthType },
  LOWER: { parameters: [text], returns: textOf([0], firstLength) },
  LTRIM: { parameters: [text, text], optional: 1, returns: textOf([0], firstLength) },
  NCHAR: { parameters: [to(int)], returns: returns(string('nchar', 1)), nullable: 'always' },
  PATINDEX: {
    parameters: [text, text],
    returns: (args) => plain(args[1] && lengthOf(args[1].type) === 'max' ? 'bigint' : 'int'),
  },
  QUOTENAME: {
    parameters: [to(string('nvarchar', 128)), text],
    optional: 1,
    returns: returns(string('nvarchar', 258)),
    nullable: 'always',
  },
  REPLACE: { parameters: [text, text, text], returns: textOf([0, 1, 2], anyLength) },
  REPLICATE: { parameters: [text, to(int)], returns: textOf([0], anyLength), nullable: 'always' },
  REVERSE: { parameters: [text], returns: textOf([0], firstLength) },
  RIGHT: { parameters: [text, to(int)], returns: textOf([0], literalLength(1)) },
  RTRIM: { parameters: [text, text], optional: 1, returns: textOf([0], firstLength) },
  SOUNDEX: { parameters: [text], returns: returns(string('varchar', 5)) },
  SPACE: { parameters: [to(int)], returns: returns(string('varchar', 8000)), nullable: 'always' },
  STR: {
    parameters: [to(plain('float')), to(int), to(int)],
    optional: 2,
    returns: (args) => string('varchar', literalOr(args[1], 10)),
    nullable: 'always',
  },
  STRING_ESCAPE: { parameters: [to(string('nvarchar', 'max')), text], returns: returns(string('nvarchar', 'max')) },
  STUFF: { parameters: [text, to(int), to(int), text], returns: textOf([0, 3], stuffLength), nullable: 'always' },
  SUBSTRING: { parameters: [text, to(int), to(int)], optional: 1, returns: partOf },
  TRANSLATE: { parameters: [text, text, text], returns: textOf([0, 1, 2], firstLength) },
  TRIM: { parameters: [text, text], optional: 1, returns: textOf([0], firstLength) },
  UNICODE: { parameters: [text], returns: returns(int), nullable: 'always' },
  UPPER: { parameters: [text], returns: textOf([0], firstLength) },
} as const satisfies Record<string, FunctionFact>;

/** SUBSTRING of a binary value is varbinary. */
function partOf(args: readonly BoundExpression[]): SqlType {
  const type = args[0]?.type;
  if (type?.name === 'image') return binary('varbinary', 'max');
  if (type?.name !== 'binary' && type?.name !== 'varbinary') return textOf([0], literalLength(2))(args);
  return binary('varbinary', literalLength(2)([type.length], args));
}

/**
 * STUFF by literal positions: what is taken out is replaced. Positions outside the text give NULL, of any length.
 * Source: captured from SQL Server 2025
 */
function stuffLength(
  [length = 1, inserted = 1]: readonly (number | 'max')[],
  args: readonly BoundExpression[],
): number | 'max' {
  if (length === 'max' || inserted === 'max') return 'max';
  const [start, count] = [literalValue(args[1]), literalValue(args[2])];
  if (start === undefined || count === undefined || start > length) return 8000;
  return length - Math.min(count, length - start + 1) + inserted;
}

/** A whole number written out. */
function literalValue(expression: BoundExpression | undefined): number | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'bigint' ? Number(expression.value) : undefined;
}

function literalOr(
  argument: { readonly kind: string; readonly value?: unknown } | undefined,
  fallback: number,
): number {
  return argument?.kind === 'literal' && typeof argument.value === 'bigint'
    ? Math.max(1, Number(argument.value))
    : fallback;
}
