import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { comparableTypes } from '../comparison/comparable.js';
import type { PlannedColumn } from '../comparison/plan-comparison.js';
import { compareDiagnostics } from '../diagnostics.js';
import type { TablePair } from './table-pair.js';

export interface FoundTable {
  /** `schema.name`, as the database writes it. */
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly primaryKey: readonly string[];
}

export interface PairPlan {
  readonly left: FoundTable;
  readonly right: FoundTable;
  /** `name` and `sourceType` are the left's, `targetName` and `targetType` the right's. */
  readonly columns: readonly PlannedColumn[];
  readonly ignored: readonly string[];
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
}

/** Settles which columns are compared and how; names that no column has are problems, not ignored. */
export function planPair(
  pair: TablePair,
  left: FoundTable,
  right: FoundTable,
): Result<PairPlan, readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const leftColumns = byName(left.columns);
  const rightColumns = byName(right.columns);
  const check = (names: readonly string[], among: ReadonlyMap<string, unknown>, table: string, role: string): void => {
    for (const column of names) {
      if (!among.has(fold(column)))
        problems.push(compareDiagnostics.create('compare-column-unknown', { table, column, role }));
    }
  };
  const map = new Map(Object.entries(pair.columnMap ?? {}).map(([from, to]) => [fold(from), to]));
  const key = pair.key ?? keyOf(left, right, map);
  const tolerances = new Map((pair.tolerances ?? []).map((each) => [fold(each.column), each]));
  check(Object.keys(pair.columnMap ?? {}), leftColumns, left.name, 'column map');
  check(Object.values(pair.columnMap ?? {}), rightColumns, right.name, 'column map');
  check(pair.key ?? [], leftColumns, left.name, 'key');
  check(pair.ignoreColumns ?? [], new Map([...rightColumns, ...leftColumns]), left.name, 'list of ignored columns');
  check([...tolerances.keys()], leftColumns, left.name, 'tolerance');

  const keys = new Set(key.map(fold));
  const ignored = new Set((pair.ignoreColumns ?? []).map(fold));
  const columns: PlannedColumn[] = [];
  const onlyLeft: string[] = [];
  for (const { name, type } of left.columns) {
    if (ignored.has(fold(name))) continue;
    const partner = rightColumns.get(fold(map.get(fold(name)) ?? name));
    if (!partner) {
      onlyLeft.push(name);
      continue;
    }
    const form = comparableTypes(type, partner.type);
    const tolerance = tolerances.get(fold(name));
    if (tolerance && form.measure === undefined)
      problems.push(compareDiagnostics.create('compare-tolerance-unusable', { column: name }));
    columns.push({
      name,
      targetName: partner.name,
      field: `v${columns.length}`,
      form,
      sourceType: type.toLowerCase(),
      targetType: partner.type.toLowerCase(),
      isKey: keys.has(fold(name)),
      ...(tolerance ? { tolerance } : {}),
    });
  }
  const used = new Set(columns.map(({ targetName }) => fold(targetName)));
  const onlyRight = right.columns
    .map(({ name }) => name)
    .filter((name) => !used.has(fold(name)) && !ignored.has(fold(name)));
  if (columns.length === 0)
    problems.push(compareDiagnostics.create('compare-no-common-column', { left: left.name, right: right.name }));
  if (tolerances.size > 0 && key.length === 0)
    problems.push(compareDiagnostics.create('compare-tolerance-without-key', { table: left.name }));
  if (problems.length > 0) return err(problems);
  return ok({ left, right, columns, ignored: pair.ignoreColumns ?? [], onlyLeft, onlyRight });
}

/** The declared key of a side, in names of the left, if the other side has all of its columns. */
function keyOf(left: FoundTable, right: FoundTable, map: ReadonlyMap<string, string>): readonly string[] {
  const onRight = (name: string): string => fold(map.get(fold(name)) ?? name);
  const rightNames = new Set(right.columns.map(({ name }) => fold(name)));
  if (left.primaryKey.length > 0 && left.primaryKey.every((name) => rightNames.has(onRight(name))))
    return left.primaryKey;
  const wanted = new Set(right.primaryKey.map(fold));
  const partners = left.columns.map(({ name }) => name).filter((name) => wanted.has(onRight(name)));
  return partners.length === wanted.size ? partners : [];
}

function byName<T extends { readonly name: string }>(columns: readonly T[]): ReadonlyMap<string, T> {
  return new Map(columns.map((column) => [fold(column.name), column]));
}

function fold(name: string): string {
  return name.toLowerCase();
}
