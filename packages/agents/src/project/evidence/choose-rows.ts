import type { Selection } from './row-picker.js';

/** What some rows lead to. */
export interface Observation {
  /** Ways that the original went, and what the result shows. */
  readonly features: ReadonlySet<string>;
  /** How many rows a reader would see: given and expected. */
  readonly size: number;
  /** The rows that come out, as one text. */
  readonly result: string;
}

/** Undefined where the original does not run on them. */
export type Observe = (selection: Selection) => Observation | undefined;

export interface Limits {
  readonly size: number;
  /** How often the original may be run. */
  readonly runs: number;
}

/**
 * The fewest rows that still show as much as the candidates do: candidates are joined as long as they add a feature and
 * the whole stays small, then every row is left out that shows nothing of its own.
 */
export function chooseRows(
  candidates: readonly Selection[],
  observe: Observe,
  limits: Limits,
): { readonly selection: Selection; readonly observation: Observation } | undefined {
  let runs = limits.runs;
  const look = (selection: Selection): Observation | undefined => (runs-- > 0 ? observe(selection) : undefined);
  let chosen: { readonly selection: Selection; readonly observation: Observation } | undefined;
  for (const candidate of candidates) {
    if (runs < limits.runs / 2) break;
    const selection = chosen ? union(chosen.selection, candidate) : candidate;
    const seen = look(selection);
    if (!seen?.features.has(ROWS)) continue;
    const news = chosen ? [...seen.features].some((feature) => !chosen?.observation.features.has(feature)) : true;
    if (!news) continue;
    const kept: ReadonlySet<string> = new Set([...seen.features, ...(chosen?.observation.features ?? [])]);
    const small = reduce({ selection, observation: seen }, kept, look);
    if (small.observation.size <= limits.size) chosen = small;
  }
  return chosen;
}

/**
 * Chosen rows with others beside them that leave no trace in the result, as a filter keeps them away; the chosen ones alone
 * where there are no such rows, or too many of them.
 */
export function withLeftOut(
  chosen: Selection,
  result: string,
  candidates: readonly Selection[],
  observe: Observe,
  limits: Limits,
): Selection | undefined {
  let runs = limits.runs;
  for (const candidate of candidates) {
    if (runs < 2) return undefined;
    runs -= 2;
    const alone = observe(candidate);
    if (!alone || alone.features.has(ROWS)) continue;
    const selection = union(chosen, candidate);
    const seen = observe(selection);
    if (seen?.result === result && seen.size <= limits.size) return selection;
  }
  return undefined;
}

/** A result that has rows: without them a test shows little. */
export const ROWS = 'rows';

function reduce(
  start: { readonly selection: Selection; readonly observation: Observation },
  features: ReadonlySet<string>,
  look: Observe,
): { readonly selection: Selection; readonly observation: Observation } {
  let best = start;
  for (const [table, rows] of start.selection) {
    for (const row of [...rows].reverse()) {
      const selection = without(best.selection, table, row);
      const seen = look(selection);
      if (
        seen &&
        [...features].every((feature) => !start.observation.features.has(feature) || seen.features.has(feature))
      ) {
        best = { selection, observation: seen };
      }
    }
  }
  return best;
}

function union(a: Selection, b: Selection): Selection {
  const tables = new Set([...a.keys(), ...b.keys()]);
  return new Map([...tables].map((table) => [table, new Set([...(a.get(table) ?? []), ...(b.get(table) ?? [])])]));
}

function without(selection: Selection, table: string, row: number): Selection {
  return new Map(
    [...selection].map(([each, rows]) => [each, each === table ? new Set([...rows].filter((r) => r !== row)) : rows]),
  );
}
