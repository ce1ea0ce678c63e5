import type { RelCase, RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import { holdsNode, isLeaf, plainText, rewriteParts } from '../tree/same-tree.js';

/**
 * CASE inside CASE: what a branch is reached under holds in it, and need not be asked again; a CASE behind ELSE continues
 * the one around it. IF and variables that are set in its branches become such trees.
 */
export function simplifyCases<T>(tree: T): T {
  return holdsNode(tree, asksAgain) ? new Walk().rewrite(tree) : tree;
}

/** A CASE in which a condition may stand that was asked already: most queries have none. */
function asksAgain(node: { readonly kind?: unknown }): boolean {
  if (node.kind !== 'case') return false;
  const { branches, otherwise } = node as RelCase;
  return branches.length > 1 || holdsNode([branches, otherwise], ({ kind }) => kind === 'case');
}

/** `true`: the condition is TRUE. `false`: it is FALSE or unknown. */
interface Known {
  readonly condition: RelPredicate;
  readonly holds: boolean;
}

/** What a branch is reached under, written out when a condition in it asks. */
interface Fact {
  readonly condition: RelPredicate;
  readonly holds: boolean;
  /** Outlines of what was learnt from it. */
  learnt?: readonly string[];
}

/** A walk through a tree, with what is known where it stands. */
class Walk {
  readonly #facts: Fact[] = [];
  /** By their outlines: few conditions have to be written out to find that they differ. */
  readonly #known = new Map<string, Known[]>();
  #written = 0;
  /** What each CASE came to where the walk stands: one that is a variable's value may stand in several places. */
  #done: Map<object, unknown> | undefined;

  rewrite<T>(node: T): T {
    if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return node;
    if (isLeaf(node)) return node;
    if (!('kind' in node) || node.kind !== 'case') return this.#rewritten(node) as T;
    const done = this.#done?.get(node);
    if (done !== undefined) return done as T;
    const made = this.#case(node as unknown as RelCase);
    this.#done ??= new Map();
    this.#done.set(node, made);
    return made as T;
  }

  #rewritten(node: object): unknown {
    // Rows of a query are others than those of the branch.
    const inside = 'query' in node && this.#facts.length > 0 ? new Walk() : this;
    return rewriteParts(node, (part) => inside.rewrite(part));
  }

  #case(node: RelCase): RelExpression {
    const branches: RelCase['branches'][number][] = [];
    const [depth, done] = [this.#facts.length, this.#done];
    let otherwise = node.otherwise;
    for (const branch of node.branches) {
      const { when, result } = branch;
      const condition = this.#condition(when);
      if (condition === false) continue;
      if (condition === true) {
        otherwise = result;
        break;
      }
      const asked = this.rewrite(condition);
      const here = this.#done;
      this.#enter(condition, true);
      const given = this.rewrite(result);
      branches.push(asked === when && given === result ? branch : { when: asked, result: given });
      this.#leave(this.#facts.length - 1, here);
      this.#enter(condition, false);
    }
    const last = this.rewrite(otherwise);
    this.#leave(depth, done);
    return closed(node, branches, last);
  }

  #enter(condition: RelPredicate, holds: boolean): void {
    this.#facts.push({ condition, holds });
    this.#done = undefined;
  }

  #leave(depth: number, done: Map<object, unknown> | undefined): void {
    for (const { learnt } of this.#facts.splice(depth)) for (const text of learnt ?? []) this.#known.get(text)?.pop();
    this.#written = Math.min(this.#written, depth);
    this.#done = done;
  }

  #holds(condition: RelPredicate): boolean | undefined {
    if (this.#facts.length === 0) return undefined;
    for (const fact of this.#facts.slice(this.#written)) fact.learnt = this.#learn(fact);
    this.#written = this.#facts.length;
    const alike = this.#known.get(outlineOf(condition));
    return alike?.find((each) => each.condition === condition || sameText(each.condition, condition))?.holds;
  }

  #learn({ condition, holds }: Fact): readonly string[] {
    return knownIf(condition, holds).map((known) => {
      const outline = outlineOf(known.condition);
      const alike = this.#known.get(outline);
      if (alike) alike.push(known);
      else this.#known.set(outline, [known]);
      return outline;
    });
  }

  /** What a condition comes to where only TRUE counts. */
  #condition(predicate: RelPredicate): RelPredicate | boolean {
    const holds = this.#holds(predicate);
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
  const isSame = otherwise === node.otherwise && branches.length === node.branches.length;
  return isSame && branches.every((each, i) => each === node.branches[i]) ? node : { ...node, branches, otherwise };
}

/** What follows from a condition that is TRUE, or is not. */
function knownIf(predicate: RelPredicate, holds: boolean): readonly Known[] {
  const own: Known = { condition: predicate, holds };
  if (predicate.kind === 'not-true') return [own, ...knownIf(predicate.operand, !holds)];
  // Never unknown: one of both holds.
  if (predicate.kind === 'is-null') {
    return [own, { condition: { ...predicate, negated: !predicate.negated }, holds: !holds }];
  }
  const parts = predicate.kind === 'logical' && (predicate.operator === 'AND') === holds ? predicate.operands : [];
  return [own, ...parts.flatMap((each) => knownIf(each, holds))];
}

/** What a condition is at first sight: equal ones have equal outlines. */
function outlineOf(condition: RelPredicate): string {
  let outline = '';
  const fields = condition as unknown as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined || key === 'comments') continue;
    outline += typeof value === 'object' && value !== null ? briefly(value) : String(value);
    outline += ' ';
  }
  return outline;
}

function briefly(part: object): string {
  if (Array.isArray(part)) return String(part.length);
  const { kind, name, value } = part as { readonly kind?: string; readonly name?: unknown; readonly value?: unknown };
  if (kind === 'column') return String(name);
  return kind === 'literal' ? String(value) : String(kind);
}

const sameText = (a: object, b: object): boolean => plainText(a) === plainText(b);
