import {
  familyOf,
  isCharacter,
  isDateOrTime,
  isNumeric,
  isUnicode,
  plain,
  type SqlType,
  type StringType,
  string,
} from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import { convertImplicitly } from '../expressions/convert.js';
import type { BoundExpression } from '../tree/expression.js';
import { isNullLiteral } from '../tree/make.js';

/** What a parameter does to its argument: the conversion SQL Server puts there. */
export type Parameter = (context: BinderContext, argument: BoundExpression) => BoundExpression;

/** One scalar built-in function as the binder needs to know it. */
export interface FunctionFact {
  readonly parameters: readonly Parameter[];
  /** How many parameters at the end may be left out. */
  readonly optional?: number;
  /** The last parameter may be repeated up to this many arguments in all. */
  readonly variadic?: number;
  readonly returns: (args: readonly BoundExpression[]) => SqlType;
  /** `arguments`: NULL only when an argument is (the default); `always`: may be NULL for other reasons; `never`. */
  readonly nullable?: 'arguments' | 'always' | 'never';
  /** False for functions whose answer changes from call to call or with the session. */
  readonly deterministic?: false;
}

/** Parameters. */

export const asIs: Parameter = (_, argument) => argument;

export const to =
  (type: SqlType): Parameter =>
  (context, argument) =>
    convertImplicitly(context, argument, type);

/** Text as it is; anything else in the text form that style 0 gives it. */
export const text: Parameter = (context, argument) =>
  isCharacter(argument.type) || familyOf(argument.type) === 'binary'
    ? argument
    : convertImplicitly(context, argument, string('varchar', isNullLiteral(argument) ? 1 : textLength(argument.type)));

/** Numbers as they are; text, dates and NULL become float. */
export const number: Parameter = (context, argument) =>
  isNumeric(argument.type) && argument.type.name !== 'bit'
    ? argument
    : convertImplicitly(context, argument, plain('float'));

/** Dates and times as they are; text in the given type, numbers as datetime. */
export const moment =
  (textType: SqlType): Parameter =>
  (context, argument) => {
    if (isDateOrTime(argument.type)) return argument;
    return convertImplicitly(
      context,
      argument,
      isCharacter(argument.type) || isNullLiteral(argument) ? textType : plain('datetime'),
    );
  };

/**
 * Room that a value of a type needs as text: what CONCAT and string functions reserve.
 * Source: captured from SQL Server 2025 (rule A1.9 of the semantic catalogue)
 */
export function textLength(type: SqlType): number {
  switch (type.name) {
    case 'bit':
      return 1;
    case 'tinyint':
      return 4;
    case 'smallint':
      return 6;
    case 'int':
      return 12;
    case 'bigint':
      return 24;
    case 'real':
    case 'float':
      return 23;
    case 'money':
    case 'smallmoney':
    case 'uniqueidentifier':
      return 40;
    case 'decimal':
      return 41;
    default:
      return isDateOrTime(type) ? 40 : 8000;
  }
}

/** Return types. */

export const returns =
  (type: SqlType): FunctionFact['returns'] =>
  () =>
    type;

export const sameAs =
  (position: number): FunctionFact['returns'] =>
  (args) =>
    args[position]?.type ?? { name: 'null' };

/** varchar or nvarchar, by the given arguments, with a length computed from theirs. */
export const textOf =
  (
    positions: readonly number[],
    length: (lengths: readonly (number | 'max')[], args: readonly BoundExpression[]) => number | 'max',
  ): FunctionFact['returns'] =>
  (args) => {
    const chosen = positions.map((position) => args[position]).filter((argument) => argument !== undefined);
    const unicode = chosen.some((argument) => isUnicode(argument.type));
    const lengths = chosen.map((argument) => lengthOf(argument.type));
    const wanted = length(lengths, args);
    const limit = unicode ? 4000 : 8000;
    return string(unicode ? 'nvarchar' : 'varchar', wanted === 'max' ? 'max' : Math.max(1, Math.min(limit, wanted)));
  };

export const firstLength = (lengths: readonly (number | 'max')[]): number | 'max' => lengths[0] ?? 1;

/** Functions that may lengthen their input: as long as the family allows, max stays max. */
export const anyLength = (lengths: readonly (number | 'max')[]): number | 'max' =>
  lengths[0] === 'max' ? 'max' : 8000;

/** The length given by a literal argument, else the input's. */
export const literalLength =
  (position: number) =>
  (lengths: readonly (number | 'max')[], args: readonly BoundExpression[]): number | 'max' => {
    const argument = args[position];
    const own = lengths[0] ?? 1;
    if (argument?.kind !== 'literal' || typeof argument.value !== 'bigint') return own;
    const wanted = Number(argument.value);
    return own === 'max' ? wanted : Math.min(own, Math.max(1, wanted));
  };

export function lengthOf(type: SqlType): number | 'max' {
  if (type.name === 'text' || type.name === 'ntext') return 'max';
  return isCharacter(type) ? (type as StringType).length : textLength(type);
}

/**
 * ABS, SIGN, ROUND and their like widen small types and turn what is no number into float.
 * Source: captured from SQL Server 2025 (rule A2.12 of the semantic catalogue)
 */
export const numericLike: FunctionFact['returns'] = (args) => {
  const type = args[0]?.type ?? plain('float');
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
      return plain('int');
    case 'smallmoney':
      return plain('money');
    case 'real':
      return plain('float');
    default:
      return isNumeric(type) && type.name !== 'bit' ? type : plain('float');
  }
};

/** DATEADD and DATETRUNC keep their input's type. */
export const momentOf =
  (position: number): FunctionFact['returns'] =>
  (args) =>
    args[position]?.type ?? plain('datetime');
