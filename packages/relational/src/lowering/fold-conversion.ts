import { type SqlType, typeText } from '@datamigrate/catalog';
import { decimalText, Memo } from '@datamigrate/foundation';
import { Database, executeSql } from '@datamigrate/tsql-engine';
import type { RelExpression, RelLiteral, RelRaise } from '../tree/expression.js';
import type { Session } from './context.js';

/** Conversions of constants need no tables. */
const DATABASE = new Database({ name: 'constants' });
const KNOWN = new Memo<Folded>(10_000);

type Folded = RelLiteral | RelRaise | undefined;

interface Conversion {
  readonly attempt: boolean;
  readonly style: number | undefined;
  readonly session: Session;
}

/**
 * A conversion of a constant, done at once by the reference engine: what SQL Server reads into a date or a number is
 * decided here and not by the target. Undefined where the value cannot be written as a constant of the target.
 */
export function foldConversion(literal: RelLiteral, to: SqlType, conversion: Conversion): Folded {
  const written = literalText(literal);
  if (written === undefined || UNFOLDED.has(to.name)) return undefined;
  const { attempt, style, session } = conversion;
  const words = `${attempt ? 'TRY_' : ''}CONVERT(${typeText(to)}, ${written}${style === undefined ? '' : `, ${style}`})`;
  const key = `${session.dateFormat} ${session.language} ${words}`;
  return KNOWN.of(key, () => convert(words, to, session));
}

/**
 * A call whose arguments are all constants: what it gives, for targets that have no function of its kind. Undefined
 * where one is no constant, or the reference engine does not know the function.
 */
export function foldCall(
  name: string,
  datePart: string | undefined,
  args: readonly RelExpression[],
  type: SqlType,
  session: Session,
): Folded {
  const constants: RelLiteral[] = [];
  for (const argument of args) {
    // JSON_MODIFY knows the JSON that a function returns from a text.
    const constant = name === 'JSON_MODIFY' && argument.kind !== 'literal' ? undefined : constantOf(argument);
    if (!constant) return undefined;
    constants.push(constant);
  }
  if (constants.length === 0 || UNFOLDED.has(type.name)) return undefined;
  const written = constants.map((constant) => literalText(constant) ?? 'NULL');
  const list = [...(datePart === undefined ? [] : [datePart]), ...written].join(', ');
  const call = callText(name, list, written, type);
  // The digits that an argument asks for are a literal of the source, and a conversion here.
  const words = type.name === 'datetimeoffset' ? `CAST(${call} AS ${typeText(type)})` : call;
  const key = `${session.dateFirst} ${session.dateFormat} ${session.language} ${words}`;
  return KNOWN.of(key, () => convert(words, type, session));
}

/** A constant, or what a call of constants gives. */
export function constantOf(node: RelExpression): RelLiteral | undefined {
  if (node.kind === 'literal') return node;
  return node.kind === 'call' ? node.constant : undefined;
}

function callText(name: string, list: string, args: readonly (string | undefined)[], type: SqlType): string {
  const [first, second] = args;
  if (name === 'AT TIME ZONE') return `${first} AT TIME ZONE ${second}`;
  if (name === 'TRIM' && second !== undefined) return `TRIM(${second} FROM ${first})`;
  if (name === 'PARSE' || name === 'TRY_PARSE') {
    return `${name}(${first} AS ${typeText(type)}${second === undefined ? '' : ` USING ${second}`})`;
  }
  return `${name}(${list})`;
}

const UNFOLDED: ReadonlySet<string> = new Set(['sql_variant', 'xml', 'json', 'geometry', 'geography']);

function convert(words: string, type: SqlType, session: Session): Folded {
  const language = session.language === 'us_english' ? '' : `SET LANGUAGE ${session.language};`;
  // A language brings its own settings along.
  const dateFormat = session.dateFormat === 'mdy' ? '' : `SET DATEFORMAT ${session.dateFormat};`;
  const dateFirst = session.dateFirst === 7 ? '' : `SET DATEFIRST ${session.dateFirst};`;
  const settings = `${language}${dateFormat}${dateFirst}`;
  const { resultSets, error, refusal } = executeSql(DATABASE, `${settings}SELECT ${words} AS v`);
  if (refusal) return undefined;
  if (error && SYNTAX.has(error.number)) return undefined;
  if (error) return { kind: 'raise', type, nullable: true, message: `${error.message} (${error.number})` };
  const text = resultSets[0]?.rows[0]?.[0];
  if (text === undefined) return undefined;
  const value = text === null ? null : valueOf(text, type);
  return value === undefined ? undefined : { kind: 'literal', type, nullable: value === null, value };
}

/** Errors that are about the words that were put together here. */
const SYNTAX: ReadonlySet<number> = new Set([102, 156, 170, 174, 189, 195]);

/** The constant in T-SQL, of exactly its type. */
function literalText({ value, type }: RelLiteral): string | undefined {
  const cast = (text: string): string => `CAST(${text} AS ${typeText(type)})`;
  if (value === null) return undefined;
  if (value instanceof Uint8Array) {
    const hex = `0x${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    return type.name === 'hierarchyid' ? cast(hex) : hex;
  }
  if (typeof value === 'string') {
    const quoted = `'${value.replaceAll("'", "''")}'`;
    return cast(type.name.startsWith('n') ? `N${quoted}` : quoted);
  }
  if (typeof value === 'number') return cast(`'${value}'`);
  return cast(decimalText(value, scaleOf(type)));
}

function scaleOf(type: SqlType): number {
  if (type.name === 'decimal') return type.scale;
  return type.name === 'money' || type.name === 'smallmoney' ? 4 : 0;
}

/** The value from the text that results are written in. Zeros at the end of a second say nothing. */
function valueOf(text: string, type: SqlType): RelLiteral['value'] | undefined {
  switch (type.name) {
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return BigInt(text);
    case 'decimal':
    case 'money':
    case 'smallmoney':
      return BigInt(text.replace('.', ''));
    case 'float':
    case 'real':
      return Number(text);
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'rowversion':
    case 'hierarchyid':
      return Uint8Array.from((text.slice(2).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
    case 'time':
      return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    default:
      return text;
  }
}
