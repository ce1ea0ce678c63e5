import type { AppliedTolerance } from '../evidence.js';
import type { Tolerance } from './comparison-request.js';
import type { PlannedColumn } from './plan-comparison.js';

/** What of the comparison was not taken exactly. `changed`: columns whose values were cut when they were loaded. */
export function appliedTolerances(
  columns: readonly PlannedColumn[],
  tolerated: ReadonlyMap<PlannedColumn, number>,
  changed: readonly string[],
): AppliedTolerance[] {
  const converted = columns
    .filter(({ form }) => form.converted)
    .map(({ name, sourceType, targetType }): AppliedTolerance => {
      return { column: name, kind: 'type', text: `${sourceType} compared with ${targetType}` };
    });
  const near = [...tolerated].flatMap(([column, rows]) => (rows === 0 ? [] : nearRows(column, rows)));
  const numbered = columns.flatMap(({ name, numbered: order }): AppliedTolerance[] => {
    if (!order) return [];
    const what = `${order.left === undefined ? '' : 'as many '}new numbers of ${name} are`;
    const text = `${what} those of SQL Server, which gives them out in any order`;
    return [{ column: name, kind: 'declared', text }];
  });
  const cut = changed.map((column): AppliedTolerance => {
    return { column, kind: 'precision', text: 'values lost digits or halves of characters when loaded' };
  });
  return [...converted, ...near, ...numbered, ...cut];
}

function nearRows({ name, tolerance, digits, collation, sourceType }: PlannedColumn, rows: number): AppliedTolerance[] {
  const counted = `${rows} rows of ${name} equal`;
  if (tolerance) return [{ column: name, kind: 'declared', text: `${rows} rows within ${limitText(tolerance)}` }];
  if (digits !== undefined) {
    const open = `SQL Server leaves further digits of a ${sourceType} open`;
    return [{ column: name, kind: 'float', text: `${counted} in ${digits} significant digits; ${open}` }];
  }
  if (collation === undefined) return [];
  const open = 'SQL Server may return any of the spellings';
  return [{ column: name, kind: 'spelling', text: `${counted} under ${collation}; ${open}` }];
}

function limitText({ absolute, relative }: Tolerance): string {
  const parts = [
    ...(absolute === undefined ? [] : [`${absolute}`]),
    ...(relative === undefined ? [] : [`${relative} of the value`]),
  ];
  return parts.length === 0 ? '0' : parts.join(' or ');
}
