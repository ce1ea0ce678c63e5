import { objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { ModuleBinder } from '@datamigrate/tsql-binder';
import { findControlTables } from '../assessment/control-tables.js';
import { ModuleReader } from '../assessment/module-facts.js';
import { findResets } from '../assessment/resets.js';
import type { RowsAtHand } from '../assessment/rows-at-hand.js';
import { combineWriters } from './combine-writers.js';
import { writersByTable } from './decisions.js';

export interface EstateKnowledge {
  /** Tables that somebody wants to see compared. */
  readonly wanted?: readonly string[] | undefined;
  /** Procedures in the order in which scripts or a scenario call them. */
  readonly called?: readonly QualifiedName[] | undefined;
  readonly rows?: RowsAtHand | undefined;
}

/**
 * Reads all modules, and settles the tables that several procedures write: those in which runs are noted stay sources,
 * what sets the warehouse back is left out, and loads that run one after the other become the work of one.
 */
export function readModules(binder: ModuleBinder, { wanted, called = [], rows }: EstateKnowledge = {}): ModuleReader {
  const { catalog } = binder.catalog;
  const first = new ModuleReader(binder, { wanted, called, rows });
  const writers = writersByTable(catalog, first);
  const contested = new Map([...writers].filter(([, among]) => among.length > 1));
  const read = first.read.bind(first);
  const resets = findResets(catalog, read, contested);
  const names = new Set((wanted ?? []).map((name) => name.toLowerCase()));
  const control = findControlTables(catalog, read, contested, { wanted: names, resets });
  const reader =
    resets.size + control.size > 0 ? new ModuleReader(binder, { wanted, called, control, resets, rows }) : first;
  combineWriters(
    catalog,
    reader,
    called.map((name) => objectKey(name)),
  );
  return reader;
}
