import { holdsFor } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import { stringValue, type XmlNode } from './xml-node.js';
import { callXQuery } from './xquery-functions.js';
import type { Atomic, Comparison, ForClause, Operator, Step, XQuery } from './xquery-tree.js';

/** An item of a sequence. */
export type Item = XmlNode | Atomic;

export const isNode = (item: Item): item is XmlNode => 'kind' in item;

/** Where an expression stands: the item at hand with its place, and the values of variables. */
export interface Focus {
  readonly item: Item | undefined;
  readonly position: number;
  readonly size: number;
  readonly variables: ReadonlyMap<string, readonly Item[]>;
  /** Values of sql:column and sql:variable; undefined stands for NULL. */
  readonly parameters: readonly (Atomic | undefined)[];
}

export function evaluateXQuery(focus: Focus, query: XQuery): readonly Item[] {
  switch (query.kind) {
    case 'literal':
      return [query.value];
    case 'context':
      return focus.item ? [focus.item] : [];
    case 'variable':
      return focus.variables.get(query.name) ?? [];
    case 'parameter': {
      const value = focus.parameters[query.index];
      return value ? [value] : [];
    }
    case 'sequence':
      return query.items.flatMap((item) => evaluateXQuery(focus, item));
    case 'operation':
      return operate(focus, query.operator, query.left, query.right);
    case 'negation': {
      const operand = numberOf(evaluateXQuery(focus, query.operand)[0]);
      return operand ? [{ ...operand, value: -operand.value }] : [];
    }
    case 'comparison':
      return compare(focus, query);
    case 'if':
      return evaluateXQuery(focus, isTrue(evaluateXQuery(focus, query.condition)) ? query.then : query.otherwise);
    case 'call':
      return callXQuery(focus, query.name, query.arguments);
    case 'for':
      return loops(focus, query.clauses).flatMap((inner) => evaluateXQuery(inner, query.result));
    case 'path':
      return follow(focus, query.start === 'root' ? [root(focus)] : evaluateXQuery(focus, query.start), query.steps);
    case 'filter':
      return filtered(focus, evaluateXQuery(focus, query.operand), query.predicates);
  }
}

function root({ item }: Focus): Item {
  if (!item || !isNode(item)) throw new Refusal('A path without a document');
  let top: XmlNode = item;
  while (top.parent) top = top.parent;
  return top;
}

/** Steps over nodes; what comes out is in the order of the document, each node once. */
function follow(focus: Focus, start: readonly Item[], steps: readonly Step[]): readonly Item[] {
  let items = start;
  for (const step of steps) {
    const found = new Set<XmlNode>();
    for (const item of items) {
      if (!isNode(item)) continue;
      const reached = axis(item, step).filter((node) => passes(node, step));
      for (const node of filtered(focus, reached, step.predicates)) found.add(node as XmlNode);
    }
    items = [...found].sort((a, b) => a.order - b.order);
  }
  return items;
}

function axis(node: XmlNode, step: Step): readonly XmlNode[] {
  const children = node.kind === 'document' || node.kind === 'element' ? node.children : [];
  switch (step.axis) {
    case 'child':
      return children;
    case 'attribute':
      return node.kind === 'element' ? node.attributes : [];
    case 'self':
      return [node];
    case 'parent':
      return node.parent ? [node.parent] : [];
    case 'descendant':
      return children.flatMap(withDescendants);
    case 'descendant-or-self':
      return withDescendants(node);
  }
}

function withDescendants(node: XmlNode): XmlNode[] {
  const found: XmlNode[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    if (next.kind !== 'document' && next.kind !== 'element') continue;
    for (let i = next.children.length - 1; i >= 0; i--) open.push(next.children[i] as XmlNode);
  }
  return found;
}

function passes(node: XmlNode, { axis: along, test }: Step): boolean {
  if (test.kind === 'node') return true;
  if (test.kind !== 'name') return node.kind === test.kind;
  if (node.kind !== (along === 'attribute' ? 'attribute' : 'element')) return false;
  const { name, namespace } = node as Extract<XmlNode, { readonly namespace: string }>;
  return (test.name === '*' || test.name === name) && (test.namespace ?? namespace) === namespace;
}

/** Those for which all predicates hold; a number stands for a place. */
function filtered(focus: Focus, items: readonly Item[], predicates: readonly XQuery[]): readonly Item[] {
  return predicates.reduce<readonly Item[]>(
    (left, predicate) =>
      left.filter((item, i) => {
        const value = evaluateXQuery({ ...focus, item, position: i + 1, size: left.length }, predicate);
        const [first] = value;
        if (value.length === 1 && first && !isNode(first) && typeof first.value === 'number')
          return first.value === i + 1;
        return isTrue(value);
      }),
    items,
  );
}

/** The effective boolean value of a sequence. */
export function isTrue(items: readonly Item[]): boolean {
  const [first] = items;
  if (!first) return false;
  if (isNode(first)) return true;
  return typeof first.value === 'number' ? first.value !== 0 && !Number.isNaN(first.value) : Boolean(first.value);
}

export function atomized(item: Item): Atomic {
  return isNode(item) ? { type: 'untyped', value: stringValue(item) } : item;
}

export function numberOf(item: Item | undefined): Extract<Atomic, { readonly value: number }> | undefined {
  if (!item) return undefined;
  const atomic = atomized(item);
  if (atomic.type === 'integer' || atomic.type === 'double') return atomic;
  const text = String(atomic.value).trim();
  return text !== '' && Number.isFinite(Number(text)) ? { type: 'double', value: Number(text) } : undefined;
}

function operate(focus: Focus, operator: Operator, left: XQuery, right: XQuery): readonly Item[] {
  if (operator === 'and' || operator === 'or') {
    const first = isTrue(evaluateXQuery(focus, left));
    const value = first === (operator === 'or') ? first : isTrue(evaluateXQuery(focus, right));
    return [{ type: 'boolean', value }];
  }
  const a = numberOf(evaluateXQuery(focus, left)[0]);
  const b = numberOf(evaluateXQuery(focus, right)[0]);
  if (!a || !b) return [];
  const whole = a.type === 'integer' && b.type === 'integer' && operator !== 'div';
  return [{ type: whole ? 'integer' : 'double', value: ARITHMETIC[operator](a.value, b.value) }];
}

const ARITHMETIC: Readonly<Record<Exclude<Operator, 'and' | 'or'>, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
};

/** A general comparison holds if it does for any two items; `eq` and its like compare one with one. */
function compare(focus: Focus, query: Extract<XQuery, { readonly kind: 'comparison' }>): readonly Item[] {
  const left = evaluateXQuery(focus, query.left).map(atomized);
  const right = evaluateXQuery(focus, query.right).map(atomized);
  if (query.single && (left.length === 0 || right.length === 0)) return [];
  const value = left.some((a) => right.some((b) => holds(query.operator, a, b)));
  return [{ type: 'boolean', value }];
}

function holds(operator: Comparison, a: Atomic, b: Atomic): boolean {
  const order = ordered(a, b);
  if (order === undefined) return false;
  return holdsFor(operator === '!=' ? '<>' : operator, order);
}

/** Beside a number text is a number, if it can be one; beside text it is text, compared by code points. */
export function ordered(a: Atomic, b: Atomic): number | undefined {
  if (typeof a.value === 'boolean' || typeof b.value === 'boolean') {
    const [left, right] = [asBoolean(a), asBoolean(b)];
    return left === undefined || right === undefined ? undefined : Number(left) - Number(right);
  }
  if (typeof a.value === 'number' || typeof b.value === 'number') {
    const [left, right] = [numberOf(a), numberOf(b)];
    return left && right ? left.value - right.value : undefined;
  }
  return a.value < b.value ? -1 : Number(a.value > b.value);
}

function asBoolean({ value }: Atomic): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
}

/** The places at which the result of a FLWOR is asked for, one after the other. */
function loops(focus: Focus, clauses: readonly ForClause[]): readonly Focus[] {
  let places: readonly Focus[] = [focus];
  for (const clause of clauses) {
    switch (clause.kind) {
      case 'for':
        places = places.flatMap((place) =>
          evaluateXQuery(place, clause.value).map((item) => withVariable(place, clause.variable, [item])),
        );
        break;
      case 'let':
        places = places.map((place) => withVariable(place, clause.variable, evaluateXQuery(place, clause.value)));
        break;
      case 'where':
        places = places.filter((place) => isTrue(evaluateXQuery(place, clause.condition)));
        break;
      case 'order':
        places = inOrder(places, clause.keys);
    }
  }
  return places;
}

function withVariable(focus: Focus, name: string, value: readonly Item[]): Focus {
  return { ...focus, variables: new Map([...focus.variables, [name, value]]) };
}

function inOrder(
  places: readonly Focus[],
  keys: Extract<ForClause, { readonly kind: 'order' }>['keys'],
): readonly Focus[] {
  const keyed = places.map((place) => ({ place, values: keys.map(({ key }) => evaluateXQuery(place, key)[0]) }));
  keyed.sort((a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const [left, right] = [a.values[i], b.values[i]];
      const order =
        left && right
          ? (ordered(atomized(left), atomized(right)) ?? 0)
          : Number(Boolean(left)) - Number(Boolean(right));
      if (order !== 0) return keys[i]?.descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ place }) => place);
}
