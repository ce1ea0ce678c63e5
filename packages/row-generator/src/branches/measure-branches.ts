import { displayName, type Module } from '@datamigrate/catalog';
import { type Branch, BranchCoverage, type Database, quotedName } from '@datamigrate/tsql-engine';
import { type ParameterChoices, parameterChoices } from './parameter-choices.js';
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

/** A procedure is called with its defaults, and then with one value after the other for each of its parameters. */
const MOST_CALLS = 12;
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
    const calls = callsOf(module, parameterChoices(database, module));
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

/** A call of a procedure with the first value that offers itself for each parameter. */
export function firstCall(database: Database, module: Module): string {
  return callsOf(module, parameterChoices(database, module))[0] ?? `EXEC ${quotedName(module)}`;
}

function callsOf(module: Module, parameters: readonly ParameterChoices[]): string[] {
  const call = (pick: (parameter: ParameterChoices) => string | null | undefined): string => {
    const given = parameters.flatMap((parameter) => {
      const value = pick(parameter);
      return value === undefined ? [] : [`${parameter.name} = ${literal(value)}`];
    });
    return `EXEC ${quotedName(module)} ${given.join(', ')}`.trimEnd();
  };
  const calls = [call(({ values }) => values[0])];
  const most = Math.max(0, ...parameters.map(({ values }) => values.length));
  for (let turn = 1; turn < most; turn++) {
    // All parameters move on together, and then each on its own.
    calls.push(call(({ values }) => values[turn % values.length]));
    for (const moved of parameters) {
      if (turn < moved.values.length) calls.push(call((each) => each.values[each === moved ? turn : 0]));
    }
  }
  return [...new Set(calls)].slice(0, MOST_CALLS);
}

function literal(value: string | null): string {
  if (value === null) return 'NULL';
  if (/^0x[0-9a-f]*$/i.test(value)) return value;
  // The one form of a day that no setting reads another way.
  const text = value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2').replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3');
  return `N'${text.replaceAll("'", "''")}'`;
}
