import { argument, raise, type TsqlMacro } from './macro.js';

/**
 * The ranges of the numbers in a hierarchyid: the first number of each, and how its bits stand.
 * learn.microsoft.com/openspecs/sql_server_protocols/ms-ssclrt
 */
const RANGES: readonly (readonly [first: string, pattern: string])[] = [
  ['0', '01xx'],
  ['4', '100xx'],
  ['8', '101xxx'],
  ['16', '110xx0x1xxx'],
  ['80', '1110xxx0xxx0x1xxx'],
  ['1104', '11110xxxxx0xxx0x1xxx'],
  ['5200', '111110xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx'],
  ['4294972496', '111111xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx'],
  ['-8', '00111xxx'],
  ['-72', '0010xx0x1xxx'],
  ['-4168', '000110xxxxx0xxx0x1xxx'],
  ['-4294971464', '000101xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx'],
  ['-281479271682120', '000100xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx'],
];

const NUMBER = RANGES.map(([, pattern]) => pattern.replace(/x+/g, ({ length }) => `[01]{${length}}`)).join('|');
const LABEL = `(?:(?:${NUMBER})0)*(?:${NUMBER})1`;

const node = argument('node', 'a hierarchyid as bytes');
/** In Jinja an argument is a text; in DuckDB itself it is the value. */
const LABELS = {
  'tsql_hierarchyid_labels(node)': () => 'tsql_hierarchyid_labels(node)',
  'tsql_hierarchyid_labels(parent)': () => 'tsql_hierarchyid_labels(parent)',
};

/** The bits of a number that say which one of its range it is, as DuckDB finds them in `bits`. */
function digits(pattern: string): string {
  const runs = [...pattern.matchAll(/x+/g)].map(({ index, 0: { length } }) =>
    length === 1 ? `bits[${index + 1}]` : `bits[${index + 1}:${index + length}]`,
  );
  return runs.join(' || ');
}

const prefix = (pattern: string): string => pattern.slice(0, pattern.indexOf('x'));

/** DuckDB has no hierarchyid. Its bytes keep the order of SQL Server; these read what they stand for. */
export const HIERARCHY_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_hierarchyid_labels',
    description: 'The labels of a path from the root on, each as the bits of its numbers.',
    arguments: [node],
    body: `regexp_extract_all(case when octet_length({{ node }}) = 0 then '' else cast(cast({{ node }} as bit) as varchar) end, '${LABEL}')`,
  },
  {
    name: 'tsql_hierarchyid_ancestor',
    description: 'GetAncestor: the path without its last labels; NULL above the root.',
    arguments: [node, argument('levels', 'how many')],
    body: [
      'list_transform([{{ tsql_hierarchyid_labels(node) }}], lambda labels: case',
      `    when {{ levels }} < 0 then ${raise('GetAncestor of hierarchyid with a negative number (6522)')}`,
      "    when {{ levels }} = len(labels) then ''::blob",
      '    when {{ levels }} < len(labels) then list_transform(',
      "        [array_to_string(labels[:len(labels) - {{ levels }}], '')],",
      "        lambda bits: cast(cast(rpad(bits, cast(ceil(len(bits) / 8) * 8 as integer), '0') as bit) as blob)",
      '    )[1]',
      'end)[1]',
    ].join('\n'),
    uses: ['tsql_hierarchyid_labels'],
    computed: LABELS,
  },
  {
    name: 'tsql_hierarchyid_is_descendant',
    description: 'IsDescendantOf: whether the path of the parent is the beginning of a path, which it is of its own.',
    arguments: [node, argument('parent', 'a hierarchyid as bytes')],
    body: "starts_with(array_to_string({{ tsql_hierarchyid_labels(node) }}, ''), array_to_string({{ tsql_hierarchyid_labels(parent) }}, ''))",
    uses: ['tsql_hierarchyid_labels'],
    computed: LABELS,
  },
  {
    name: 'tsql_hierarchyid_text',
    description: 'ToString: the labels between slashes, such as /1/2.5/.',
    arguments: [node],
    body: [
      "'/' || array_to_string(list_transform({{ tsql_hierarchyid_labels(node) }}, lambda label:",
      `    array_to_string(list_transform(regexp_extract_all(label, '(?:${NUMBER})[01]'), lambda bits:`,
      '        -- A number that others follow stands one higher.',
      '        cast(bits[-1] as integer) - 1 + case',
      ...RANGES.map(
        ([first, pattern]) =>
          `            when starts_with(bits, '${prefix(pattern)}') then ${first} + cast(cast(lpad(${digits(pattern)}, 64, '0') as bit) as bigint)`,
      ),
      "        end), '.') || '/'), '')",
    ].join('\n'),
    uses: ['tsql_hierarchyid_labels'],
    computed: LABELS,
  },
];
