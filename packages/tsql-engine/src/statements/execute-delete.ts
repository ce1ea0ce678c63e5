import type { Bound } from '@datamigrate/tsql-binder';
import { seenRow } from '../database/read-rows.js';
import { refuseHistory } from '../database/system-versioning.js';
import { registerCte } from '../queries/execute-query.js';
import type { Row } from '../values/sql-value.js';
import { applyChanges, findRows, limited } from './execute-update.js';
import { fireTriggers } from './fire-triggers.js';
import { Outputs } from './outputs.js';
import { environmentOf, type Run } from './run.js';
import { storeOf } from './store-of.js';

export function executeDelete(run: Run, statement: Bound.BoundDelete): void {
  const env = environmentOf(run);
  for (const cte of statement.ctes) registerCte(env, cte);
  const store = storeOf(run, statement.target.table);
  refuseHistory(env, store, 'DELETE');
  const matches = limited(run, env, statement, findRows(run, env, store, statement));
  const outputs = new Outputs(run, env, statement.output);
  const changes = new Map<Row, Row | undefined>();
  for (const match of matches) {
    match.bind();
    outputs.add(undefined, seenRow(env, store, match.row));
    changes.set(match.row, undefined);
  }
  applyChanges(run, env, store, changes, 'DELETE');
  fireTriggers(run, store, 'DELETE', {
    inserted: [],
    deleted: [...changes.keys()].map((row) => seenRow(env, store, row)),
    updated: new Set(),
  });
  outputs.finish();
  run.session.rowCount = BigInt(matches.length);
}
