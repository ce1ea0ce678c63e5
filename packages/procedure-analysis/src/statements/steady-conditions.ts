import { objectKey, type QualifiedName } from '@datamigrate/catalog';
import { fingerprint } from '@datamigrate/tsql-binder';
import type { Program } from '../program/program.js';
import { someNode } from '../program/rewrite-tree.js';

/** A node with what it may have. */
interface SeenNode {
  readonly kind: string;
  readonly name?: string;
  readonly function?: string;
  readonly object?: QualifiedName;
  readonly type?: unknown;
}

const UNSTEADY: ReadonlySet<string> = new Set([
  'system-variable',
  'user-call',
  'user-function-table',
  'cte-reference',
  'next-value',
  'window',
]);

/** Other in every row or round. */
export const BY_CHANCE: ReadonlySet<string> = new Set([
  'NEWID',
  'NEWSEQUENTIALID',
  'RAND',
  'CRYPT_GEN_RANDOM',
  'SCOPE_IDENTITY',
]);

/** The same in every round. */
export function isSteady(
  program: Program,
  tree: unknown,
  written: ReadonlySet<string>,
  assigned: ReadonlyMap<string, unknown>,
): boolean {
  return !someNode(tree, (node) => !isSteadyNode(program, node as SeenNode, written, assigned));
}

/** Whether an expression is the same in every round, as far as this node of it goes. */
function isSteadyNode(
  { environment }: Program,
  node: SeenNode,
  written: ReadonlySet<string>,
  assigned: ReadonlyMap<string, unknown>,
): boolean {
  if (UNSTEADY.has(node.kind)) return false;
  if (node.kind === 'call') return !BY_CHANCE.has(node.function ?? '');
  if (node.kind === 'variable') return !assigned.has(String(node.name).toLowerCase());
  if (node.kind === 'temporary-table' && 'relation' in node) return !written.has(String(node.name).toLowerCase());
  if (node.kind !== 'named-table' || !node.object) return true;
  if (node.type === 'view') return !environment.viewReads(node.object, written);
  return !written.has(objectKey(node.object));
}

/** A text that is equal for conditions that say the same about their table, whatever the tables in them are called. */
export function shapeOf(condition: unknown, relation: number): string {
  const places = new Map([[relation, 0]]);
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    const inner = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
      if (key === 'alias' || key === 'span') return [];
      if (key !== 'relation' || typeof each !== 'number') return [[key, copy(each)]];
      if (!places.has(each)) places.set(each, places.size);
      return [[key, places.get(each)]];
    });
    return Object.fromEntries(inner);
  };
  return fingerprint(copy(condition));
}
