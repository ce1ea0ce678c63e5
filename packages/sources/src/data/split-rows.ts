import { DataFault } from './table-data.js';

/** How a text file of rows is written. */
export interface RowFormat {
  readonly field: string;
  readonly row: string;
  /** FORMAT = 'CSV': fields may stand in quotes (RFC 4180). */
  readonly quote?: string;
  /** How many fields a row has: a row ends only behind its last field, so that others may hold line ends. */
  readonly fields?: number;
}

type Fields = readonly string[];

/** A row, and where in the text the next one begins. */
interface FoundRow {
  readonly fields: Fields;
  readonly end: number;
}

/** What no terminator ends is no file of rows, and would have to be held as a whole. */
const LONGEST_ROW = 128 * 1024 * 1024;

/** The fields of each row, one row at a time. The text may come in parts. */
export function* splitRows(text: string | Iterable<string>, format: RowFormat): Generator<Fields, void, undefined> {
  const find = format.quote === undefined ? plainRow : quotedRow;
  let rest = '';
  for (const part of typeof text === 'string' ? [text] : text) {
    rest = rest === '' ? part : rest + part;
    let from = 0;
    // What a row ends with may itself be cut in two: the last characters wait for the next part.
    const safe = rest.length - Math.max(format.row.length, format.field.length, 2);
    for (let row = find(rest, from, format, false); row && row.end <= safe; row = find(rest, from, format, false)) {
      yield row.fields;
      from = row.end;
    }
    rest = rest.slice(from);
    if (rest.length > LONGEST_ROW) throw new DataFault(`a row does not end within ${LONGEST_ROW >> 20} MB`);
  }
  for (let from = 0; from < rest.length; ) {
    const row = find(rest, from, format, true);
    if (!row) return;
    yield row.fields;
    from = row.end;
  }
}

/** Undefined where the row does not end within the text; `last`: nothing follows, so that the text's end is its end. */
function plainRow(text: string, start: number, format: RowFormat, last: boolean): FoundRow | undefined {
  const fields: string[] = [];
  let from = start;
  while (format.fields !== undefined && fields.length < format.fields - 1) {
    const at = text.indexOf(format.field, from);
    if (at < 0) {
      if (!last) return undefined;
      break;
    }
    fields.push(text.slice(from, at));
    from = at + format.field.length;
  }
  const at = text.indexOf(format.row, from);
  if (at < 0 && !last) return undefined;
  const end = at < 0 ? text.length : at;
  // Files of Windows and of Unix: a line end written as \n stands for both.
  const cut = format.row === '\n' && end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  const rest = text.slice(from, cut);
  const next = at < 0 ? text.length : end + format.row.length;
  return { fields: format.fields === undefined ? rest.split(format.field) : [...fields, rest], end: next };
}

function quotedRow(text: string, start: number, format: RowFormat, last: boolean): FoundRow | undefined {
  const { field, row, quote = '"' } = format;
  const fields: string[] = [];
  let value = '';
  let i = start;
  while (i < text.length) {
    if (value === '' && text[i] === quote) {
      const end = closingQuote(text, i + 1, quote);
      if (end === undefined && !last) return undefined;
      const inside = text.slice(i + 1, end);
      value = inside.includes(quote) ? inside.replaceAll(quote + quote, quote) : inside;
      i = end === undefined ? text.length : end + 1;
    } else if (text.startsWith(field, i)) {
      fields.push(value);
      value = '';
      i += field.length;
      if (i >= text.length && last) return { fields: [...fields, ''], end: i };
    } else if (text.startsWith(row, i)) {
      return { fields: [...fields, value], end: i + row.length };
    } else if (row === '\n' && text.startsWith('\r\n', i)) {
      return { fields: [...fields, value], end: i + 2 };
    } else {
      const end = endOfPlain(text, i + 1, field, row);
      value += text.slice(i, end);
      i = end;
    }
  }
  if (!last) return undefined;
  return fields.length > 0 || value !== '' ? { fields: [...fields, value], end: i } : undefined;
}

/** Up to where a value without quotes may go on: the next character that could begin a terminator. */
function endOfPlain(text: string, from: number, field: string, row: string): number {
  const [fieldStart, rowStart] = [field.charCodeAt(0), row.charCodeAt(0)];
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === fieldStart || code === rowStart || code === 13) return i;
  }
  return text.length;
}

/** Undefined where the text ends inside of the quotes, or may go on with a second quote. */
function closingQuote(text: string, from: number, quote: string): number | undefined {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return undefined;
}

/** `\t`, `\n`, `0x0a` as BULK INSERT writes terminators. */
export function terminator(written: string): string {
  const hex = /^0x((?:[0-9a-f]{2})+)$/i.exec(written)?.[1];
  if (hex !== undefined) return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return written.replace(/\\([tnr0\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '0': '\0', '\\': '\\' };
