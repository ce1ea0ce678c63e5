import { Document, isMap, isScalar, isSeq, Scalar, stringify, type Tags, visit, type YAMLSeq } from 'yaml';
import type { ConfigValue } from '../spec/project-spec.js';

/** What YAML 1.1 gives a meaning that the library does not quote: the default key and the merge key. */
const SPECIAL_SCALARS = new Set(['=', '<<']);
/** Characters that need escapes: YAML forbids them, takes them for line breaks, or (tabs) for indentation. */
const UNSAFE_CHARACTER = /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * YAML in block style, short lists on one line. dbt reads YAML 1.1, where `no`, `2024-01-01` and `1:30` are no strings: such strings are quoted.
 */
export function writeYaml(value: ConfigValue, lineWidth = 100): string {
  const document = new Document(value, { version: '1.1', customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      const unsafe =
        node.value.search(UNSAFE_CHARACTER) >= 0 || SPECIAL_SCALARS.has(node.value) || /^[<>]/.test(node.value);
      if (unsafe) node.type = Scalar.QUOTE_DOUBLE;
    },
    Pair(_key, { key, value }) {
      if (!isSeq(value) || (isScalar(key) && key.value === 'data_tests')) return;
      if (isScalar(key) && key.value === 'rows') writeRows(value);
      else value.flow = fitsOnLine(value.items);
      for (const item of value.items) if (isSeq(item)) item.flow = fitsOnLine(item.items);
    },
  });
  const text = document.toString({
    lineWidth,
    directives: false,
    flowCollectionPadding: false,
  });
  return text.replace(UNSAFE_CHARACTER, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Rows of a fixture read like a table, one a line; a row that does not fit is a mapping like others. */
function writeRows({ items }: YAMLSeq): void {
  const rows = items.filter((item) => isMap(item));
  const width = (row: unknown): number =>
    stringify(row, { version: '1.1', collectionStyle: 'flow', lineWidth: 0 }).length;
  const fit = rows.every((row) => width(row) <= WIDEST_ROW);
  for (const row of rows) row.flow = fit;
}

/** With what stands before it, a line of a file whose lines may be 130 wide. */
const WIDEST_ROW = 115;

/** Lists of a few plain values stand on one line: `columns: [order_id, line_number]`. */
function fitsOnLine(items: readonly unknown[]): boolean {
  const scalars = items.filter((item) => isScalar(item));
  if (scalars.length < items.length) return false;
  return (
    scalars.every(({ value }) => !String(value).includes('\n')) &&
    scalars.map(({ value }) => value).join(', ').length <= 60
  );
}

/** The merge tag writes `<<` bare, whatever the node says. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => (typeof tag === 'string' ? tag !== 'merge' : tag.tag !== 'tag:yaml.org,2002:merge'));
}

/** A mapping without the entries that say nothing: absent values, empty lists, empty mappings. */
export function compact(entries: Readonly<Record<string, ConfigValue | undefined>>): Record<string, ConfigValue> {
  const result: Record<string, ConfigValue> = {};
  for (const [key, value] of Object.entries(entries)) {
    const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    if (value !== undefined && value !== '' && !empty) result[key] = value;
  }
  return result;
}

/** Text that dbt renders as Jinja but that is meant as it stands: a description from the database. */
export function literalText(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || !/\{[{%#]/.test(trimmed)) return trimmed;
  return trimmed.replace(/\{(?=[{%#])/g, "{{ '{' }}");
}
