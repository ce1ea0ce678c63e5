import {
  type Column,
  collationByName,
  DEFAULT_COLLATION,
  type ForeignKey,
  isCharacter,
  type Table,
} from '@datamigrate/catalog';
import type { ConfigValue, DataTestSpec } from '../spec/project-spec.js';
import { allowedValues } from './allowed-values.js';

/** What tests of a table need to know about the project. */
export interface CatalogTestContext {
  /** A column of the tested relation, as SQL writes it. */
  readonly columnName: (column: string) => string;
  /** Whether a column is in the tested relation: some types are not landed. */
  readonly isPresent: (column: string) => boolean;
  /** How to refer to the referenced table and its columns; undefined when the project does not have it. */
  readonly referenced: (key: ForeignKey) => ReferencedRelation | undefined;
  /** Whether text that SQL Server takes as equal is known to be spelled the same, here and in what a foreign key names. */
  readonly spelledAlike?: (table: Table, column: string) => boolean;
}

export interface ReferencedRelation {
  /** `ref('stg_sales__customer')` */
  readonly relation: string;
  /** As SQL writes it. */
  readonly columnName: (column: string) => string;
}

export interface CatalogTests {
  /** By name of the column in SQL Server. */
  readonly columns: ReadonlyMap<string, readonly DataTestSpec[]>;
  readonly table: readonly DataTestSpec[];
}

/**
 * The data tests that a table's constraints stand for. `not_null` is stated for columns of keys only, where a NULL would
 * lose rows in a join: on the rest it would repeat the NOT NULL of the landed table, one query for each column.
 */
export function catalogTests(table: Table, context: CatalogTestContext): CatalogTests {
  const collected = new TestCollector(table);
  const whole = (columns: readonly string[]): boolean => columns.every(context.isPresent);
  for (const key of keysOf(table).filter(whole)) addKey(collected, key, context);
  for (const key of table.foreignKeys) {
    if (whole(key.columns)) addForeignKey(collected, table, key, context);
  }
  for (const check of table.checks) addAllowedValues(collected, table, check.definition, context);
  return { columns: collected.columns, table: collected.table };
}

class TestCollector {
  readonly columns = new Map<string, DataTestSpec[]>();
  readonly table: DataTestSpec[] = [];
  readonly #declared: readonly Column[];

  constructor({ columns }: Table) {
    this.#declared = columns;
  }

  column(name: string): Column | undefined {
    return this.#declared.find((column) => column.name.toLowerCase() === name.toLowerCase());
  }

  addToColumn(name: string, test: DataTestSpec): void {
    const key = this.column(name)?.name ?? name;
    const tests = this.columns.get(key) ?? [];
    if (!tests.some((existing) => JSON.stringify(existing) === JSON.stringify(test))) {
      this.columns.set(key, [...tests, test]);
    }
  }

  addNotNull(name: string): void {
    if (this.column(name)?.nullable === false) this.addToColumn(name, { test: 'not_null' });
  }
}

/** Primary key, unique constraints and unique indexes over all rows, each set of columns once. */
function keysOf(table: Table): (readonly string[])[] {
  const keys = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniqueKeys.map(({ columns }) => columns),
    ...table.indexes.filter(({ unique, filter }) => unique && filter === undefined).map(({ columns }) => columns),
  ];
  const bySet = new Map(
    keys.map((columns) => [[...columns].sort().join('\u0000').toLowerCase(), columns] as const).reverse(),
  );
  return keys.filter((columns) => [...bySet.values()].includes(columns));
}

function addKey(tests: TestCollector, key: readonly string[], context: CatalogTestContext): void {
  const [only, ...more] = key;
  if (only === undefined) return;
  if (more.length === 0) tests.addToColumn(only, { test: 'unique' });
  else tests.table.push({ test: 'unique_combination', arguments: { columns: key.map(context.columnName) } });
  for (const column of key) tests.addNotNull(column);
}

function addForeignKey(tests: TestCollector, table: Table, key: ForeignKey, context: CatalogTestContext): void {
  const target = context.referenced(key);
  const [column] = key.columns;
  const [referenced] = key.referencedColumns;
  if (target === undefined || column === undefined || referenced === undefined) return;
  const comparesAlike = key.columns.every((name) => comparesExactly(tests.column(name), table, context));
  const config = key.trusted && comparesAlike ? {} : { config: { severity: 'warn' } };
  for (const name of key.columns) tests.addNotNull(name);
  if (key.columns.length === 1) {
    const to: Record<string, ConfigValue> = { to: target.relation, field: target.columnName(referenced) };
    tests.addToColumn(column, { test: 'relationships', arguments: to, ...config });
    return;
  }
  const to: Record<string, ConfigValue> = {
    columns: key.columns.map(context.columnName),
    to: target.relation,
    to_columns: key.referencedColumns.map(target.columnName),
  };
  tests.table.push({ test: 'relationships_combination', arguments: to, ...config });
}

function addAllowedValues(tests: TestCollector, table: Table, definition: string, context: CatalogTestContext): void {
  const allowed = allowedValues(definition);
  const column = allowed === undefined ? undefined : tests.column(allowed.column);
  if (allowed === undefined || column === undefined || !context.isPresent(column.name)) return;
  const text = isCharacter(column.type);
  if (text !== (allowed.kind === 'text')) return; // compared after a conversion
  if (allowed.values.some((value) => /\{[{%#]/.test(value))) return; // dbt would render it
  const config = comparesExactly(column, table, context) ? {} : { config: { severity: 'warn' } };
  // dbt puts the values between quotes as they are.
  const values = text
    ? allowed.values.map((value) => padded(value, column).replaceAll("'", "''"))
    : allowed.values.map(Number);
  const args: Record<string, ConfigValue> = text ? { values } : { values, quote: false };
  tests.addToColumn(column.name, { test: 'accepted_values', arguments: args, ...config });
}

/** The values that CHECK constraints allow in a column of text, as the column holds them. */
export function checkedLiterals({ columns, checks }: Table, name: string): readonly string[] {
  const column = columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (column === undefined || !isCharacter(column.type)) return [];
  const lists = checks.map(({ definition }) => allowedValues(definition));
  return lists.flatMap((allowed) =>
    allowed?.kind === 'text' && allowed.column.toLowerCase() === name.toLowerCase()
      ? allowed.values.map((value) => padded(value, column))
      : [],
  );
}

/** A value as a char or nchar column holds it. */
function padded(value: string, { type }: Column): string {
  const fixed = type.name === 'char' || type.name === 'nchar' ? type.length : 0;
  return typeof fixed === 'number' ? value.padEnd(fixed) : value;
}

/** Whether values of a column are equal for the target exactly when they are for SQL Server. */
function comparesExactly(column: Column | undefined, table: Table, context: CatalogTestContext): boolean {
  if (column === undefined || !isCharacter(column.type)) return true;
  if (collationByName(column.collation ?? DEFAULT_COLLATION).order !== 'dictionary') return true;
  return context.spelledAlike?.(table, column.name) ?? false;
}
