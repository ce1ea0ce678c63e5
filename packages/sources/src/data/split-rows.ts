/** How a text file of rows is written. */
export interface RowFormat {
  readonly field: string;
  readonly row: string;
  /** FORMAT = 'CSV': fields may stand in quotes (RFC 4180). */
  readonly quote?: string;
  /** How many fields a row has: a row ends only behind its last field, so that others may hold line ends. */
  readonly fields?: number;
}

/** The fields of each row, one row at a time. */
export function* splitRows(text: string, format: RowFormat): Generator<readonly string[], void, undefined> {
  if (format.quote !== undefined) {
    yield* quotedRows(text, format, format.quote);
    return;
  }
  for (let from = 0; from < text.length; ) {
    const fields: string[] = [];
    while (format.fields !== undefined && fields.length < format.fields - 1) {
      const at = text.indexOf(format.field, from);
      if (at < 0) break;
      fields.push(text.slice(from, at));
      from = at + format.field.length;
    }
    const at = text.indexOf(format.row, from);
    const end = at < 0 ? text.length : at;
    // Files of Windows and of Unix: a line end written as \n stands for both.
    const cut = format.row === '\n' && end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    const rest = text.slice(from, cut);
    yield format.fields === undefined ? rest.split(format.field) : [...fields, rest];
    if (at < 0) return;
    from = end + format.row.length;
  }
}

function* quotedRows(text: string, format: RowFormat, quote: string): Generator<readonly string[], void, undefined> {
  const { field, row } = format;
  let fields: string[] = [];
  let value = '';
  let i = 0;
  while (i < text.length) {
    if (value === '' && text[i] === quote) {
      const end = closingQuote(text, i + 1, quote);
      value = text.slice(i + 1, end).replaceAll(quote + quote, quote);
      i = end + 1;
    } else if (text.startsWith(field, i)) {
      fields.push(value);
      value = '';
      i += field.length;
      if (i >= text.length) fields.push('');
    } else if (text.startsWith(row, i) || (row === '\n' && text.startsWith('\r\n', i))) {
      yield [...fields, value];
      fields = [];
      value = '';
      i += text.startsWith(row, i) ? row.length : 2;
    } else value += text[i++];
  }
  if (fields.length > 0 || value !== '') yield [...fields, value];
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return text.length;
}

/** `\t`, `\n`, `0x0a` as BULK INSERT writes terminators. */
export function terminator(written: string): string {
  const hex = /^0x((?:[0-9a-f]{2})+)$/i.exec(written)?.[1];
  if (hex !== undefined) return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return written.replace(/\\([tnr0\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '0': '\0', '\\': '\\' };
