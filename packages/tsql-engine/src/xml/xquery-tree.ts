/** What an XQuery expression is made of. */
export type XQuery =
  | { readonly kind: 'literal'; readonly value: Atomic }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string }
  /** sql:column and sql:variable: by their number among those of the text. */
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'sequence'; readonly items: readonly XQuery[] }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: XQuery; readonly right: XQuery }
  | { readonly kind: 'negation'; readonly operand: XQuery }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly single: boolean;
      readonly left: XQuery;
      readonly right: XQuery;
    }
  | { readonly kind: 'if'; readonly condition: XQuery; readonly then: XQuery; readonly otherwise: XQuery }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly XQuery[] }
  | { readonly kind: 'for'; readonly clauses: readonly ForClause[]; readonly result: XQuery }
  | { readonly kind: 'path'; readonly start: XQuery | 'root'; readonly steps: readonly Step[] }
  | { readonly kind: 'filter'; readonly operand: XQuery; readonly predicates: readonly XQuery[] };

/** Numbers are doubles or whole; text that comes from a document has no type of its own. */
export type Atomic =
  | { readonly type: 'string' | 'untyped'; readonly value: string }
  | { readonly type: 'integer' | 'double'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean };

export type Operator = 'and' | 'or' | '+' | '-' | '*' | 'div' | 'mod';
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type ForClause =
  | { readonly kind: 'for' | 'let'; readonly variable: string; readonly value: XQuery }
  | { readonly kind: 'where'; readonly condition: XQuery }
  | { readonly kind: 'order'; readonly keys: readonly { readonly key: XQuery; readonly descending: boolean }[] };

export type Axis = 'child' | 'attribute' | 'self' | 'parent' | 'descendant' | 'descendant-or-self';

export interface Step {
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly XQuery[];
}

export type NodeTest =
  | { readonly kind: 'node' | 'text' | 'comment' | 'instruction' }
  /** A name without `namespace` may be in any. */
  | { readonly kind: 'name'; readonly name: string | '*'; readonly namespace?: string };
