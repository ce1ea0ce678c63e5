import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Run } from './run.js';

export function executeTransaction(run: Run, statement: Bound.BoundTransaction): void {
  const { session, frame } = run;
  const name =
    statement.name &&
    ('name' in statement.name ? statement.name.name : String(frame.variable(statement.name.variable)?.value ?? ''));
  switch (statement.kind) {
    case 'begin-transaction':
      session.begin();
      break;
    case 'commit-transaction':
      if (session.transactionCount === 0) throw sqlError(3902);
      if (session.doomed) throw sqlError(3930);
      session.commit();
      break;
    case 'rollback-transaction':
      if (session.transactionCount === 0) throw sqlError(3903);
      if (name === undefined || !session.rollbackTo(name)) session.rollback();
      break;
    case 'save-transaction':
      if (session.transactionCount === 0) throw sqlError(628);
      session.save(name ?? '');
      break;
  }
  session.rowCount = 0n;
}
