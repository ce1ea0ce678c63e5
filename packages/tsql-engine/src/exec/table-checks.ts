import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { checkPredicates } from '../database/constraint-predicates.js';
import type { Database } from '../database/database.js';
import { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import { Session } from '../session/session.js';

/** A CHECK constraint of a table, bound over a row of it: its relation is SELF_RELATION. */
export interface TableCheck {
  readonly name: string;
  readonly predicate: Bound.BoundPredicate;
  /** What the spans of the predicate point into. */
  readonly text: string;
}

/** The CHECK constraints that rows of a table have to satisfy, those that are switched off left out. */
export function tableChecks(database: Database, table: QualifiedName): readonly TableCheck[] {
  const store = database.store(table);
  if (!store || store.disabled.has('*')) return [];
  const host = new SessionHost(new Session(database), new Frame({ text: '' }));
  return checkPredicates(host, store).filter(({ name }) => !store.disabled.has(name.toLowerCase()));
}
