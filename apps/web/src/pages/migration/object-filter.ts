import type { ObjectKind, ObjectLine, Verdict } from '@datamigrate/contracts';
import { LADDER, OFF_LADDER } from '@datamigrate/contracts';

export interface ObjectFilter {
  readonly search: string;
  readonly verdicts: readonly Verdict[];
  readonly kind: ObjectKind | '';
  readonly issuesOnly: boolean;
}

export const OBJECT_SORTS = ['id', 'verdict', 'rowsCompared', 'issues', 'statements'] as const;
const RANK: readonly string[] = [...OFF_LADDER, ...LADDER];

export function filterObjects(rows: readonly ObjectLine[], filter: ObjectFilter): ObjectLine[] {
  const needle = filter.search.toLowerCase();
  return rows.filter(
    ({ id, kind, verdict, issues, models }) =>
      (filter.kind === '' || kind === filter.kind) &&
      (filter.verdicts.length === 0 || (verdict !== null && filter.verdicts.includes(verdict))) &&
      (!filter.issuesOnly || issues > 0) &&
      (needle === '' ||
        id.toLowerCase().includes(needle) ||
        models.some((model) => model.toLowerCase().includes(needle))),
  );
}

const KEYS: Readonly<Record<string, (row: ObjectLine) => number>> = {
  verdict: ({ verdict }) => (verdict === null ? -1 : RANK.indexOf(verdict)),
  rowsCompared: ({ rowsCompared }) => rowsCompared,
  issues: ({ issues }) => issues,
  statements: ({ statements }) => statements?.total ?? 0,
};

/** By a field, with a minus for downwards; equal ones by name. */
export function sortObjects(rows: readonly ObjectLine[], sort: string): ObjectLine[] {
  const down = sort.startsWith('-') ? -1 : 1;
  const key = KEYS[sort.replace('-', '')];
  const byName = (a: ObjectLine, b: ObjectLine) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  if (key === undefined) return [...rows].sort((a, b) => byName(a, b) * down);
  return [...rows].sort((a, b) => (key(a) - key(b)) * down || byName(a, b));
}

export function countBy<K extends string>(
  rows: readonly ObjectLine[],
  keyOf: (row: ObjectLine) => K | null,
): Map<K, number> {
  const counts = new Map<K, number>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
