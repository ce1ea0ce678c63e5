import type { Bound } from '@datamigrate/tsql-binder';
import type { TableStore } from '../database/table-store.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { Frame, type TriggerRows } from '../session/frame.js';
import { executeBody } from './execute-statement.js';
import type { Run } from './run.js';

/** Runs the AFTER triggers of a table, once for each statement, even when it wrote no rows. */
export function fireTriggers(
  run: Run,
  store: TableStore,
  event: Bound.BoundTrigger['events'][number],
  rows: TriggerRows,
): void {
  const { session } = run;
  const { database } = session;
  const { schema, name } = store.table;
  if (schema === '') return;
  for (const module of database.catalog.modules) {
    if (module.kind !== 'trigger' || !module.on || session.disabledTriggers.has(module.name.toLowerCase())) continue;
    if (module.on.name.toLowerCase() !== name.toLowerCase() || module.on.schema.toLowerCase() !== schema.toLowerCase())
      continue;
    const { body, diagnostics } = database.body(module);
    const trigger = body?.trigger;
    if (!body || !trigger) throw new Refusal(`The trigger ${module.name}`);
    if (!trigger.events.includes(event)) continue;
    if (trigger.timing === 'INSTEAD OF') throw new Refusal('INSTEAD OF triggers');
    session.branches?.entered(module, body.statements);
    if (session.nesting >= 32) throw sqlError(217);
    const frame = new Frame({
      parent: run.frame,
      procedure: module.name,
      text: module.definition,
      lineOffset: session.database.lineOffset(module),
    });
    frame.trigger = rows;
    const { settings, xactAbort, rowCount, scopeIdentity } = session;
    session.nesting++;
    session.triggerDepth++;
    session.begin();
    const depth = session.transactionCount;
    try {
      executeBody({ session, frame, diagnostics, defaultSchema: module.schema }, body.statements);
      if (session.transactionCount < depth) throw sqlError(3609);
      session.commit();
    } catch (error) {
      if (session.transactionCount >= depth) session.transactionCount = depth - 1;
      throw error;
    } finally {
      session.nesting--;
      session.triggerDepth--;
      session.settings = settings;
      session.xactAbort = xactAbort;
      session.rowCount = rowCount;
      session.scopeIdentity = scopeIdentity;
    }
  }
}
