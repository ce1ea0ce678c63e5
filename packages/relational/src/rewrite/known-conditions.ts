import type { RelCase, RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import { holdsNode, plainText } from '../tree/same-tree.js';

/**
 * CASE inside CASE: what a branch is reached under holds in it, and need not be asked again; a CASE behind ELSE continues
 * the one around it. IF and variables that are set in its branches become such trees.
 */
export function simplifyCases<T>(tree: T): T {
  return holdsNode(tree, asksAgain) ? new Branch(undefined, []).rewrite(tree) : tree;
}

/** A CASE in which a condition may stand that was asked already: most queries have none. */
function asksAgain(node: { readonly kind?: unknown }): boolean {
  if (node.kind !== 'case') return false;
  const { branches, otherwise } = node as RelCase;
  return branches.length > 1 || holdsNode([branches, otherwise], ({ kind }) => kind === 'case');
}

/** `true`: the condition is TRUE. `false`: it is FALSE or unknown. */
interface Known {
  readonly text: string;
  readonly holds: boolean;
}

/** A place in a tree, with what is known there. */
class Branch {
  readonly #known: ReadonlyMap<string, boolean>;
  /** Parts of a tree may stand in several places. */
  readonly #done = new WeakMap<object, unknown>();

  constructor(outer: Branch | undefined, known: readonly Known[]) {
    this.#known = new Map([...(outer ? outer.#known : []), ...known.map(({ text, holds }) => [text, holds] as const)]);
  }

  rewrite<T>(node: T): T {
    if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return node;
    if (isLeaf(node)) return node;
    const done = this.#done.get(node);
    if (done !== undefined) return done as T;
    const made = this.#rewritten(node);
    this.#done.set(node, made);
    return made as T;
  }

  #rewritten(node: object): unknown {
    if (Array.isArray(node)) {
      const items = node as readonly unknown[];
      const made = items.map((each) => this.rewrite(each));
      return made.some((each, i) => each !== items[i]) ? made : node;
    }
    if ('kind' in node && node.kind === 'case') return this.#case(node as RelCase);
    // Rows of a query are others than those of the branch.
    const inside = 'query' in node && this.#known.size > 0 ? new Branch(undefined, []) : this;
    const fields = node as Readonly<Record<string, unknown>>;
    let made: Record<string, unknown> | undefined;
    for (const key in fields) {
      const value = inside.rewrite(fields[key]);
      if (value === fields[key]) continue;
      made ??= { ...fields };
      made[key] = value;
    }
    return made ?? node;
  }

  #case(node: RelCase): RelExpression {
    const branches: RelCase['branches'][number][] = [];
    let here: Branch = this;
    for (const { when, result } of node.branches) {
      const condition = here.#condition(when);
      if (condition === false) continue;
      if (condition === true) return closed(node, branches, here.rewrite(result));
      branches.push({
        when: here.rewrite(condition),
        result: isLeaf(result) ? result : new Branch(here, knownIf(condition, true)).rewrite(result),
      });
      here = new Branch(here, knownIf(condition, false));
    }
    return closed(node, branches, here.rewrite(node.otherwise));
  }

  /** What a condition comes to where only TRUE counts. */
  #condition(predicate: RelPredicate): RelPredicate | boolean {
    const holds = this.#known.size === 0 ? undefined : this.#known.get(plainText(predicate));
    if (holds !== undefined) return holds;
    if (predicate.kind === 'not-true') {
      const inner = this.#condition(predicate.operand);
      return typeof inner === 'boolean'
        ? !inner
        : inner === predicate.operand
          ? predicate
          : { ...predicate, operand: inner };
    }
    if (predicate.kind !== 'logical') return predicate;
    const operands: RelPredicate[] = [];
    for (const operand of predicate.operands) {
      const inner = this.#condition(operand);
      // FALSE decides an AND, TRUE an OR; the other one changes nothing.
      if (inner === (predicate.operator === 'OR')) return inner;
      if (typeof inner !== 'boolean') operands.push(inner);
    }
    const [only, ...more] = operands;
    if (!only) return predicate.operator === 'AND';
    return more.length === 0 ? only : { ...predicate, operands };
  }
}

/** A CASE without branches is its ELSE, if that needs no conversion; one behind ELSE continues it. */
function closed(node: RelCase, branches: RelCase['branches'], otherwise: RelExpression | undefined): RelExpression {
  if (branches.length === 0) {
    const { type } = node;
    if (!otherwise) return { kind: 'literal', type, nullable: true, value: null };
    return sameText(otherwise.type, type) ? otherwise : node;
  }
  if (otherwise?.kind === 'case' && sameText(otherwise.type, node.type)) {
    return { ...node, branches: [...branches, ...otherwise.branches], otherwise: otherwise.otherwise };
  }
  return { ...node, branches, otherwise };
}

/** What follows from a condition that is TRUE, or is not. */
function knownIf(predicate: RelPredicate, holds: boolean): readonly Known[] {
  const own: Known = { text: plainText(predicate), holds };
  if (predicate.kind === 'not-true') return [own, ...knownIf(predicate.operand, !holds)];
  const parts = predicate.kind === 'logical' && (predicate.operator === 'AND') === holds ? predicate.operands : [];
  return [own, ...parts.flatMap((each) => knownIf(each, holds))];
}

const isLeaf = (node: object): boolean => 'kind' in node && (node.kind === 'column' || node.kind === 'literal');

const sameText = (a: object, b: object): boolean => plainText(a) === plainText(b);
