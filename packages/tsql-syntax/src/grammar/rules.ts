import type { Term } from '../lexer/words/index.js';
import type { Parser } from '../parser/parser.js';
import { type MergedFields, sequence, writeTerm } from './parts.js';
import type { AnyNodeRule, AnyPart, AnyRule, Draft, GrammarNode, NodeOf, NodeRule, Rule } from './rule.js';

/** A node of its own kind, made of parts. */
export function node<const K extends string, const P extends readonly AnyPart[]>(
  kind: K,
  ...parts: P
): NodeRule<K, MergedFields<P>> {
  const inner = sequence(...parts);
  const rule: NodeRule<K, MergedFields<P>> = {
    kind,
    children: inner.children,
    holdsNodes: true,
    nodes: () => [rule as AnyNodeRule],
    inner: () => inner.nodes(),
    starts: (p) => inner.starts(p),
    parse: (p) => {
      const draft: Draft = { kind, start: p.start, end: 0 };
      inner.parse(p, draft);
      draft['end'] = p.end;
      return draft as GrammarNode<K, MergedFields<P>>;
    },
    write: (value, w) => {
      w.commentsBefore(value.start);
      inner.write(value as Draft, w);
    },
  };
  return rule;
}

/**
 * One of several values, told apart by how they start; the first that may start is taken. All but one of them are nodes,
 * which know how to write themselves; the one that is left may be a number or a keyword.
 */
export function either<const R extends readonly AnyRule[]>(...rules: R): Rule<NodeOf<R[number]>> {
  const plain: AnyRule | undefined = rules.find((rule) => !rule.holdsNodes);
  return {
    holdsNodes: true,
    nodes: () => rules.flatMap((rule) => rule.nodes()),
    starts: (p) => rules.some((rule) => rule.starts(p)),
    parse: (p) => {
      const rule = rules.find((candidate) => candidate.starts(p)) ?? rules[rules.length - 1];
      return (rule as AnyRule).parse(p) as NodeOf<R[number]>;
    },
    write: (value, w) => {
      if (typeof value === 'object' && value !== null) w.node(value as { kind: string; start: number; end: number });
      else plain?.write(value, w);
    },
  };
}

/** A rule that is defined later: for grammar that contains itself. */
export function lazy<T>(rule: () => Rule<T>): Rule<T> {
  return {
    holdsNodes: true,
    nodes: () => rule().nodes(),
    starts: (p) => rule().starts(p),
    parse: (p) => rule().parse(p),
    write: (value, w) => rule().write(value, w),
  };
}

/** A rule that is told apart by something other than its first part: a word behind a name, for example. */
export function startingWhen<R extends AnyRule>(rule: R, starts: (p: Parser) => boolean): R {
  rule.starts = starts;
  return rule;
}

/** A rule whose value is looked at once more when it has been read: for what the words alone do not show. */
export function checked<R extends AnyRule>(rule: R, check: (p: Parser, value: NodeOf<R>) => void): R {
  const { parse } = rule;
  return {
    ...rule,
    parse: (p: Parser) => {
      const value = parse(p) as NodeOf<R>;
      check(p, value);
      return value;
    },
  };
}

export interface ListOptions {
  /** A comma may stand behind the last value. */
  readonly trailingComma?: boolean;
  /** The commas may be missing where the next value is known by how it starts. They are written always. */
  readonly optionalCommas?: boolean;
  /** A comma belongs to the list only when another value follows it. */
  readonly shared?: boolean;
  /** What stands between the values instead of a comma. */
  readonly separator?: Term;
}

/** One or more values with commas between. */
export function list<T>(rule: Rule<T>, options: ListOptions = {}): Rule<readonly T[]> {
  const separator = options.separator ?? ',';
  const goesOn = (p: Parser): boolean => {
    if (!p.eat(separator)) return options.optionalCommas === true && rule.starts(p);
    if (options.trailingComma && p.at(')')) return false;
    if (!options.shared || rule.starts(p)) return true;
    p.pos--;
    return false;
  };
  return {
    holdsNodes: rule.holdsNodes,
    nodes: rule.nodes,
    starts: (p) => rule.starts(p),
    parse: (p) => {
      const values = [rule.parse(p)];
      while (goesOn(p)) values.push(rule.parse(p));
      return values;
    },
    write: (values, w) => {
      values.forEach((value, i) => {
        if (i > 0) writeTerm(separator, w);
        rule.write(value, w);
      });
    },
  };
}

/** Values one after the other without anything between, as long as another one starts. */
export function several<T>(rule: Rule<T>): Rule<readonly T[]> {
  return {
    holdsNodes: rule.holdsNodes,
    nodes: rule.nodes,
    starts: (p) => rule.starts(p),
    parse: (p) => {
      const values = [rule.parse(p)];
      while (rule.starts(p)) values.push(rule.parse(p));
      return values;
    },
    write: (values, w) => {
      for (const value of values) rule.write(value, w);
    },
  };
}

/** A value between parentheses. */
export function parenthesized<T>(rule: Rule<T>): Rule<T> {
  return {
    holdsNodes: rule.holdsNodes,
    nodes: rule.nodes,
    starts: (p) => p.at('('),
    parse: (p) => {
      p.expect('(');
      p.enter();
      const value = rule.parse(p);
      p.leave();
      p.expect(')');
      return value;
    },
    write: (value, w) => {
      w.open();
      rule.write(value, w);
      w.tight(')');
    },
  };
}

/** Values between parentheses, or none: `()`. */
export function parenthesizedOrEmpty<T>(rule: Rule<T>): Rule<readonly T[]> {
  const filled = parenthesized(list(rule));
  return {
    ...filled,
    parse: (p) => (p.eatAll('(', ')') ? [] : filled.parse(p)),
    write: (values, w) => {
      if (values.length > 0) filled.write(values, w);
      else w.open().tight(')');
    },
  };
}

/** A rule from functions: the bridge to hand-written constructs. */
export function native<T>(definition: {
  readonly starts: (p: Parser) => boolean;
  readonly parse: (p: Parser) => T;
  readonly write: Rule<T>['write'];
  readonly holdsNodes: boolean;
}): Rule<T> {
  return { ...definition, nodes: () => [] };
}
