import { decimalText } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, SqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { currentError } from '../session/session-functions.js';
import { convertValue } from '../values/convert.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import { environmentOf, type Flow, type Run } from './run.js';

const TEXT = { name: 'nvarchar', length: 'max' } as const;

function textOf(run: Run, node: Bound.BoundExpression): string {
  const value = evaluate(environmentOf(run), node);
  const text = convertValue(value, node.type, TEXT, { format: run.session.settings });
  return typeof text === 'string' ? text : '';
}

function numberOf(run: Run, node: Bound.BoundExpression): number {
  return Number(evaluate(environmentOf(run), node) ?? 0n);
}

export function executePrint(run: Run, statement: Bound.BoundPrint): void {
  const line = run.frame.lineOf(statement.span.start);
  run.session.print(textOf(run, statement.value), { line, procedure: run.frame.procedure });
  run.session.rowCount = 0n;
}

/** Ends the batch unless a TRY catches it; without arguments it throws again what was caught. */
export function executeThrow(run: Run, statement: Bound.BoundThrow): Flow {
  if (!statement.error) {
    const caught = currentError(run.frame);
    if (!caught)
      throw new SqlError(10704, 'To rethrow an error, a THROW statement must be used inside a CATCH block.', 15);
    caught.ending = true;
    throw caught;
  }
  const { number, message, state } = statement.error;
  const error = new SqlError(numberOf(run, number), textOf(run, message), 16, numberOf(run, state));
  error.ending = true;
  throw error;
}

/** A severity above 10 is an error, below it a message. */
export function executeRaiserror(run: Run, statement: Bound.BoundRaiserror): void {
  const { session } = run;
  if (statement.number) throw new Refusal('The old form of RAISERROR');
  const env = environmentOf(run);
  const severity = numberOf(run, statement.severity);
  const written = evaluate(env, statement.message);
  if (typeof written === 'bigint') throw new Refusal('RAISERROR with a number of sys.messages');
  const text = formatMessage(
    typeof written === 'string' ? written : '',
    statement.arguments.map((argument) => ({ value: evaluate(env, argument), scale: scaleOf(argument.type) })),
  );
  session.rowCount = 0n;
  if (severity <= 10) {
    const line = run.frame.lineOf(statement.span.start);
    const state = numberOf(run, statement.state);
    session.print(text, { number: 50000, severity, state, line, procedure: run.frame.procedure });
    return;
  }
  throw new SqlError(50000, text, severity, numberOf(run, statement.state));
}

interface Argument {
  readonly value: SqlValue;
  readonly scale: number;
}

/** %d, %i, %u, %s, %x, %X, %o with flags and width, as printf. */
export function formatMessage(pattern: string, args: readonly Argument[]): string {
  let next = 0;
  return pattern.replace(
    /%%|%([-+ 0#]*)(\d+|\*)?(?:\.(\d+|\*))?(?:h|l|I64)?([diuosxX])/g,
    (whole, flags: string, width, precision, kind: string) => {
      if (whole === '%%') return '%';
      const star = (text: string | undefined): number | undefined => {
        if (text === '*') return Number(args[next++]?.value ?? 0n);
        return text === undefined ? undefined : Number(text);
      };
      const wide = star(width as string | undefined);
      const exact = star(precision as string | undefined);
      const argument = args[next++];
      const text = argumentText(argument, kind, exact, flags);
      if (wide === undefined) return text;
      if (flags.includes('-')) return text.padEnd(wide, ' ');
      return text.padStart(wide, flags.includes('0') && kind !== 's' ? '0' : ' ');
    },
  );
}

function argumentText(
  argument: Argument | undefined,
  kind: string,
  precision: number | undefined,
  flags: string,
): string {
  const value = argument?.value ?? null;
  if (value === null) return '(null)';
  if (kind === 's') {
    const text = typeof value === 'bigint' ? decimalText(value, argument?.scale ?? 0) : String(value);
    return precision === undefined ? text : text.slice(0, precision);
  }
  const number = BigInt(typeof value === 'bigint' ? value : 0n);
  switch (kind) {
    case 'x':
      return BigInt.asUintN(32, number).toString(16);
    case 'X':
      return BigInt.asUintN(32, number).toString(16).toUpperCase();
    case 'o':
      return BigInt.asUintN(32, number).toString(8);
    case 'u':
      return BigInt.asUintN(32, number).toString();
    default:
      return `${flags.includes('+') && number >= 0n ? '+' : ''}${number}`;
  }
}
