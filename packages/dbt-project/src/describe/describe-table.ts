import { type Column, displayName, quotedIdentifier, type Table } from '@datamigrate/catalog';
import { allowedValues } from '../catalog-facts/allowed-values.js';
import { inCode, listed, paragraphs, sentence } from './sentence.js';

export interface TableRole {
  /** Procedures of the database that write the table. */
  readonly writtenBy?: readonly string[];
  /** What its comment in the script says, where it has no extended property. */
  readonly comment?: string;
  /** How a column is called where the description is read. */
  readonly columnName?: (column: string) => string;
}

/** What a table is: what its authors said, what a row is, what it refers to, who fills it. */
export function describeTable(table: Table, role: TableRole = {}): string {
  const called = role.columnName ?? ((name: string) => name);
  const { writtenBy = [] } = role;
  return paragraphs(
    sentence(table.description ?? role.comment ?? ''),
    [grainOf(table, called), referencesOf(table, called)].filter((part) => part !== '').join(' '),
    writtenBy.length === 0 ? '' : `In SQL Server it is filled by ${listed(inCode(writtenBy))}.`,
  );
}

function grainOf(table: Table, called: (column: string) => string): string {
  const key = table.primaryKey ?? table.uniqueKeys[0];
  if (key === undefined) return 'SQL Server declares no key for it: rows may be there more than once.';
  const kind = table.primaryKey === undefined ? 'unique constraint' : 'primary key';
  const only = onlyValue(table, key.columns);
  if (only !== undefined) return `One row at most: \`${called(key.columns[0] ?? '')}\` (${kind}) can only be ${only}.`;
  return `One row for each ${listed(inCode(key.columns.map(called)))} (${kind}).`;
}

/** The one value that CHECK allows in a key of one column: how people keep a table to a single row. */
function onlyValue({ checks }: Table, [column, ...more]: readonly string[]): string | undefined {
  if (more.length > 0) return undefined;
  const lists = checks.map(({ definition }) => allowedValues(definition));
  const found = lists.find((each) => each?.column.toLowerCase() === column?.toLowerCase());
  const [value, ...others] = found?.values ?? [];
  return others.length > 0 ? undefined : value;
}

function referencesOf(table: Table, called: (column: string) => string): string {
  const keys = table.foreignKeys.map(
    ({ columns, references }) => `\`${displayName(references)}\` by ${listed(inCode(columns.map(called)))}`,
  );
  return keys.length === 0 ? '' : `It refers to ${listed(keys)}.`;
}

/** What a column is, where the database says more than its name: its extended property, expression or role. */
export function describeColumn(column: Column, table: Table): string | undefined {
  const said = sentence(column.description ?? '');
  const role = roleOf(column, table, said);
  const text = [said, role].filter((part) => part !== '').join(' ');
  return text === '' ? undefined : text;
}

/** What the catalog knows about a column, as far as its authors have not said it. */
function roleOf(column: Column, table: Table, said: string): string {
  const { computed, identity, generated } = column;
  if (computed !== undefined && !computed.unbound)
    return `Computed in SQL Server as \`${oneLine(computed.definition)}\`.`;
  if (generated === 'row-start') return 'Time from which the row is valid (system versioning).';
  if (generated === 'row-end') return 'Time until which the row is valid (system versioning).';
  if (column.type.name === 'rowversion') return 'Version of the row: SQL Server changes it with every write.';
  const same = (name: string): boolean => name.toLowerCase() === column.name.toLowerCase();
  for (const { columns, references, referencedColumns } of table.foreignKeys) {
    const at = columns.findIndex(same);
    if (at >= 0 && new RegExp(`\\b${references.name.replace(/\W/g, '.')}\\b`, 'i').test(said)) return '';
    if (at >= 0) return `Refers to \`${displayName(references)}.${bracketed(referencedColumns[at] ?? '')}\`.`;
  }
  if (identity !== undefined && said === '') return 'Identity number of SQL Server.';
  return '';
}

/** A column as people write it behind its table. */
const bracketed = (column: string): string =>
  /^[\p{L}_][\p{L}\p{N}_@#$]*$/u.test(column) ? column : quotedIdentifier(column);

const oneLine = (expression: string): string => expression.replace(/\s+/g, ' ').trim();
