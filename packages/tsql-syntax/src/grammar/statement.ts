import type { Term } from '../lexer/words/index.js';
import type { Parser } from '../parser/parser.js';
import { type MergedFields, words } from './parts.js';
import type { AnyNodeRule, AnyPart, NodeRule } from './rule.js';
import { node } from './rules.js';
import { terms } from './terms.js';

/** A described statement: its node rule, and the words it can begin with, by which the parser finds it. */
export interface StatementRule<K extends string, F> extends NodeRule<K, F> {
  readonly leads: readonly (readonly Term[])[];
  /** A further look where the leading words do not decide. */
  readonly applies?: (p: Parser) => boolean;
}

/** A statement that begins with a fixed phrase: `statement('CreateSynonym', 'CREATE SYNONYM', …)`. */
export function statement<const K extends string, const P extends readonly AnyPart[]>(
  kind: K,
  phrase: string,
  ...parts: P
): StatementRule<K, MergedFields<P>> {
  const rule = node(kind, words(phrase), ...parts) as unknown as NodeRule<K, MergedFields<P>>;
  return Object.assign(rule, { leads: [terms(phrase)] });
}

/**
 * A statement whose first words vary; the parts read them: `CREATE [UNIQUE] INDEX`. Without leads it may start anywhere
 * and `applies` alone decides.
 */
export function statementWith<const K extends string, const P extends readonly AnyPart[]>(
  kind: K,
  options: { readonly leads: readonly string[]; readonly applies?: (p: Parser) => boolean },
  ...parts: P
): StatementRule<K, MergedFields<P>> {
  const rule = node(kind, ...parts);
  return Object.assign(rule, {
    leads: options.leads.length === 0 ? [[]] : options.leads.map(terms),
    ...(options.applies ? { applies: options.applies } : {}),
  });
}

/** Every node rule that the given ones reach, themselves included. */
export function reachableNodes(roots: readonly AnyNodeRule[]): ReadonlyMap<string, AnyNodeRule> {
  const found = new Map<string, AnyNodeRule>();
  const open = [...roots];
  for (let rule = open.pop(); rule; rule = open.pop()) {
    if (found.get(rule.kind) === rule) continue;
    found.set(rule.kind, rule);
    open.push(...rule.inner());
  }
  return found;
}
