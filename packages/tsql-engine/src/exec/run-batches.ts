import { parseScript } from '@datamigrate/tsql-syntax';
import { syntaxFailure } from '../errors/bind-errors.js';
import { SqlError, sqlError } from '../errors/sql-error.js';
import { Frame } from '../session/frame.js';
import type { Session } from '../session/session.js';
import { batchSteps } from '../statements/execute-batch.js';

/** Runs a text of one or several batches; it stops behind each statement until it is asked to go on. */
export function* runBatches(session: Session, root: Frame, text: string): Generator<void> {
  for (const batch of parseScript(text, { quotedIdentifier: session.settings.quotedIdentifier })) {
    const frame = new Frame({ parent: root, text, textStart: batch.start });
    for (let turn = 0; turn < batch.repeat; turn++) {
      try {
        const bad = batch.diagnostics.find(({ severity }) => severity === 'error');
        if (bad) throw syntaxFailure(bad);
        yield* batchSteps({ session, frame, diagnostics: [], defaultSchema: session.schema }, batch.statements);
      } catch (error) {
        endBatch(session, asSqlError(error));
      }
      if (session.doomed) endBatch(session, sqlError(3998));
      frame.leaveTables(root);
    }
  }
}

/** A stack that is used up comes from calls without an end. */
export function asSqlError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  if (error instanceof RangeError && /call stack/i.test(error.message)) return sqlError(217);
  throw error;
}

export function endBatch(session: Session, error: SqlError): void {
  session.report(error);
  session.tryDepth = 0;
  session.nesting = 0;
  if (session.transactionCount > 0 && !error.beforeRun) session.rollback();
}
