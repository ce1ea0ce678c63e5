import { textOfTree } from '@datamigrate/foundation';
import type { RelExpression } from './expression.js';
import type { RelQuery } from './query.js';

/** Whether two trees are alike; fields that are undefined count as missing. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return sameItems(a, b);
  const [one, other] = [a as Fields, b as Fields];
  for (const key in one) if (!sameTree(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}

/** Whether two expressions are alike; a column is known by its name. */
export function sameExpression(a: RelExpression, b: RelExpression): boolean {
  if (a.kind === 'column' && b.kind === 'column') return a.relation === b.relation && a.name === b.name;
  return sameTree(a, b);
}

type RelAggregate = Extract<RelExpression, { readonly kind: 'aggregate' }>;
type Fields = Readonly<Record<string, unknown>>;

function sameItems(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameTree(a[i], b[i])) return false;
  return true;
}

/** Whether a tree holds an expression or query that `wanted` knows, at any depth, queries in expressions included. */
export function holdsNode(tree: unknown, wanted: (node: { readonly kind?: unknown }) => boolean): boolean {
  if (typeof tree !== 'object' || tree === null || tree instanceof Uint8Array) return false;
  if (Array.isArray(tree)) {
    for (const item of tree as readonly unknown[]) if (holdsNode(item, wanted)) return true;
    return false;
  }
  if (wanted(tree)) return true;
  if (isLeaf(tree)) return false;
  for (const key in tree) {
    if (isPlainField(key)) continue;
    if (holdsNode((tree as Fields)[key], wanted)) return true;
  }
  return false;
}

/** A node in which no others stand: most of a tree. */
export function isLeaf(node: object): boolean {
  const { kind } = node as { readonly kind?: unknown };
  return kind === 'column' || kind === 'literal';
}

/** Types and the columns of queries hold no expressions. */
export const isPlainField = (key: string): boolean => key === 'type' || key === 'columns';

/** A node with what `rewrite` makes of the nodes in it; itself where that is nothing new. */
export function rewriteParts(node: object, rewrite: <T>(part: T) => T): unknown {
  if (Array.isArray(node)) {
    const items = node as readonly unknown[];
    const made = items.map((each) => rewrite(each));
    return made.some((each, i) => each !== items[i]) ? made : node;
  }
  const fields = node as Fields;
  let made: Record<string, unknown> | undefined;
  for (const key in fields) {
    const before = fields[key];
    if (typeof before !== 'object' || isPlainField(key)) continue;
    const value = rewrite(before);
    if (value === before) continue;
    made ??= { ...fields };
    made[key] = value;
  }
  return made ?? node;
}

/** Trees do not change: each is written out once. */
const TEXTS = new WeakMap<object, string>();
const COMMENTS: ReadonlySet<string> = new Set(['comments']);

/** A tree as text by which equal ones are found: without comments, which only the first of several has. */
export function plainText(tree: object): string {
  const known = TEXTS.get(tree);
  if (known !== undefined) return known;
  const text = textOfTree(tree, COMMENTS);
  TEXTS.set(tree, text);
  return text;
}

/** The aggregates of an expression, without those of queries in it. */
export function aggregatesIn(node: unknown): readonly RelAggregate[] {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array || 'query' in node) return [];
  if ('kind' in node && node.kind === 'aggregate') return [node as RelAggregate];
  return Object.values(node).flatMap(aggregatesIn);
}

const written = (value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

/** A tree as text, for people and tests. */
export function treeText(tree: unknown): string {
  return JSON.stringify(tree, (_key, value: unknown) => written(value));
}

/** Aggregates over all rows give one row, whatever they find. */
export function givesOneRow(query: RelQuery): boolean {
  if (query.kind !== 'select' || query.groupBy || query.having || query.limit) return false;
  return query.select.some(({ expression }) => aggregatesIn(expression).length > 0);
}
