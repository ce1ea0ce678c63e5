import { type Bound, bindPredicate, Scope, SELF_RELATION, tableColumns } from '@datamigrate/tsql-binder';
import { parseBatch } from '@datamigrate/tsql-syntax';
import type { Host } from '../expressions/environment.js';
import type { TableStore } from './table-store.js';

interface Check {
  readonly name: string;
  readonly predicate: Bound.BoundPredicate;
  /** What the spans of the predicate point into. */
  readonly text: string;
}

/** By the columns of a store: it gets others whenever a definition changes. */
const CHECKS = new WeakMap<TableStore['columns'], readonly Check[]>();

/** The CHECK constraints of a table, bound over a row of it. One that cannot be bound is left out. */
export function checkPredicates(host: Host, store: TableStore): readonly Check[] {
  const known = CHECKS.get(store.columns);
  if (known) return known;
  const checks = store.table.checks.flatMap(({ name, definition }): Check[] => {
    const predicate = filterPredicate(host, store, definition);
    return predicate ? [{ name: name ?? `CK_${store.table.name}`, predicate, text: conditionText(definition) }] : [];
  });
  CHECKS.set(store.columns, checks);
  return checks;
}

const conditionText = (condition: string): string => `SELECT 1 WHERE ${condition}`;

/** A condition over the columns of a table, from its text. */
export function filterPredicate(host: Host, store: TableStore, text: string): Bound.BoundPredicate | undefined {
  const [statement] = parseBatch(conditionText(text)).statements;
  if (statement?.kind !== 'Select' || statement.query.kind !== 'QuerySpecification') return undefined;
  const condition = statement.query.where?.condition;
  if (!condition) return undefined;
  const context = host.binderContext();
  const scope = new Scope(undefined);
  const columns = tableColumns(context, store.table);
  scope.relations.push({ relation: SELF_RELATION, alias: store.table.name, columns, known: true });
  const predicate = bindPredicate(context, scope, condition);
  return context.diagnostics.some(({ severity }) => severity === 'error') ? undefined : predicate;
}
