import { displayName, type Module, type QualifiedName, quotedName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import { generateDiagnostics } from '../diagnostics.js';
import { tableKey } from '../modules/column-ref.js';
import { objectsIn } from '../modules/objects-in.js';
import { parentFinder, readFacts } from '../modules/read-facts.js';
import { viewQuery } from '../modules/view-query.js';
import { flowingKeys } from '../rows/flowing-keys.js';
import { firstCall } from './procedure-calls.js';
import { trialCall } from './trial-call.js';

/** Violations of keys: what the rows of a target can be at fault for. */
const VIOLATIONS: ReadonlySet<number> = new Set([2601, 2627]);
/** Without its rows a table may bring another load to its end, which fails in turn. */
const MOST_PASSES = 3;

/**
 * Empties tables whose generated rows keep a procedure from running: the keys that it makes do not fit to the made-up ones
 * of its target, or the rows that another procedure would have made for it have what that one never makes, such as two
 * names for one key. With them go the rows that reference theirs or are looked up there, and if some of the former are in
 * tables that nothing writes, all stay. What the procedures write is taken back.
 */
export function clearRefusedTargets(database: Database, generated: readonly QualifiedName[]): readonly Diagnostic[] {
  const filled = new Set(generated.map(tableKey));
  const loads = database.catalog.modules
    .filter(({ kind }) => kind === 'procedure')
    .map((module) => ({ module, targets: targetsOf(database, module) }));
  const written = new Set(loads.flatMap(({ targets }) => [...targets]));
  const told: Diagnostic[] = [];
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  const lookups = (): ReadonlyMap<string, ReadonlySet<string>> => {
    known ??= lookedUp(database, written);
    return known;
  };
  /** Whether the procedure is known to run as the rows were. */
  const clear = (module: Module, keys: ReadonlySet<string>): boolean => {
    const own = [...keys].filter((key) => filled.has(key));
    if (own.length === 0) return false;
    const violation = violationOf(database, module);
    if (violation === undefined) return true;
    const leaving = withReferences(database, own, filled, lookups());
    if (![...leaving].every(({ schema, name }) => written.has(tableKey({ schema, name })))) return false;
    for (const table of emptied(database, leaving)) {
      filled.delete(tableKey(table));
      const params = { table: displayName(table), procedure: displayName(module), reason: violation };
      told.push({ ...generateDiagnostics.create('generate-cleared', params), object: displayName(table) });
    }
    return false;
  };
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = told.length;
    for (const { module, targets } of loads) {
      if (targets.size === 0 || clear(module, targets)) continue;
      const read = tablesRead(database, database.body(module).body?.statements ?? []);
      clear(module, new Set([...read].filter((key) => written.has(key))));
    }
    if (told.length === before) break;
  }
  return told;
}

/** Tables to which a procedure adds rows. What it only changes or empties is where its rows come from. */
function targetsOf(database: Database, module: Module): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const value of objectsIn(database.body(module).body?.statements ?? [])) {
    const statement = value as Bound.BoundModification;
    const target =
      statement.kind === 'insert' ? statement.target : statement.kind === 'merge' ? statement.target.table : undefined;
    if (target?.kind === 'table' && target.type === 'table') targets.add(tableKey(target.object));
  }
  return targets;
}

/** Tables that stand in statements, or in the views that do. */
function tablesRead(database: Database, tree: object, seen = new Set<string>()): ReadonlySet<string> {
  for (const value of objectsIn(tree)) {
    const table = value as Bound.BoundTable;
    if (table.kind !== 'named-table' || seen.has(tableKey(table.object))) continue;
    seen.add(tableKey(table.object));
    const view = table.type === 'view' ? viewQuery(database.binder, table.object) : undefined;
    if (view) tablesRead(database, view, seen);
  }
  return seen;
}

function violationOf(database: Database, module: Module): string | undefined {
  const { error } = trialCall(database, firstCall(database, module));
  return error && VIOLATIONS.has(error.number) ? error.message : undefined;
}

/** Tables with the filled ones that reference them, at any distance. */
function withReferences(
  { catalog }: Database,
  keys: readonly string[],
  filled: ReadonlySet<string>,
  lookups: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<Table> {
  const leaving = new Set(catalog.tables.filter((table) => keys.includes(tableKey(table))));
  // A set grows while it is gone through.
  for (const table of leaving) {
    for (const other of catalog.tables) {
      const references =
        other.foreignKeys.some((key) => tableKey(key.references) === tableKey(table)) ||
        lookups.get(tableKey(table))?.has(tableKey(other));
      if (references && filled.has(tableKey(other))) leaving.add(other);
    }
  }
  return leaving;
}

/** By table: the written ones whose values modules look up in it, though no foreign key says so. */
function lookedUp(database: Database, written: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const { writes } = readFacts(database, database.catalog.modules, 0);
  const found = new Map<string, Set<string>>();
  for (const [table, keys] of flowingKeys(database.catalog.tables, parentFinder(database), writes).keys) {
    if (!written.has(table)) continue;
    for (const { parent } of keys) found.set(tableKey(parent), (found.get(tableKey(parent)) ?? new Set()).add(table));
  }
  return found;
}

/** Referencing tables first, which are those that were found last; a circle takes another turn. */
function emptied(database: Database, tables: ReadonlySet<Table>): readonly Table[] {
  let open = [...tables].reverse();
  const done: Table[] = [];
  while (open.length > 0) {
    const left = open.filter((table) => executeSql(database, `DELETE FROM ${quotedName(table)}`).error !== undefined);
    done.push(...open.filter((table) => !left.includes(table)));
    if (left.length === open.length) break;
    open = left;
  }
  return done;
}
