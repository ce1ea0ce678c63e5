import type { AnyPart, NodeWriter, Part, Rule } from './rule.js';
import { terms } from './terms.js';

type FieldsOf<P> = P extends Part<infer F> ? F : never;

/** The fields of all parts together. */
export type MergedFields<P extends readonly unknown[]> = P extends readonly [infer Head, ...infer Tail]
  ? FieldsOf<Head> & MergedFields<Tail>
  : unknown;

type Optional<F> = { readonly [K in keyof F]?: F[K] | undefined };

const noNodes = (): readonly never[] => [];

/** Fixed words or symbols, as one phrase: `words('CREATE SYNONYM')`. */
export function words(phrase: string): Part<unknown> {
  const list = terms(phrase);
  return {
    starts: (p) => p.atAll(...list),
    parse: (p) => p.expectAll(...list),
    write: (_, w) => {
      for (const term of list) writeTerm(term, w);
    },
    isPresent: () => undefined,
    children: [],
    nodes: noNodes,
  };
}

export function writeTerm(term: string, w: NodeWriter): void {
  if (term === '(') w.open(term);
  else if (term === ')' || term === ',' || term === ';') w.tight(term);
  // Names stand close to what joins them: `a.b`, `OBJECT::t`.
  else if (term === '.' || term === '::') w.tight(term).glue();
  else w.text(term);
}

/** A value under a name. */
export function field<const N extends string, T>(name: N, rule: Rule<T>): Part<{ readonly [K in N]: T }> {
  return {
    starts: (p) => rule.starts(p),
    parse: (p, node) => {
      node[name] = rule.parse(p);
    },
    write: (node, w) => rule.write(node[name] as T, w),
    isPresent: (node) => node[name] !== undefined,
    children: rule.holdsNodes ? [name] : [],
    nodes: rule.nodes,
  };
}

/** `true` where the phrase stands, absent where not. */
export function flag<const N extends string>(name: N, phrase: string): Part<{ readonly [K in N]?: true | undefined }> {
  const list = terms(phrase);
  const part: Part<{ readonly [K in N]?: true | undefined }> = {
    starts: (p) => p.atAll(...list),
    parse: (p, node) => {
      if (p.eatAll(...list)) node[name] = true;
    },
    write: (node, w) => {
      if (node[name]) for (const term of list) writeTerm(term, w);
    },
    isPresent: (node) => node[name] === true,
    children: [],
    nodes: noNodes,
  };
  OPTIONAL.add(part);
  return part;
}

/** One of several phrases; the field holds the phrase itself. Longer phrases win over their beginnings. */
export function choice<const N extends string, const C extends readonly string[]>(
  name: N,
  ...phrases: C
): Part<{ readonly [K in N]: C[number] }> {
  const options = phrases
    .map((phrase) => ({ phrase, list: terms(phrase) }))
    .sort((a, b) => b.list.length - a.list.length);
  return {
    starts: (p) => options.some(({ list }) => p.atAll(...list)),
    parse: (p, node) => {
      const found = options.find(({ list }) => p.eatAll(...list));
      if (!found) return p.fail(phrases.join(' or '));
      node[name] = found.phrase;
    },
    write: (node, w) => {
      for (const term of String(node[name]).split(' ')) writeTerm(term, w);
    },
    isPresent: (node) => node[name] !== undefined,
    children: [],
    nodes: noNodes,
  };
}

/** Parts one after the other. */
export function sequence<const P extends readonly AnyPart[]>(...parts: P): Part<MergedFields<P>> {
  const [first] = parts;
  return {
    starts: (p) => {
      // Optional parts at the front may be missing: the sequence may start with what follows them.
      for (const part of parts) {
        if (part.starts(p)) return true;
        if (!isOptional(part)) return false;
      }
      return first === undefined;
    },
    parse: (p, node) => {
      for (const part of parts) part.parse(p, node);
    },
    write: (node, w) => {
      for (const part of parts) part.write(node, w);
    },
    isPresent: (node) => (parts.some((part) => part.isPresent(node) === true) ? true : undefined),
    children: parts.flatMap((part) => part.children),
    nodes: () => parts.flatMap((part) => part.nodes()),
  };
}

const OPTIONAL = new WeakSet<AnyPart>();

function isOptional(part: AnyPart): boolean {
  return OPTIONAL.has(part);
}

/** Parts that stand there all or not at all. At least one of them must have a field, by which writing tells. */
export function optional<const P extends readonly AnyPart[]>(...parts: P): Part<Optional<MergedFields<P>>> {
  const inner = sequence(...parts);
  const part: Part<Optional<MergedFields<P>>> = {
    starts: inner.starts,
    parse: (p, node) => {
      if (inner.starts(p)) inner.parse(p, node);
    },
    write: (node, w) => {
      if (inner.isPresent(node)) inner.write(node, w);
    },
    isPresent: inner.isPresent,
    children: inner.children,
    nodes: inner.nodes,
  };
  OPTIONAL.add(part);
  return part;
}

/** A new line in the written text. */
export const newLine: Part<unknown> = {
  starts: () => false,
  parse: () => {},
  write: (_, w) => {
    w.line();
  },
  isPresent: () => undefined,
  children: [],
  nodes: noNodes,
};
OPTIONAL.add(newLine);
