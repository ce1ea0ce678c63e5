import { isCharacter, type SqlType, typeText } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { compareDiagnostics } from '../diagnostics.js';
import { type Comparable, comparable } from './comparable.js';
import type { Comparison, Numbered, Tolerance } from './comparison-request.js';
import type { RelationName } from './relation-name.js';

/** The relation and what it has. */
export interface TargetRelation {
  /** With the name of the database in front: a schema may be called like the file. */
  readonly sql: string;
  readonly columns: readonly TargetColumn[];
}

export interface TargetColumn {
  readonly name: string;
  readonly type: string;
}

/** A column that is compared. */
export interface PlannedColumn {
  /** Name in SQL Server. */
  readonly name: string;
  readonly targetName: string;
  /** Name in the tables of differences. */
  readonly field: string;
  readonly form: Comparable;
  readonly targetType: string;
  readonly sourceType: string;
  readonly isKey: boolean;
  /** Of a column whose new numbers are compared apart from their rows. */
  readonly numbered?: Numbered;
  readonly tolerance?: Tolerance;
  /** Significant digits of an approximate number that SQL Server promises. */
  readonly digits?: number;
  /** Of a text that may be spelled in any of the ways that are equal under it. */
  readonly collation?: string;
}

export interface ComparisonPlan {
  /** SQL of the relation. */
  readonly relation: string;
  readonly columns: readonly PlannedColumn[];
  readonly ignored: readonly string[];
  readonly unmappedTargetColumns: readonly string[];
}

/** Settles what is compared with what, or says why nothing can be. */
export function planComparison(
  request: Comparison,
  relation: RelationName,
  target: TargetRelation,
): Result<ComparisonPlan, readonly Diagnostic[]> {
  const { table } = request;
  const problems: Diagnostic[] = unknownColumns(request);
  const mapped = lookup(Object.entries(request.columnMap));
  const present = lookup(target.columns.map((column) => [column.name, column] as const));
  const ignored = new Set((request.ignoreColumns ?? []).map(fold));
  const tolerances = lookup((request.tolerances ?? []).map((each) => [each.column, each] as const));
  const spellings = lookup(Object.entries(request.spellings ?? {}));
  const keys = new Set((request.key ?? []).map(fold));

  const columns: PlannedColumn[] = [];
  for (const { name, type } of request.expectedColumns) {
    if (ignored.has(fold(name))) continue;
    if (columns.some((column) => fold(column.name) === fold(name))) {
      problems.push(compareDiagnostics.create('compare-column-twice', { table, column: name }));
      continue;
    }
    const wanted = mapped.get(fold(name));
    if (wanted === undefined) {
      problems.push(compareDiagnostics.create('compare-column-unmapped', { column: name, table }));
      continue;
    }
    const found = present.get(fold(wanted));
    if (found === undefined) {
      const missing = { relation: `${relation.schema}.${relation.name}`, column: wanted };
      problems.push(compareDiagnostics.create('compare-column-missing', missing));
      continue;
    }
    const form = comparable(type, found.type);
    if (form === undefined) {
      problems.push(compareDiagnostics.create('compare-type-refused', { column: name, table, type: typeText(type) }));
      continue;
    }
    const tolerance = tolerances.get(fold(name));
    if (tolerance !== undefined && form.measure === undefined) {
      problems.push(compareDiagnostics.create('compare-tolerance-unusable', { column: name }));
    }
    const collation =
      isCharacter(type) && found.type.toLowerCase() === 'varchar' ? spellings.get(fold(name)) : undefined;
    const numbered = request.numbered && fold(request.numbered.column) === fold(name) ? request.numbered : undefined;
    columns.push({
      name,
      targetName: found.name,
      field: `v${columns.length}`,
      form: numbered ? withoutNew(form, numbered) : form,
      targetType: found.type.toLowerCase(),
      sourceType: typeText(type),
      isKey: keys.has(fold(name)),
      ...(tolerance === undefined ? digitsOf(type, form) : { tolerance }),
      ...(collation === undefined ? {} : { collation }),
      ...(numbered ? { numbered } : {}),
    });
  }
  if (columns.length === 0 && problems.length === 0)
    problems.push(compareDiagnostics.create('compare-nothing', { table }));
  if (problems.length > 0) return err(problems);
  const used = new Set(columns.map(({ targetName }) => fold(targetName)));
  return ok({
    relation: target.sql,
    columns,
    ignored: request.expectedColumns.map(({ name }) => name).filter((name) => ignored.has(fold(name))),
    unmappedTargetColumns: target.columns.map(({ name }) => name).filter((name) => !used.has(fold(name))),
  });
}

/**
 * Less than a double and a float of 4 bytes hold: these are approximate numbers, and the order in which SQL Server adds
 * them up, and with it their last digits, is open (learn.microsoft.com/sql/t-sql/data-types/float-and-real-transact-sql).
 */
const PROMISED_DIGITS: Readonly<Record<string, number>> = { float: 14, real: 6 };

function digitsOf({ name }: SqlType, { measure }: Comparable): Pick<PlannedColumn, 'digits'> {
  const digits = measure === 'number' ? PROMISED_DIGITS[name] : undefined;
  return digits === undefined ? {} : { digits };
}

/** New numbers count as unknown. */
function withoutNew(form: Comparable, { above }: Numbered): Comparable {
  const old = (column: string, value: string): string => `case when ${column} <= ${above} then ${value} end`;
  return {
    ...form,
    expected: (column) => old(column, form.expected(column)),
    actual: (column) => old(column, form.actual(column)),
  };
}

/** Names in key, tolerances and column map that no column has: a misspelt one must not pass for one that is fine. */
function unknownColumns({ table, key = [], tolerances = [], columnMap, expectedColumns }: Comparison): Diagnostic[] {
  const known = new Set(expectedColumns.map(({ name }) => fold(name)));
  const named = [
    ...key.map((column) => ({ column, role: 'key' })),
    ...tolerances.map(({ column }) => ({ column, role: 'tolerance' })),
    ...Object.keys(columnMap).map((column) => ({ column, role: 'column map' })),
  ];
  return named
    .filter(({ column }) => !known.has(fold(column)))
    .map(({ column, role }) => compareDiagnostics.create('compare-column-unknown', { table, column, role }));
}

function lookup<T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, T> {
  return new Map([...entries].map(([name, value]) => [fold(name), value]));
}

function fold(name: string): string {
  return name.toLowerCase();
}
