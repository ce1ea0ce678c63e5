import { collationByName, isUnicode } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import {
  constantText,
  type FunctionRendering,
  type FunctionTable,
  noFunction,
  wholeNumber,
} from './function-rendering.js';
import { patternRendering } from './like-pattern.js';

const VARCHAR = duck('varchar');
const BIGINT = duck('bigint');

/** A function that DuckDB has under some name, with the same meaning for texts. */
const same =
  (name: string, type = VARCHAR): FunctionRendering =>
  (renderer, node, args) =>
    node.arguments.some(({ type: { name: from } }) => BINARY.has(from))
      ? noFunction(renderer, node, 'of bytes')
      : rendered(call(name, ...args), type);

const BINARY: ReadonlySet<string> = new Set(['binary', 'varbinary', 'image']);

const isCaseSensitive = (node: Rel.RelCall): boolean =>
  node.collation !== undefined && collationByName(node.collation).caseSensitive;

const isAccentSensitive = (node: Rel.RelCall): boolean =>
  node.collation === undefined || collationByName(node.collation).accentSensitive;

/** What is compared instead of a text, where the collation ignores case or accents; trailing blanks count. */
export function folded(node: Rel.RelCall, position: number, value: Rendered): Rendered {
  const constant = constantText(node, position);
  const accents = isAccentSensitive(node);
  if (isCaseSensitive(node) && accents) return value;
  if (constant !== undefined) {
    if (/^[ -@[-`{-~]*$/.test(constant)) return value;
    if (/^[ -~]*$/.test(constant))
      return withFields(rendered(text(constant.toLowerCase()), VARCHAR), { constant: true });
  }
  const cased = isCaseSensitive(node) ? value : call('lower', value);
  return rendered(accents ? cased : call('strip_accents', cased), VARCHAR);
}

/** Without a second argument blanks alone are trimmed. */
const trim =
  (name: string): FunctionRendering =>
  (renderer, node, args) => {
    if (args.length === 1) {
      const [inner] = node.arguments;
      const other = name === 'ltrim' ? 'RTRIM' : 'LTRIM';
      const both = inner?.kind === 'call' && inner.function === other && inner.arguments.length === 1;
      const [operand] = both ? inner.arguments : [];
      if (operand && !inner?.type.name.startsWith('bin'))
        return rendered(call('trim', renderer.value(operand)), VARCHAR);
      return rendered(call(name, ...args), VARCHAR);
    }
    const set = constantText(node, 1);
    const [value] = args;
    if (!value || set === undefined || /[^ -~]/.test(set)) return noFunction(renderer, node, 'with these characters');
    const both = isCaseSensitive(node) ? set : [...new Set(set.toLowerCase() + set.toUpperCase())].join('');
    return rendered(call(name, value, text(both)), VARCHAR);
  };

/** A negative count is an error in SQL Server and counts from the other end in DuckDB. */
const side =
  (name: 'left' | 'right'): FunctionRendering =>
  (renderer, _node, args) => {
    const count = wholeNumber(args[1]);
    if (count !== undefined && count >= 0) return rendered(call(name, ...args), VARCHAR);
    return rendered(renderer.macro(`tsql_${name}`, args), VARCHAR);
  };

/** 'ß' has no upper case in SQL Server. */
const cased =
  (name: 'upper' | 'lower'): FunctionRendering =>
  (renderer, node, args) => {
    const constant = constantText(node, 0);
    if (constant !== undefined && /ß|İ|ı/.test(constant)) return noFunction(renderer, node, 'of this text');
    if (node.keepsSharpS) return rendered(renderer.macro('tsql_upper', args), VARCHAR);
    return rendered(call(name, ...args), VARCHAR);
  };

/** learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql, duckdb.org/docs/sql/functions/text */
export const STRING_RENDERINGS: FunctionTable = {
  ASCII: (renderer, _node, args) => rendered(renderer.macro('tsql_ascii', args), BIGINT),
  CHAR: (renderer, { constant }, args) => {
    const sign = typeof constant?.value === 'string' ? constant.value : '';
    // The code pages differ above.
    if (/^[\x01-\x7f]$/.test(sign)) return rendered(call('chr', atom(String(sign.charCodeAt(0)))), VARCHAR);
    return rendered(renderer.macro('tsql_char', args), VARCHAR);
  },
  CONCAT: same('concat'),
  CONCAT_WS: (_renderer, node, [separator, ...values]) => {
    const empty = node.arguments[0]?.nullable === false || constantText(node, 0) !== undefined;
    const given = separator ?? { ...rendered(text(''), VARCHAR) };
    return rendered(call('concat_ws', empty ? given : call('coalesce', given, text('')), ...values), VARCHAR);
  },
  DATALENGTH: renderDataLength,
  LEFT: side('left'),
  LEN: (renderer, node, [value]) => {
    if (!value || BINARY.has(node.arguments[0]?.type.name ?? '')) return noFunction(renderer, node, 'of bytes');
    // DuckDB counts characters, SQL Server units of UTF-16.
    if (/[\u{10000}-\u{10ffff}]/u.test(constantText(node, 0) ?? '')) return noFunction(renderer, node, 'of this text');
    return rendered(call('length', call('rtrim', value)), BIGINT);
  },
  LOWER: cased('lower'),
  LTRIM: trim('ltrim'),
  NCHAR: (renderer, _node, args) => rendered(renderer.macro('tsql_nchar', args), VARCHAR),
  PATINDEX: patternRendering,
  QUOTENAME: renderQuoteName,
  REPLACE: renderReplace,
  REPLICATE: renderReplicate,
  REVERSE: same('reverse'),
  RIGHT: side('right'),
  RTRIM: trim('rtrim'),
  SOUNDEX: (renderer, _node, args) => rendered(renderer.macro('tsql_soundex', args), VARCHAR),
  SPACE: (renderer, _node, [count]) => {
    const blanks = wholeNumber(count);
    if (blanks !== undefined && blanks >= 0 && blanks <= 8000) return rendered(text(' '.repeat(blanks)), VARCHAR);
    return rendered(renderer.macro('tsql_replicate', [text(' '), ...(count ? [count] : [])], { most: 8000 }), VARCHAR);
  },
  STR: (renderer, node, [number, ...sizes]) => {
    const [length = 10, decimals = 0] = sizes.map(wholeNumber);
    const constant = sizes.every((size) => wholeNumber(size) !== undefined);
    // A constant is decided with the call; the macro does not drop decimals for which there is no room.
    if (!number || node.constant || !constant || length < 1 || length > 8000 || decimals < 0 || decimals > 15) {
      return noFunction(renderer, node, 'with these sizes');
    }
    const double = castTo('double', number);
    return rendered(renderer.macro('tsql_str', [double, atom(String(length)), atom(String(decimals))]), VARCHAR);
  },
  STUFF: (renderer, _node, args) => rendered(renderer.macro('tsql_stuff', args), VARCHAR),
  SUBSTRING: renderSubstring,
  TRANSLATE: renderTranslate,
  TRIM: trim('trim'),
  UNICODE: (renderer, node, [value]) =>
    /[\u{10000}-\u{10ffff}]/u.test(constantText(node, 0) ?? '')
      ? noFunction(renderer, node, 'of this text')
      : rendered(call('nullif', value ? call('unicode', value) : text(''), atom('-1')), BIGINT),
  UPPER: cased('upper'),
  CHARINDEX: renderCharIndex,
};

/** Positions count bytes of binary values, written as pairs of hex digits. */
function renderSubstring(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const start = wholeNumber(args[1]);
  const length = wholeNumber(args[2]);
  const literal = start !== undefined && start >= 1 && length !== undefined && length >= 0;
  if (BINARY.has(node.arguments[0]?.type.name ?? '')) {
    const [value] = args;
    if (!literal || !value) return noFunction(renderer, node, 'of bytes at a computed place');
    const part = call('substr', call('hex', value), atom(String(2 * start - 1)), atom(String(2 * length)));
    return rendered(call('unhex', part), duck('blob'));
  }
  if (args.length === 2) return noFunction(renderer, node, 'without a length');
  return literal
    ? rendered(call('substr', ...args), VARCHAR)
    : rendered(renderer.macro('tsql_substring', args), VARCHAR);
}

/** The result is cut at 8000 bytes, or 4000 characters of nvarchar, whatever it is converted to then; of max types it is not. */
function renderReplicate(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const count = wholeNumber(args[1]);
  const type = node.arguments[0]?.type ?? node.type;
  const limit = 'length' in type && type.length === 'max' ? undefined : isUnicode(type) ? 4000 : 8000;
  const unit = constantText(node, 0)?.length ?? ('length' in type && typeof type.length === 'number' ? type.length : 1);
  if (count === undefined && limit !== undefined && mostTimes(node.arguments[1]) * unit > limit) {
    return rendered(renderer.macro('tsql_replicate', args, { most: limit }), VARCHAR);
  }
  const repeated = count !== undefined && count >= 0 ? call('repeat', ...args) : renderer.macro('tsql_replicate', args);
  if (limit === undefined || (count !== undefined && count * unit <= limit)) return rendered(repeated, VARCHAR);
  if (count === undefined) return rendered(repeated, VARCHAR);
  return rendered(call('left', repeated, atom(String(limit))), VARCHAR);
}

/** `10 - LEN(x)` is 10 at most. */
function mostTimes(count: Rel.RelExpression | undefined): number {
  if (count?.kind === 'cast') return mostTimes(count.operand);
  if (count?.kind === 'literal') return Number(count.value ?? 0);
  if (count?.kind === 'operation' && count.operator === 'within-number') return mostTimes(count.operands[0]);
  if (count?.kind === 'operation' && count.operator === 'subtract') {
    const [from, less] = count.operands;
    const counted = less?.kind === 'call' && (less.function === 'LEN' || less.function === 'DATALENGTH');
    return counted && from?.kind === 'literal' ? Number(from.value ?? 0) : Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}

const CLOSING: { readonly [mark: string]: readonly [string, string] } = {
  '': ['[', ']'],
  '[': ['[', ']'],
  ']': ['[', ']'],
  '(': ['(', ')'],
  ')': ['(', ')'],
  '{': ['{', '}'],
  '}': ['{', '}'],
  '<': ['<', '>'],
  '>': ['<', '>'],
  "'": ["'", "'"],
  '"': ['"', '"'],
  '`': ['`', '`'],
};

/** The text as it was written: more than 128 characters give NULL, they are not cut. */
function renderQuoteName(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const [argument, mark] = node.arguments;
  if (!argument) return noFunction(renderer, node);
  const whole = argument.kind === 'cast' && argument.implicit ? renderer.value(argument.operand) : args[0];
  const delimiter = mark ? constantText(node, 1) : '[';
  if (delimiter === undefined || !whole || whole.type.name !== 'varchar')
    return noFunction(renderer, node, 'with a computed delimiter');
  const marks = CLOSING[delimiter.charAt(0)];
  if (!marks) return { ...rendered(castTo('varchar', atom('null')), VARCHAR) };
  return rendered(renderer.macro('tsql_quotename', [whole, text(marks[0]), text(marks[1])]), VARCHAR);
}

function renderTranslate(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const from = constantText(node, 1);
  const to = constantText(node, 2);
  const [value] = args;
  if (!value || from === undefined || to === undefined || /[^ -~]/.test(from)) {
    return noFunction(renderer, node, 'with computed characters');
  }
  if (from.length !== to.length) {
    const message = 'The second and third arguments of TRANSLATE must have an equal number of characters (9828)';
    return rendered(call('error', text(message)), VARCHAR);
  }
  const places = new Map<string, string>();
  for (let i = 0; i < from.length; i++) {
    const character = from.charAt(i);
    const all = isCaseSensitive(node) ? [character] : [character.toLowerCase(), character.toUpperCase()];
    for (const each of all) if (!places.has(each)) places.set(each, to.charAt(i));
  }
  return rendered(
    call('translate', value, text([...places.keys()].join('')), text([...places.values()].join(''))),
    VARCHAR,
  );
}

function renderCharIndex(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const [needle, haystack, start] = args;
  if (!needle || !haystack) return noFunction(renderer, node);
  if (node.arguments.some(({ type }) => BINARY.has(type.name))) return noFunction(renderer, node, 'of bytes');
  const searched = constantText(node, 0);
  const wanted = folded(node, 0, needle);
  // Without letters there is no case to ignore.
  const plain = searched !== undefined && /^[ -@[-`{-~]*$/.test(searched);
  const within = plain ? haystack : folded(node, 1, haystack);
  if (!start && searched !== undefined && searched !== '') return rendered(call('strpos', within, wanted), BIGINT);
  return rendered(renderer.macro('tsql_charindex', [wanted, within, ...(start ? [start] : [])]), BIGINT);
}

function renderReplace(...[renderer, node, args]: Parameters<FunctionRendering>): Rendered {
  const searched = constantText(node, 1) ?? signOf(node.arguments[1]);
  if (!isAccentSensitive(node)) return noFunction(renderer, node, 'ignoring accents');
  const [, , put] = args;
  if (searched === '' && put && !put.constant && node.arguments[2]?.nullable !== false) {
    const written = atom(['case when ', put.doc, ' is not null then ', args[0]?.doc ?? '', ' end']);
    return rendered(written, VARCHAR);
  }
  if (searched === '') return args[0] ?? noFunction(renderer, node);
  const sensitive = isCaseSensitive(node);
  if (searched !== undefined && (sensitive || /^[\x01-@[-`{-~]+$/.test(searched))) {
    return rendered(call('replace', ...args), VARCHAR);
  }
  const replacement = constantText(node, 2);
  const [value] = args;
  if (!value || sensitive) return noFunction(renderer, node, 'with a computed text to search for');
  if (searched === undefined || replacement === undefined || /[^ -~]/.test(searched) || replacement.includes('\\')) {
    return rendered(renderer.macro('tsql_replace', args), VARCHAR);
  }
  const pattern = searched.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return rendered(call('regexp_replace', value, text(pattern), text(replacement), text('gi')), VARCHAR);
}

/** What CHAR gives for a number that is known: line ends and tabs, which no text shows. */
function signOf(node: Rel.RelExpression | undefined): string | undefined {
  if (node?.kind !== 'call' || node.function !== 'CHAR') return undefined;
  return typeof node.constant?.value === 'string' ? node.constant.value : undefined;
}

const BYTES: { readonly [type: string]: number } = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  smallmoney: 4,
  money: 8,
  real: 4,
  float: 8,
  date: 3,
  smalldatetime: 4,
  datetime: 8,
  uniqueidentifier: 16,
};

/** Bytes of storage: those of texts are counted, the others follow from the type, but for NULL. */
function renderDataLength(renderer: Renderer, node: Rel.RelCall, [value]: readonly Rendered[]): Rendered {
  const type = node.arguments[0]?.type;
  if (!value || !type) return noFunction(renderer, node);
  const bytes = BYTES[type.name] ?? fractionBytes(type);
  const given = (count: string): Rendered =>
    rendered(atom(['case when ', value.doc, ` is not null then ${count} end`]), BIGINT);
  if (bytes !== undefined) return given(String(bytes));
  if (BINARY.has(type.name)) return rendered(call('octet_length', value), BIGINT);
  if (type.name === 'decimal') return noFunction(renderer, node, 'of a decimal');
  const length = call('length', value);
  if (type.name === 'nvarchar' || type.name === 'nchar' || type.name === 'ntext') {
    if (/[\u{10000}-\u{10ffff}]/u.test(constantText(node, 0) ?? '')) return noFunction(renderer, node, 'of this text');
    return rendered(binary('*', BINDING.multiplicative, atom('2'), length), BIGINT);
  }
  return type.name === 'varchar' || type.name === 'char' || type.name === 'text'
    ? rendered(length, BIGINT)
    : noFunction(renderer, node, `of ${type.name}`);
}

function fractionBytes(type: Rel.RelExpression['type']): number | undefined {
  if (type.name !== 'time' && type.name !== 'datetime2' && type.name !== 'datetimeoffset') return undefined;
  const extra = type.scale <= 2 ? 0 : type.scale <= 4 ? 1 : 2;
  return { time: 3, datetime2: 6, datetimeoffset: 8 }[type.name] + extra;
}
