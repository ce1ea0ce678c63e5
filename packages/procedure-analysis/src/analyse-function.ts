import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { ALONE } from './alone.js';
import type { StatementFate } from './procedure-analysis.js';
import { choose } from './program/conditions.js';
import type { ProgramEnvironment } from './program/environment.js';
import { nullOf } from './program/null-of.js';
import { Program } from './program/program.js';
import { reachableCtes } from './program/reachable.js';
import { rowsWhere } from './program/rows.js';
import { declareAhead } from './statements/declare-ahead.js';
import { runStatements } from './statements/run-statement.js';

/** A function as one expression, or as one query, over its parameters. */
export interface FunctionAnalysis {
  /** Of a scalar function. */
  readonly value?: Bound.BoundExpression;
  /** Of a function that returns a table variable. */
  readonly query?: Bound.BoundQuery;
  readonly fates: readonly StatementFate[];
  /** Why it has neither. */
  readonly refusal?: Diagnostic | undefined;
}

/** Works a function through like a procedure: what it returns, case by case, in terms of its parameters. */
export function analyseFunction(body: Bound.BoundBody, environment: ProgramEnvironment = ALONE): FunctionAnalysis {
  const program = new Program(environment);
  program.inlineScalars = true;
  const { returnsTable: table } = body;
  if (table) {
    program.set({
      key: table.name.toLowerCase(),
      title: table.name,
      columns: table.columns,
      version: { kind: 'empty' },
      declared: [],
      keys: [],
      added: undefined,
      written: true,
    });
  }
  declareAhead(program, body.statements);
  runStatements(program, body.statements, { condition: undefined, inTry: false });
  const { fates } = program;
  const refused = fates.find(({ state }) => state === 'refused');
  if (refused) return { fates, refusal: refused.diagnostic };
  if (table) {
    const state = program.tables.get(table.name.toLowerCase());
    if (!state) return { fates };
    const rows = rowsWhere(state, program.newId(), undefined, { start: 0, end: 0 });
    return { fates, query: { ...rows, ctes: [...reachableCtes(program, rows)] } };
  }
  const value = returnedValue(program, body);
  return value ? { fates, value } : { fates };
}

/** The first RETURN whose condition holds. */
function returnedValue({ returns }: Program, { returns: type }: Bound.BoundBody): Bound.BoundExpression | undefined {
  if (!type) return undefined;
  const nothing = nullOf(type, { start: 0, end: 0 });
  return [...returns]
    .reverse()
    .reduce<Bound.BoundExpression>(
      (otherwise, { condition, value }) => choose(condition, value ?? nothing, otherwise),
      nothing,
    );
}
