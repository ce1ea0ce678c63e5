import { quotedIdentifier, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { chosen } from './known.js';

/**
 * The text that an expression always gives, as SQL Server computes it: concatenation of constants, QUOTENAME, ISNULL and
 * the like. Undefined where it depends on anything else; null where it is NULL.
 */
export function constantText(expression: Bound.BoundExpression): string | null | undefined {
  switch (expression.kind) {
    case 'literal':
      return literalText(expression);
    case 'collate':
      return constantText(expression.operand);
    case 'cast':
      return expression.style ? undefined : cut(constantText(expression.operand), expression.type);
    case 'concatenation':
      return concatenation(expression);
    case 'case':
      return chosen(expression, constantText);
    case 'call':
      return cut(callText(expression), expression.type);
    default:
      return undefined;
  }
}

function literalText({ value, type }: Bound.BoundLiteral): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'bigint' && INTEGERS.has(type.name) ? String(value) : undefined;
}

const INTEGERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);

/** As a variable or function of the type holds it. */
function cut(text: string | null | undefined, type: SqlType): string | null | undefined {
  if (text === undefined || text === null) return text;
  if (type.name !== 'varchar' && type.name !== 'nvarchar') return undefined;
  if (type.name === 'varchar' && !/^[\0-~]*$/.test(text)) return undefined;
  return type.length === 'max' ? text : text.slice(0, type.length);
}

function concatenation(node: Bound.BoundConcatenation): string | null | undefined {
  const left = constantText(node.left);
  const right = constantText(node.right);
  if (left === undefined || right === undefined) return undefined;
  if ((left === null || right === null) && node.nullYieldsNull) return null;
  return cut(`${left ?? ''}${right ?? ''}`, node.type);
}

function callText({ function: name, arguments: args }: Bound.BoundCall): string | null | undefined {
  const texts = args.map(constantText);
  const [first, second, third] = texts;
  if (name === 'ISNULL') return first === null ? second : first;
  if (texts.includes(undefined)) return undefined;
  if (name === 'CONCAT') return texts.map((text) => text ?? '').join('');
  if (texts.includes(null) || typeof first !== 'string') return null;
  switch (name) {
    case 'QUOTENAME':
      return quoteName(first, second ?? '[');
    case 'UPPER':
      return ascii(first)?.toUpperCase();
    case 'LOWER':
      return ascii(first)?.toLowerCase();
    case 'LTRIM':
      return args.length === 1 ? first.replace(/^ +/, '') : undefined;
    case 'RTRIM':
      return args.length === 1 ? first.replace(/ +$/, '') : undefined;
    case 'TRIM':
      return args.length === 1 ? first.replace(/^ +| +$/g, '') : undefined;
    case 'REPLACE':
      return replaced(first, second, third);
    case 'CHAR':
    case 'NCHAR':
      return Number(first) > 0 && Number(first) < 127 ? String.fromCharCode(Number(first)) : undefined;
    default:
      return undefined;
  }
}

const ascii = (text: string): string | undefined => (/^[\0-~]*$/.test(text) ? text : undefined);

/** learn.microsoft.com/sql/t-sql/functions/quotename-transact-sql */
function quoteName(name: string, quote: string): string | null | undefined {
  if (name.length > 128) return null;
  if (quote === '[' || quote === ']') return quotedIdentifier(name);
  return quote === "'" || quote === '"' ? `${quote}${name.replaceAll(quote, quote + quote)}${quote}` : undefined;
}

/** Where case could matter to the search the result is not known here. */
function replaced(text: string, from: string | null | undefined, to: string | null | undefined): string | undefined {
  if (typeof from !== 'string' || typeof to !== 'string' || from === '') return undefined;
  const exact = text.split(from).length;
  return exact === text.toLowerCase().split(from.toLowerCase()).length ? text.replaceAll(from, to) : undefined;
}
