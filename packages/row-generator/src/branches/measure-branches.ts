import { displayName, type Module, quotedName } from '@datamigrate/catalog';
import { type Branch, BranchCoverage, type Database } from '@datamigrate/tsql-engine';
import { findArguments } from '../witness/find-arguments.js';
import { type ParameterChoices, parameterChoices } from './parameter-choices.js';
import { callsOf, callWith } from './procedure-calls.js';
import { trialCall } from './trial-call.js';

/** How a view or procedure ran on the rows at hand. */
export interface ModuleRun {
  readonly module: string;
  readonly kind: 'view' | 'procedure';
  readonly calls: number;
  /** Rows of its result sets, over all calls. */
  readonly rows: number;
  /** The first error that nothing caught, or what the engine does not run. */
  readonly problem?: string;
}

export interface BranchReport {
  readonly runs: readonly ModuleRun[];
  readonly branches: readonly Branch[];
}

/** A call that goes on for longer is stopped: it simulates something, and its branches have been seen by then. */
const MOST_STATEMENTS = 2000;

/** Runs views and procedures and counts the branches that they take. What procedures write is taken back after each call. */
export function measureBranches(
  database: Database,
  modules: readonly Module[] = database.catalog.modules,
): BranchReport {
  const coverage = new BranchCoverage();
  const { statementLimit } = database;
  database.statementLimit = MOST_STATEMENTS;
  const runs = modules.flatMap((module): ModuleRun[] => {
    if (module.kind === 'view') {
      const text = `SELECT * FROM ${quotedName(module)}`;
      const query = database.binder.view(module)?.query;
      if (query) coverage.entered(module, query);
      return [{ module: displayName(module), kind: module.kind, ...run(database, coverage, [text]) }];
    }
    if (module.kind !== 'procedure') return [];
    const { body } = database.body(module);
    if (body) coverage.entered(module, body.statements);
    const choices = parameterChoices(database, module);
    const calls = [...callsWithRows(database, module, choices), ...callsOf(module, choices)];
    return [{ module: displayName(module), kind: module.kind, ...run(database, coverage, calls) }];
  });
  database.statementLimit = statementLimit;
  return { runs, branches: coverage.branches };
}

function run(
  database: Database,
  branches: BranchCoverage,
  texts: readonly string[],
): Pick<ModuleRun, 'calls' | 'rows' | 'problem'> {
  let rows = 0;
  let problem: string | undefined;
  for (const text of texts) {
    const { resultSets, error, refusal } = trialCall(database, text, branches);
    for (const set of resultSets) rows += set.rows.length;
    problem ??= error ? `${error.number}: ${error.message}` : refusal?.construct;
  }
  return { calls: texts.length, rows, ...(problem === undefined ? {} : { problem }) };
}

/** Calls whose parameters have values of rows that its queries join. */
function callsWithRows(database: Database, module: Module, choices: readonly ParameterChoices[]): readonly string[] {
  return findArguments(database, module, new Map()).map((found) =>
    callWith(module, choices, ({ name, values }) => found.get(name.toLowerCase()) ?? values[0]),
  );
}
