import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from './diagnostics.js';
import type {
  ArgumentBinding,
  CallArgument,
  ProcedureAnalysis,
  ProcedureParameter,
  StatementFate,
} from './procedure-analysis.js';
import { constantValue } from './program/constant-value.js';
import type { ProgramEnvironment } from './program/environment.js';
import { harmless } from './statements/harmless.js';
import { declaredParameters, lateDefault } from './statements/parameter-defaults.js';
import { statementName } from './statements/statement-name.js';

/**
 * A procedure that only calls others, as a night job does: its work is theirs, and dbt runs them in the order of their
 * data. Undefined for a procedure that does something itself. A call hands on parameters of its own, or constants.
 */
export function orchestratedCalls(
  body: Bound.BoundBody,
  environment: ProgramEnvironment,
): ProcedureAnalysis | undefined {
  const statements = [...flat(body.statements)];
  const calls = statements.filter((statement) => statement.kind === 'execute-procedure');
  if (!calls.some(({ found }) => found === 'catalog') || statements.some((each) => doesWork(each, environment)))
    return undefined;
  if (writeTheSame(calls, environment)) return undefined;
  const parameters = new Map(declaredParameters(body.parameters).map((each) => [each.name.toLowerCase(), each]));
  const fates = statements.map((statement) => fateOf(statement, parameters, environment));
  return {
    parameters: [...parameters.values()],
    tables: [],
    reports: [],
    checks: [],
    notes: [],
    opened: [],
    followed: new Map(),
    callArguments: argumentsOf(calls, parameters, environment),
    calls: [...new Set(calls.map(({ procedure }) => displayName(procedure)))],
    fates,
  };
}

/** Two calls write one table: only together do they make a model of it. */
function writeTheSame(calls: readonly Bound.BoundExecuteProcedure[], environment: ProgramEnvironment): boolean {
  const tables = calls.flatMap(({ procedure }) => environment.writes(procedure));
  return new Set(tables).size < tables.length;
}

function* flat(statements: readonly Bound.BoundStatement[]): Generator<Bound.BoundStatement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === 'if') yield* flat([...statement.then, ...(statement.otherwise ?? [])]);
    if (statement.kind === 'try-catch') yield* flat([...statement.try, ...statement.catch]);
    if (statement.kind === 'block') yield* flat(statement.statements);
  }
}

/** Statements that change or return rows themselves. */
function doesWork(statement: Bound.BoundStatement, environment: ProgramEnvironment): boolean {
  switch (statement.kind) {
    case 'insert':
    case 'truncate-table':
      return isKept(statement.target, environment);
    case 'update':
    case 'delete':
    case 'merge':
      return isKept(statement.target.table, environment);
    case 'select':
    case 'select-into':
    case 'create-table':
    case 'while':
    case 'declare-cursor':
    case 'execute-text':
    case 'execute-variable':
      return true;
    default:
      return false;
  }
}

const keptReason = (target: Bound.BoundStoredTable, environment: ProgramEnvironment): string =>
  (target.kind === 'table' ? environment.keptElsewhere(target.object) : undefined) ?? 'it changes no rows of its own';

const isKept = (target: Bound.BoundStoredTable, environment: ProgramEnvironment): boolean =>
  target.kind !== 'table' || environment.keptElsewhere(target.object) === undefined;

function fateOf(
  statement: Bound.BoundStatement,
  parameters: Map<string, ProcedureParameter>,
  environment: ProgramEnvironment,
): StatementFate {
  const { span } = statement;
  const absorbed = (reason: string): StatementFate => ({ span, state: 'absorbed', reason, tables: [] });
  const reason = harmless(statement);
  if (reason !== undefined) return absorbed(reason);
  switch (statement.kind) {
    case 'execute-procedure':
      return callFate(statement, parameters, environment);
    case 'if': {
      const late = lateDefault(statement);
      const parameter = late && parameters.get(late.parameter.toLowerCase());
      if (late && parameter)
        parameters.set(late.parameter.toLowerCase(), { ...parameter, default: late.default, replacesNull: true });
      return absorbed(
        late
          ? `it is the default of ${late.parameter}, now a variable of the project`
          : 'it decides about messages and logs only',
      );
    }
    case 'insert':
    case 'truncate-table':
      return absorbed(keptReason(statement.target, environment));
    case 'update':
    case 'delete':
    case 'merge':
      return absorbed(keptReason(statement.target.table, environment));
    case 'unbound':
    case 'goto':
      return {
        span,
        state: 'refused',
        diagnostic: analysisDiagnostics.create('analyse-statement', { statement: statementName(statement) }, span),
        tables: [],
      };
    default:
      return absorbed('it changes no rows of its own');
  }
}

function callFate(
  call: Bound.BoundExecuteProcedure,
  parameters: ReadonlyMap<string, ProcedureParameter>,
  environment: ProgramEnvironment,
): StatementFate {
  const procedure = displayName(call.procedure);
  const refused = (reason: string): StatementFate => ({
    span: call.span,
    state: 'refused',
    diagnostic: analysisDiagnostics.create('analyse-call', { procedure, reason }, call.span),
    tables: [],
  });
  const body = call.found === 'catalog' ? environment.body(call.procedure) : undefined;
  if (!body) return refused('it is not part of the source');
  for (const [i, { parameter, value, table, output }] of call.arguments.entries()) {
    const name = (parameter ?? body.parameters[i]?.name ?? '').toLowerCase();
    if (table !== undefined || output) return refused('it takes a table or gives values back');
    if (value && !bindingOf(value, parameters)) return refused(`its parameter ${name} gets a computed value`);
  }
  return { span: call.span, state: 'converted', tables: [] };
}

/** What a call gives to a parameter: a parameter of the caller, a constant, or something else. */
function bindingOf(
  value: Bound.BoundExpression,
  parameters: ReadonlyMap<string, ProcedureParameter>,
): ArgumentBinding | undefined {
  if (value.kind === 'cast' && value.implicit) return bindingOf(value.operand, parameters);
  if (value.kind === 'variable' && parameters.has(value.name.toLowerCase())) {
    return { kind: 'parameter', name: value.name };
  }
  const constant = value.kind === 'literal' ? constantValue(value) : undefined;
  return constant === undefined ? undefined : { kind: 'constant', value: constant };
}

/** What each call gives to the parameters of the procedure that it calls. */
function argumentsOf(
  calls: readonly Bound.BoundExecuteProcedure[],
  parameters: ReadonlyMap<string, ProcedureParameter>,
  environment: ProgramEnvironment,
): readonly CallArgument[] {
  return calls.flatMap((call) =>
    call.arguments.flatMap(({ parameter, value }, i) => {
      const name = parameter ?? environment.body(call.procedure)?.parameters[i]?.name;
      const binding = value && bindingOf(value, parameters);
      return name !== undefined && binding
        ? [{ procedure: displayName(call.procedure), parameter: name, binding }]
        : [];
    }),
  );
}
