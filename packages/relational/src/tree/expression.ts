import type { SqlType } from '@datamigrate/catalog';
import type { AggregateFunction, DatePart, FunctionName, WindowFunction } from '../bound-names.js';
import type { RelPredicate } from './predicate.js';
import type { RelQuery } from './query.js';
import type { RelXmlPath } from './xml.js';

/** What every value knows: SQL Server's type for it and whether it can be NULL. */
interface RelBase<K extends string> {
  readonly kind: K;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** A value. Its operators name T-SQL's meaning: what a target must return, not how. */
export type RelExpression =
  | RelLiteral
  | RelColumn
  | RelParameter
  | RelOperation
  | RelCall
  | RelCast
  | RelCase
  | RelAggregate
  | RelWindow
  | RelScalarSubquery
  | RelXmlValue
  | RelXmlExists
  | RelRaise;

/** As in the bound tree: bigint for integers and for decimals without their point, and so on. */
export interface RelLiteral extends RelBase<'literal'> {
  readonly value: bigint | number | string | Uint8Array | null;
}

export interface RelColumn extends RelBase<'column'> {
  /** Alias of the relation, as emitted. */
  readonly relation: string;
  /** Name of the column, as emitted. */
  readonly name: string;
  /** A column of constants that have seven digits of a second; targets keep six in others. */
  readonly fine?: boolean;
}

/** A parameter of a procedure: a variable of the dbt project. */
export interface RelParameter extends RelBase<'parameter'> {
  /** Of the project's variable. */
  readonly name: string;
  /** What is taken when the variable is not set: the day of the run, or NULL. */
  readonly otherwise: 'today' | 'null';
}

/**
 * Operators of values.
 * - `add`, `subtract`, `multiply`, `modulo`: in the node's own type, raising on overflow;
 * - `divide`: by the rules of the node's type: whole numbers and decimals truncate, float does not; zero raises;
 * - `concatenate`: NULL if either is; `concatenate-null-as-empty` under CONCAT_NULL_YIELDS_NULL OFF;
 * - `collation-key`: a text that is equal, or sorts, as the values do under the collation in `key`;
 * - `known-text`: the text itself, an error for characters that case and accents alone do not compare;
 * - `within-money`: the amount itself, an error for one beyond the range of money or smallmoney;
 * - `within-dates`: the date itself, an error for one beyond the range of its type;
 * - `within-number`: the number itself, an error for one beyond the range of its type;
 * - `basic-text`: the text itself, an error for one with characters of two units of UTF-16;
 * - `code-page-text`: the text itself, an error for one that the code page of `collation` does not hold;
 * - `without-accents`: the text, its letters without accents;
 * - `xml-text`: a text as FOR XML writes it, with entities for what is markup;
 * - `json-string`: a text as JSON writes it, in quotes, its slashes escaped as well;
 * - `type-key`: what is equal, or sorts, as the values do: of uniqueidentifier, of bytes, of datetimeoffset;
 * - `add-days`, `subtract-days`: days and fractions of them, to datetime.
 */
export type RelOperator =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo'
  | 'negate'
  | 'bit-and'
  | 'bit-or'
  | 'bit-xor'
  | 'bit-not'
  | 'concatenate'
  | 'concatenate-null-as-empty'
  | 'add-days'
  | 'subtract-days'
  | 'collation-key'
  | 'known-text'
  | 'within-money'
  | 'within-dates'
  | 'within-number'
  | 'basic-text'
  | 'code-page-text'
  | 'without-accents'
  | 'xml-text'
  | 'json-string'
  | 'type-key';

export interface RelOperation extends RelBase<'operation'> {
  readonly operator: RelOperator;
  readonly operands: readonly RelExpression[];
  /** Of `collation-key`. */
  readonly key?: CollationKey | undefined;
  /** Of `divide` and `modulo`: the divisor is known not to be zero. */
  readonly safeDivisor?: boolean | undefined;
  /** Of `code-page-text`. */
  readonly collation?: string | undefined;
}

export interface CollationKey {
  readonly use: 'equality' | 'order';
  readonly collation: string;
  /** The texts are compared as nvarchar. */
  readonly unicode: boolean;
  /** What the text is compared with has no letters: case does not matter, nor what else letters may equal. */
  readonly letterless?: boolean;
  /** Values that the key does not decide raise an error; without a guard they are known not to occur. */
  readonly guarded: boolean;
}

/** A built-in function with T-SQL's meaning. */
export interface RelCall extends RelBase<'call'> {
  readonly function: FunctionName;
  readonly arguments: readonly RelExpression[];
  readonly datePart?: DatePart | undefined;
  /** What the call gives, where all its arguments are constants: for targets without such a function. */
  readonly constant?: RelLiteral | undefined;
  /** Of DATEPART and its like by week: SET DATEFIRST, where it is not 7. */
  readonly dateFirst?: number | undefined;
  /** Of UPPER: the text may hold ß, which has no upper case in SQL Server. */
  readonly keepsSharpS?: boolean | undefined;
  /** The collation by which the function compares, if it does (CHARINDEX, REPLACE, NULLIF…), or of the text that it hashes. */
  readonly collation?: string | undefined;
}

/** A conversion with T-SQL's meaning: decimals to integers truncate, varchar(n) cuts, char(n) pads. */
export interface RelCast extends RelBase<'cast'> {
  readonly operand: RelExpression;
  readonly attempt: boolean;
  /** Put in by SQL Server, not written. */
  readonly implicit: boolean;
  readonly style?: number | undefined;
  /** How a text is read as a date where the session is not one of us_english. */
  readonly reading?: RelReading | undefined;
  /** Of a varchar whose bytes are taken. */
  readonly collation?: string | undefined;
  /** Of a text that is read as a moment: a seventh digit of a second is cut off, as where rows were landed. */
  readonly sixDigits?: boolean | undefined;
}

export interface RelReading {
  /** DATEFORMAT, for texts without a style. */
  readonly order?: 'dmy' | 'ymd';
  /** Months have other names than in English. */
  readonly names?: 'no';
}

export interface RelCase extends RelBase<'case'> {
  readonly branches: readonly { readonly when: RelPredicate; readonly result: RelExpression }[];
  readonly otherwise: RelExpression | undefined;
}

export interface RelAggregate extends RelBase<'aggregate'> {
  readonly function: AggregateFunction;
  /** None for COUNT(*). */
  readonly arguments: readonly RelExpression[];
  readonly distinct: boolean;
  readonly orderBy: readonly RelOrderItem[];
  /** For MIN and MAX of text: what decides instead of the value itself. */
  readonly orderKey?: RelExpression | undefined;
}

export interface RelWindow extends RelBase<'window'> {
  readonly function: WindowFunction;
  readonly arguments: readonly RelExpression[];
  readonly partitionBy: readonly RelExpression[];
  readonly orderBy: readonly RelOrderItem[];
  readonly frame?: RelFrame | undefined;
  readonly ignoreNulls: boolean;
  /** Of MIN and MAX: what decides which value is the outermost one; missing where that is the value. */
  readonly orderKey?: RelExpression | undefined;
  /** Of percentiles: counted from the largest value. */
  readonly descending?: boolean | undefined;
}

export interface RelFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: RelFrameEdge;
  readonly to: RelFrameEdge;
}

export type RelFrameEdge =
  | { readonly edge: 'UNBOUNDED PRECEDING' | 'CURRENT ROW' | 'UNBOUNDED FOLLOWING' }
  | { readonly edge: 'PRECEDING' | 'FOLLOWING'; readonly offset: number };

/** NULL sorts lowest, as in SQL Server. */
export interface RelOrderItem {
  readonly expression: RelExpression;
  readonly descending: boolean;
}

export interface RelScalarSubquery extends RelBase<'scalar-subquery'> {
  readonly query: RelQuery;
}

/** The text of the first node at a path, NULL where there is none; or how many nodes are there. */
export interface RelXmlValue extends RelBase<'xml-value'> {
  readonly path: RelXmlPath;
  readonly counted?: boolean | undefined;
}

/** Whether there is a node at a path; NULL for no xml at all. */
export interface RelXmlExists extends RelBase<'xml-exists'> {
  readonly path: RelXmlPath;
}

/** What always ends in an error when it is computed: a constant that does not convert. */
export interface RelRaise extends RelBase<'raise'> {
  readonly message: string;
}
