import { displayName, keepsApart, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition } from '../program/conditions.js';
import { withoutHarmlessCasts } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { someNode, visitTree } from '../program/rewrite-tree.js';
import { carriedValue } from '../program/row-loop.js';
import { storedKeys } from '../program/stored-keys.js';
import { statementsIn } from '../statements-in.js';
import { assignedIn } from './assigned-in.js';
import { absorbAll } from './fates.js';
import { guardedRounds } from './guarded-rounds.js';
import { keyRows } from './key-rows.js';
import { targetsOf } from './last-per-key.js';
import { mergedUpserts } from './merged-upserts.js';
import { roundUpsert } from './round-upsert.js';
import { runMerge } from './run-merge.js';
import type { UpsertLoop } from './upsert-loop.js';

/**
 * A loop that changes the rows of a key, or adds one, round by round, where several rounds may share the key: one MERGE of
 * all keys with what their rounds come to. False for other loops.
 */
export function runUpserts(program: Program, loop: UpsertLoop, condition: Condition): boolean {
  const { into, work, span } = loop;
  const [table, ...more] = targetsOf(work);
  if (!table || more.length > 0 || table.kind === 'unknown-table' || readsTarget(program, loop, table)) return false;
  if (table.kind === 'table' && program.environment.keptElsewhere(table.object) !== undefined) return false;
  const fetched = new Set(into.map(({ name }) => name.toLowerCase()));
  const assigned = assignedIn(work);
  if ([...assigned.keys()].some((name) => fetched.has(name))) return false;
  const declared = declaredIn(work);
  const steady = (name: string): boolean => fetched.has(name) || (!assigned.has(name) && !declared.has(name));
  const guarded = guardedRounds(work, steady);
  const upsert = roundUpsert(guarded.work, table, steady);
  const isKey = upsert?.key.every(({ type, tie, column: position }) => {
    const of = table.columns[position];
    if (!of || !keepsApart(type, of.type)) return false;
    return [tie.left, tie.right]
      .map(withoutHarmlessCasts)
      .every(({ kind }) => kind === 'column' || kind === 'variable');
  });
  const rows = { ...loop, filter: guarded.filter };
  const rounds = upsert && isKey ? keyRows(program, rows, upsert, table) : undefined;
  if (!rounds) return false;
  runMerge(program, mergedUpserts(program, rounds, table, span), both(program.active, condition), rounds.source);
  for (const [name, type] of [...assigned, ...into.map(({ name, type }) => [name.toLowerCase(), type] as const)])
    program.variables.set(name, carriedValue(name, type, span));
  program.rowCount = undefined;
  const tables = table.kind === 'table' ? [displayName(table.object)] : [];
  tellFates(program, work, tables);
  return true;
}

/** What the cursor reads may be other rows in every round. */
function readsTarget(program: Program, { cursor }: UpsertLoop, table: Bound.BoundStoredTable): boolean {
  const declared = program.declared.get(cursor.name.toLowerCase())?.statement;
  if (declared?.options.some((option) => option === 'STATIC' || option === 'INSENSITIVE')) return false;
  const [key = ''] = storedKeys(table);
  return someNode(declared?.query, (node) => {
    if (node.kind === 'temporary-table') return (node as Bound.BoundTemporaryTable).name.toLowerCase() === key;
    if (node.kind !== 'named-table') return false;
    const { object, type } = node as Bound.BoundNamedTable;
    return type === 'view' ? program.environment.viewReads(object, new Set([key])) : objectKey(object) === key;
  });
}

function declaredIn(work: readonly Bound.BoundStatement[]): ReadonlySet<string> {
  const names = new Set<string>();
  visitTree(work, (node) => {
    if (node.kind !== 'declare-variable') return;
    for (const { name } of (node as Bound.BoundDeclareVariable).declarations) names.add(name.toLowerCase());
  });
  return names;
}

const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'merge']);

function tellFates(program: Program, statements: readonly Bound.BoundStatement[], tables: readonly string[]): void {
  const writes = [...statementsIn(statements)].filter(({ kind }) => WRITES.has(kind));
  for (const { span } of writes) program.fates.push({ span, state: 'converted', tables });
  const told = new Set(writes.map(({ span }) => span));
  absorbAll(program, statements, 'the rounds of a key are worked through at once', told);
}
