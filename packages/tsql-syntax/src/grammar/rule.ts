import type { Parser } from '../parser/parser.js';
import type { Writer } from '../printer/writer.js';

/**
 * Statements of administration are described, not programmed: one description reads the text, writes it back, names
 * the children and gives the node its type. Queries, data modification and control flow, where speed counts and the
 * grammar is tangled, have parse and print functions of their own.
 */

/** A value of a node: how to recognise, read and write it. */
export interface Rule<T> {
  /** Whether the value may start at the current token. */
  starts(p: Parser): boolean;
  parse(p: Parser): T;
  write(value: T, w: NodeWriter): void;
  /** Whether T is a node or a list of nodes, for the visitor. */
  readonly holdsNodes: boolean;
  /** The node rules that T can reach. */
  readonly nodes: () => readonly AnyNodeRule[];
}

/** A stretch of grammar that puts the fields F on the node that is being read. */
export interface Part<F> {
  starts(p: Parser): boolean;
  parse(p: Parser, node: Draft): void;
  write(node: Draft, w: NodeWriter): void;
  /** Whether an optional stretch was there; undefined when this part has no fields to tell by. */
  isPresent(node: Draft): boolean | undefined;
  /** Fields that hold nodes, in the order of the text. */
  readonly children: readonly string[];
  readonly nodes: () => readonly AnyNodeRule[];
  /** Only for the type checker. */
  readonly fields?: F;
}

/** A node under construction. */
export type Draft = Record<string, unknown>;

/** A rule whose value is a node of one kind. */
export interface NodeRule<K extends string, F> extends Rule<GrammarNode<K, F>> {
  readonly kind: K;
  readonly children: readonly string[];
  /** The node rules directly inside this one. */
  readonly inner: () => readonly AnyNodeRule[];
}

export type GrammarNode<K extends string, F> = { readonly kind: K; readonly start: number; readonly end: number } & F;

// The one place where a rule's own type is left open: collections of rules of many kinds.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyNodeRule = NodeRule<string, any>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyPart = Part<any>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyRule = Rule<any>;

export type NodeOf<R> = R extends Rule<infer T> ? T : never;

/** A writer that also knows how to write any node by its kind. */
export interface NodeWriter extends Writer {
  node(node: { readonly kind: string; readonly start: number; readonly end: number }): this;
}
