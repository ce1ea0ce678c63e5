import { isCharacter } from '@datamigrate/catalog';
import { isFine } from '../lowering/fine-constants.js';
import type { RelCast } from '../tree/expression.js';
import { holdsNode, isLeaf, rewriteParts } from '../tree/same-tree.js';

/**
 * Constants with seven digits of a second, as the end of time of many dimensions is, with six: where rows were landed with
 * six, what is compared with them and written beside them has to be like them. What was computed from such constants alone
 * keeps what all seven digits gave, and a conversion that would show the last one is left to refuse them. The same tree
 * where there is none.
 */
export function cutToSixDigits<T>(tree: T): T {
  return holdsNode(tree, (node) => isFine(node)) ? cut(tree) : tree;
}

function cut<T>(node: T): T {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return node;
  if (isFine(node)) return { ...node, value: String(node.value).slice(0, -1) };
  if (isLeaf(node) || showsSeventh(node)) return node;
  const { arguments: given, constant } = node as { readonly arguments?: unknown; readonly constant?: unknown };
  if (constant !== undefined && holdsNode(given, (each) => isFine(each))) return cut(constant) as T;
  return rewriteParts(node, cut) as T;
}

/** Whether what a conversion gives depends on the seventh digit: a text with all of them, or one rounded to six. */
function showsSeventh(node: { readonly kind?: unknown }): boolean {
  if (node.kind !== 'cast') return false;
  const { type, style } = node as RelCast;
  if ('scale' in type && !isCharacter(type)) return type.name !== 'decimal' && type.scale === 6;
  if (!isCharacter(type) || (style !== undefined && !FRACTIONS.has(style))) return false;
  return !('length' in type) || type.length === 'max' || type.length >= SHORTEST;
}

/** `hh:mm:ss.nnnnnnn` */
const SHORTEST = 16;

/**
 * Styles that write the fraction of a second: learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql, "Date
 * and time styles".
 */
const FRACTIONS: ReadonlySet<number> = new Set([9, 13, 14, 21, 25, 109, 113, 114, 121, 126, 127, 130, 131]);
