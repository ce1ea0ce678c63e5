import type { Bound } from '@datamigrate/tsql-binder';
import { conclude, noteWrites } from './analyse-procedure.js';
import type { ProcedureAnalysis, StatementFate } from './procedure-analysis.js';
import type { ProgramEnvironment } from './program/environment.js';
import type { Program } from './program/program.js';
import { shiftIds } from './program/shift-ids.js';
import { declareAhead } from './statements/declare-ahead.js';
import { declaredParameters } from './statements/parameter-defaults.js';
import { runStatements } from './statements/run-statement.js';
import { withLists } from './with-lists.js';

/** Procedures that run one after the other, as one. */
export interface JointAnalysis {
  /** Its fates are those that belong to no statement: tables whose models have no order. */
  readonly analysis: ProcedureAnalysis;
  /** The fates of the statements of each procedure. */
  readonly fates: readonly (readonly StatementFate[])[];
}

/**
 * Reads procedures as one program: each sees the tables as the one before it has left them, and nothing else of it.
 * Undefined when parameters of one name differ: a variable of the project could not be both.
 */
export function analyseTogether(
  bodies: readonly Bound.BoundBody[],
  environment: ProgramEnvironment,
): JointAnalysis | undefined {
  return withLists(
    environment,
    bodies,
    (program) => inOneProgram(program, bodies),
    (joint) => joint?.fates.flat() ?? [],
  );
}

function inOneProgram(program: Program, bodies: readonly Bound.BoundBody[]): JointAnalysis | undefined {
  const fates: (readonly StatementFate[])[] = [];
  for (const { statements } of bodies) noteWrites(program, statements);
  for (const body of bodies) {
    for (const parameter of declaredParameters(body.parameters)) {
      const key = parameter.name.toLowerCase();
      const known = program.parameters.get(key);
      if (known && !isSame(known, parameter)) return undefined;
      program.parameters.set(key, parameter);
    }
    const { statements } = shiftIds(body, program.newIdBlock());
    declareAhead(program, statements);
    runStatements(program, statements, { condition: undefined, inTry: false });
    fates.push(program.fates.splice(0));
    leave(program);
  }
  return { analysis: conclude(program), fates };
}

/** Variables, cursors and temporary tables end with the procedure. */
function leave(program: Program): void {
  program.variables.clear();
  program.cursors.clear();
  program.declared.clear();
  program.active = undefined;
  program.rowCount = undefined;
  program.lastIdentity = undefined;
  program.fetched = undefined;
  program.transaction = undefined;
  program.returns.splice(0);
  program.made.clear();
  program.raised.splice(0);
  for (const [key, { object }] of program.tables) if (!object) program.tables.delete(key);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a, text) === JSON.stringify(b, text);

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
