import { displayName } from '@datamigrate/catalog';
import { ROWS } from './choose-rows.js';
import type { Original } from './original-of.js';
import type { Way } from './small-database.js';
import type { Fixtures } from './unit-fixtures.js';

const GROUPED = 'grouped';
/** Rows that are given and leave no trace. */
export const LEFT_OUT = 'left-out';

/** What a result shows: the ways that the original went, and whether it joined rows to one. */
export function featuresOf(original: Original, ways: readonly Way[], { given, expect }: Fixtures): ReadonlySet<string> {
  const features = new Set<string>();
  if (expect.length > 0) features.add(ROWS);
  const own = displayName(original.module);
  for (const { module, kind, line, side } of ways) if (module === own) features.add(`${kind}:${line}:${side}`);
  const largest = Math.max(0, ...given.map((each) => ('rows' in each ? each.rows.length : 0)));
  const groups = /\bgroup by\b/.test(original.spec.sql);
  if (groups && expect.length > 0 && largest > expect.length) features.add(GROUPED);
  return features;
}

/** Whether a reader learns something: a condition that goes one way alone is as good as none. */
export function isShown(features: ReadonlySet<string>): boolean {
  return features.has(ROWS) && features.size > 1;
}

/** Called after what it shows. */
export function titleOf(
  { spec, module }: Original,
  features: ReadonlySet<string>,
): { readonly name: string; readonly description: string } {
  const ways = [...features].map((feature) => feature.split(':')).filter((parts) => parts.length === 3);
  const has = (kind: string, side: RegExp): boolean => ways.some(([k, , s = '']) => k === kind && side.test(s));
  const words = [
    ...(has('CASE', /./) ? ['cases'] : []),
    ...(has('JOIN', /alone/) ? ['unmatched_rows'] : has('JOIN', /./) ? ['matched_rows'] : []),
    ...(features.has(GROUPED) ? ['grouped_rows'] : []),
    ...(features.has(LEFT_OUT) ? ['filtered_rows'] : []),
  ];
  // A name that lists everything is not read.
  const what = words.length === 0 ? 'branches' : words.slice(0, 2).join('_and_');
  const kind = module.kind === 'view' ? 'view' : 'procedure';
  return {
    name: `${spec.name}__${what}`,
    description: [
      `What the ${kind} \`${displayName(module)}\` gives for these rows, run as T-SQL by the reference engine.`,
      ...shownWays(ways, (module.origin?.line ?? 1) - 1),
      ...(features.has(GROUPED) ? ['Rows become one by grouping.'] : []),
      ...(features.has(LEFT_OUT) ? ['Some rows are left out.'] : []),
    ].join(' '),
  };
}

/** `Branches taken: CASE (line 7: when 1, else), JOIN (line 19: matched, left alone).` */
function shownWays(ways: readonly (readonly string[])[], shift: number): readonly string[] {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const [kind = '', line = '', side = ''] of ways) {
    const lines = kinds.get(kind) ?? new Map<string, string[]>();
    kinds.set(kind, lines);
    lines.set(line, [...(lines.get(line) ?? []), side]);
  }
  const texts = [...kinds].map(([kind, lines]) => {
    const places = [...lines].map(([line, sides]) => `line ${Number(line) + shift}: ${sides.join(', ')}`);
    return `${kind} (${places.join('; ')})`;
  });
  return texts.length === 0 ? [] : [`Branches taken: ${texts.join(', ')}.`];
}
