import { string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition } from '../program/conditions.js';
import { constantText } from '../program/constant-text.js';
import type { Program } from '../program/program.js';
import { select } from '../program/select.js';
import { runContinue, runReturn } from './run-flow.js';
import { runRollback } from './run-transaction.js';

/** Where a statement stands: under which condition, and whether an error goes to a CATCH. */
interface Place {
  readonly condition: Condition;
  readonly inTry: boolean;
}

/**
 * An error ends the work where something catches it, and with THROW everywhere; the transaction around it is undone.
 * RAISERROR outside TRY only tells. Either way it says that something is not as it should be: a test of the project.
 */
export function runError(program: Program, statement: Bound.BoundThrow | Bound.BoundRaiserror, place: Place): string {
  const { span } = statement;
  const severe = statement.kind === 'throw' || !isMild(statement.severity);
  if (!severe) return 'it only tells something to the caller';
  const ends = statement.kind === 'throw' || place.inTry;
  if (program.row) {
    if (!ends) return 'it only tells something to the caller';
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: 'an error in a loop' }, span));
  }
  const reached = both(program.active, place.condition);
  if (ends && !reached) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'an error that is always raised' }, span),
    );
  }
  const isCaught = place.inTry && program.isCaught;
  if (isCaught && program.unrolled) {
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: 'an error in a loop' }, span));
  }
  const checked = addCheck(program, statement, reached);
  if (!ends) return checked ? 'a test of the project checks it' : 'it only tells something to the caller';
  program.raised.push(reached);
  if (isCaught) {
    runContinue(program, place.condition);
    return 'the CATCH around it goes on';
  }
  runRollback(program, reached);
  runReturn(program, place.condition);
  return checked
    ? 'after an error nothing more runs; a test of the project checks it'
    : 'after an error nothing more runs';
}

function addCheck(program: Program, statement: Bound.BoundThrow | Bound.BoundRaiserror, condition: Condition): boolean {
  const { span } = statement;
  const text = statement.kind === 'throw' ? statement.error?.message : statement.message;
  const message = (text && constantText(program.resolve(text))) ?? undefined;
  if (!condition || message === undefined || program.inlineScalars) return false;
  const literal: Bound.BoundLiteral = {
    kind: 'literal',
    type: string('varchar', Math.max(1, Math.min(message.length, 8000))),
    nullable: false,
    collation: { name: 'Latin1_General_BIN2', label: 'coercible-default' },
    span,
    value: message,
  };
  const of = { name: 'problem', type: literal.type, nullable: false, collation: literal.collation };
  program.checks.push({ query: select([of], [literal], [], condition, span), message });
  return true;
}

export function isMild(severity: Bound.BoundExpression): boolean {
  if (severity.kind === 'cast') return isMild(severity.operand);
  return severity.kind === 'literal' && typeof severity.value === 'bigint' && severity.value <= 10n;
}
