import { isCharacter, isInteger, type SqlType, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelSelect } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerQuery, outputNames } from './lower-query.js';
import { joinedRows, rowsToJoin } from './rows-to-join.js';

const TEXT: SqlType = string('nvarchar', 'max');
const text = (value: string): RelExpression => ({ kind: 'literal', type: TEXT, nullable: false, value });

/** How `.value()` reads the text: all of it, without the elements around parts, or where there are no elements alone. */
export type ReadText = 'all' | 'plain';

/**
 * `(SELECT … FOR XML PATH(''))`: the texts of all rows one after the other, with PATH('row') and RAW in an element each. No
 * row gives NULL, rows of NULLs an empty text. Read back by `.value()` the texts are as they were; otherwise `&`, `<`, `>`
 * and carriage returns stand there as entities.
 * learn.microsoft.com/sql/relational-databases/xml/use-path-mode-with-for-xml, …/use-raw-mode-with-for-xml
 */
export function lowerXmlText(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundQuery,
  read?: ReadText,
): RelExpression | undefined {
  if (bound.kind !== 'select' || bound.for?.format !== 'XML') return undefined;
  const refuse = (construct: string): RelExpression =>
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  const { mode, directives } = bound.for;
  const element = bound.for.element ?? 'row';
  const given = (name: string) => directives.find((directive) => directive.name.toUpperCase() === name);
  const known = directives.every(({ name, value }) =>
    ['TYPE', 'ROOT', ...(value === undefined ? ['ELEMENTS'] : [])].includes(name.toUpperCase()),
  );
  const root = given('ROOT');
  if ((mode !== 'PATH' && mode !== 'RAW') || !known || ![element, root?.value ?? 'root'].every(isElementName)) {
    return refuse(`FOR XML ${mode}`);
  }
  const { for: _, ...rest } = bound;
  const lowered = lowerQuery(context, scope, rest, outputNames(context, bound.columns), true);
  if (lowered.kind !== 'select') return refuse('FOR XML of this query');
  const shown = rowsToJoin(lowered);
  if (!shown) return refuse('FOR XML of a query that is ordered by what it does not return');
  const raw = mode === 'RAW' && !given('ELEMENTS');
  const parts = shown.select.map(({ expression }, i) => {
    const { name } = bound.columns[i] ?? {};
    return partOf(expression, raw ? `@${name ?? ''}` : name, element, read);
  });
  const texts = parts.filter((part) => part !== undefined);
  if (texts.length < parts.length) return refuse('FOR XML of such values or names');
  const row = rowOf(texts, element, read);
  if (shown.from && shown.orderBy.length === 0)
    context.normalise('order', 'FOR XML without ORDER BY joins the rows in any order');
  const query: RelSelect = {
    ...shown,
    columns: [{ name: 'joined', type: TEXT, nullable: true }],
    select: [{ expression: joinedRows(shown, TEXT, row, text('')), name: 'joined' }],
    orderBy: [],
  };
  const all: RelExpression = { kind: 'scalar-subquery', type: TEXT, nullable: true, query };
  if (!root || read) return all;
  const name = root.value ?? 'root';
  return concatenated(concatenated(text(`<${name}>`), all), text(`</${name}>`));
}

interface Part {
  readonly attribute: boolean;
  readonly text: RelExpression;
}

/** Names that need no escape; an empty one is no element. */
const isElementName = (name: string): boolean => name === '' || /^[A-Za-z_][\w.-]*$/.test(name);

/** The element of a row; without content it is closed at once. */
function rowOf(parts: readonly Part[], element: string, read: ReadText | undefined): RelExpression {
  const joined = (chosen: readonly Part[]): RelExpression | undefined =>
    chosen.length === 0 ? undefined : chosen.map((part) => part.text).reduce(concatenated);
  const content = joined(parts.filter(({ attribute }) => !attribute));
  if (element === '' || read) return content ?? text('');
  const attributes = joined(parts.filter(({ attribute }) => attribute));
  const open = attributes ? concatenated(text(`<${element}`), attributes) : text(`<${element}`);
  if (!content) return concatenated(open, text('/>'));
  const inside = concatenated(text('>'), call('NULLIF', [content, text('')]));
  return concatenated(open, call('COALESCE', [concatenated(inside, text(`</${element}>`)), text('/>')]));
}

/** A column without a name is text, one with a name an element around it, one with @ an attribute; NULL is nothing. */
function partOf(
  value: RelExpression,
  name: string | undefined,
  element: string,
  read: ReadText | undefined,
): Part | undefined {
  const whole = textOf(value);
  if (!whole) return undefined;
  const escaped = isCharacter(value.type) ? escape(whole) : whole;
  if (name?.startsWith('@')) {
    if (element === '' || name === '@' || !isElementName(name.slice(1))) return undefined;
    const quoted = isCharacter(value.type) ? QUOTES.reduce(replaced, escaped) : escaped;
    const written = concatenated(concatenated(text(` ${name.slice(1)}="`), quoted), text('"'));
    return { attribute: true, text: call('COALESCE', [written, text('')]) };
  }
  const plain = isPlainText(name);
  if (!plain && (name === undefined || name === '' || !isElementName(name) || read === 'plain')) return undefined;
  const written = read ? whole : escaped;
  const shown = plain || read ? written : concatenated(concatenated(text(`<${name}>`), written), text(`</${name}>`));
  return { attribute: false, text: call('COALESCE', [shown, text('')]) };
}

/** Whether a column of such a name is text without an element around it. */
export const isPlainText = (name: string | undefined): boolean =>
  name === undefined || name === 'text()' || name === 'node()' || name === '*';

/** A value as XML writes it: moments in ISO form, all decimals of money, floats with an exponent. */
function textOf(value: RelExpression): RelExpression | undefined {
  const { type } = value;
  const cast = (style?: number): RelExpression => ({
    kind: 'cast',
    type: TEXT,
    nullable: value.nullable,
    operand: value,
    attempt: false,
    implicit: style === undefined,
    ...(style === undefined ? {} : { style }),
  });
  if (isCharacter(type)) return value;
  if (isInteger(type) || ['bit', 'decimal', 'date', 'uniqueidentifier'].includes(type.name)) return cast();
  if (['money', 'smallmoney', 'float'].includes(type.name)) return cast(2);
  return ['datetime', 'smalldatetime', 'datetime2'].includes(type.name) ? cast(126) : undefined;
}

function escape(value: RelExpression): RelExpression {
  if (value.kind === 'literal' && typeof value.value === 'string') return { ...value, value: escaped(value.value) };
  return { kind: 'operation', operator: 'xml-text', operands: [value], type: TEXT, nullable: value.nullable };
}

/** A text of blanks alone ends in one that is written as an entity: captured from SQL Server 2025. */
const escaped = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#x0D;')
    .replace(/^([ \t\n]*) $/, '$1&#x20;');

const QUOTES: readonly (readonly [character: string, entity: string])[] = [
  ['"', '&quot;'],
  ['\n', '&#x0A;'],
  ['\t', '&#x09;'],
];

function replaced(value: RelExpression, [character, entity]: readonly [string, string]): RelExpression {
  if (value.kind === 'literal' && typeof value.value === 'string') {
    return { ...value, value: value.value.replaceAll(character, entity) };
  }
  return call('REPLACE', [value, text(character), text(entity)]);
}

const call = (name: 'COALESCE' | 'NULLIF' | 'REPLACE', args: readonly RelExpression[]): RelExpression => ({
  kind: 'call',
  type: TEXT,
  nullable: name !== 'COALESCE',
  function: name,
  arguments: args,
});

const concatenated = (left: RelExpression, right: RelExpression): RelExpression => ({
  kind: 'operation',
  operator: 'concatenate',
  operands: [left, right],
  type: TEXT,
  nullable: left.nullable || right.nullable,
});
