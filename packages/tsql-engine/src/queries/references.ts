import type { Bound } from '@datamigrate/tsql-binder';

/** Which relations a part of the tree names and which it brings itself: found once for each node. */
interface References {
  readonly named: ReadonlySet<number>;
  readonly own: ReadonlySet<number>;
  /** Names the row of a group or window around it. */
  readonly contextual: boolean;
}

const KNOWN = new WeakMap<object, References>();

function referencesOf(node: object): References {
  const known = KNOWN.get(node);
  if (known) return known;
  const named = new Set<number>();
  const own = new Set<number>();
  let contextual = false;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    const record = value as Readonly<Record<string, unknown>>;
    if (typeof record['relation'] === 'number') (record['kind'] === 'column' ? named : own).add(record['relation']);
    if (record['kind'] === 'window' || record['kind'] === 'aggregate' || record['kind'] === 'group-key')
      contextual = true;
    for (const key in record) if (key !== 'type' && key !== 'span' && key !== 'columns') visit(record[key]);
  };
  visit(node);
  const references = { named, own, contextual };
  KNOWN.set(node, references);
  return references;
}

/** Relations that an expression or condition needs from outside itself. */
export function neededRelations(
  node: Bound.BoundExpression | Bound.BoundPredicate | Bound.BoundQuery,
): readonly number[] {
  const { named, own } = referencesOf(node);
  return [...named].filter((relation) => !own.has(relation));
}

export function needsAny(node: Bound.BoundExpression | Bound.BoundPredicate, relations: ReadonlySet<number>): boolean {
  return neededRelations(node).some((relation) => relations.has(relation));
}

/** Whether a query's rows depend on the rows of the queries around it. */
export function isCorrelated(query: Bound.BoundQuery): boolean {
  return neededRelations(query).length > 0;
}

/** The conditions that AND joins, in order. */
export function conjunctsOf(predicate: Bound.BoundPredicate | undefined): Bound.BoundPredicate[] {
  if (!predicate) return [];
  return predicate.kind === 'logical' && predicate.operator === 'AND'
    ? predicate.operands.flatMap(conjunctsOf)
    : [predicate];
}

const RISKY: ReadonlySet<string> = new Set([
  'cast',
  'call',
  'user-call',
  'arithmetic',
  'date-arithmetic',
  'scalar-subquery',
  'exists',
  'in-query',
  'quantified',
]);

/** A condition that can raise no error: it may be tested on rows that others would have removed before it. */
export function isSimple(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return true;
  if (Array.isArray(node)) return node.every(isSimple);
  const record = node as Readonly<Record<string, unknown>>;
  if (typeof record['kind'] === 'string' && RISKY.has(record['kind'])) return false;
  return Object.values(record).every(isSimple);
}
