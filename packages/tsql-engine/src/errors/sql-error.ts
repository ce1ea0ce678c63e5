import type { Row } from '../values/sql-value.js';
import { ERRORS } from './error-texts.js';

/** An error that SQL Server would raise: its number, severity and text. Thrown inside the engine, a value outside it. */
export class SqlError extends Error {
  override name = 'SqlError';
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  /** Line of the batch or module, from 1; 0 until a statement has been blamed. */
  line = 0;
  /** Whether the batch ends, where that does not follow from the number: THROW ends it, a bad argument does not. */
  ending: boolean | undefined;
  /** The rows that a query had given by then, where they are given one by one. */
  rowsBefore: { readonly query: object; readonly rows: readonly Row[] } | undefined;
  /** The rows that a member of FROM had given by then: a recursion up to its limit, JSON up to a value that fails. */
  fed: readonly Row[] | undefined;
  /** Found before the batch ran anything: an open transaction stays open. */
  beforeRun = false;
  /** The module in which it was raised. */
  procedure: string | undefined;

  constructor(number: number, message: string, severity = 16, state = 1) {
    super(message);
    this.number = number;
    this.severity = severity;
    this.state = state;
  }
}

/** The error of a number, its text filled from the parameters in order. */
export function sqlError(number: number, ...parameters: readonly (string | number)[]): SqlError {
  const fact = ERRORS[number];
  let position = 0;
  const message = (fact?.message ?? `Error ${number}.`).replace(/\{\}/g, () => String(parameters[position++] ?? ''));
  return new SqlError(number, message, fact?.severity ?? 16);
}

/** Something the engine does not execute. It is never answered with a guessed value. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly construct: string;

  constructor(construct: string) {
    super(`${construct} is not supported by the reference engine.`);
    this.construct = construct;
  }
}

/** Whoever asked does not want the answer any more: the statement is taken back, and nothing follows. */
export class Interrupted extends Refusal {
  override name = 'Interrupted';

  constructor() {
    super('A statement that was stopped');
  }
}

/** A text took more steps than it may: a loop without an end, or more work than anybody waits for. */
export class StepLimit extends Refusal {
  override name = 'StepLimit';
}
