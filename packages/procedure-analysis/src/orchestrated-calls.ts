import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { conditionalCalls } from './conditional-calls.js';
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
import { assignedIn } from './statements/assigned-in.js';
import { harmless } from './statements/harmless.js';
import { declaredParameters, keepsWhereGiven, lateDefault, setWhereMissing } from './statements/parameter-defaults.js';
import { statementName } from './statements/statement-name.js';
import { statementsIn } from './statements-in.js';

/**
 * A procedure that only calls others, as a night job does: its work is theirs, and dbt runs them in the order of their
 * data. A call hands on parameters of its own, or constants. Undefined for a procedure that does something itself, and
 * for one that computes arguments, or whether it calls, and alone calls what it calls: their work stands in its models.
 */
export function orchestratedCalls(
  body: Bound.BoundBody,
  environment: ProgramEnvironment,
): ProcedureAnalysis | undefined {
  const statements = [...statementsIn(body.statements)];
  const calls = statements.filter((statement) => statement.kind === 'execute-procedure');
  if (!calls.some(({ found }) => found === 'catalog') || statements.some((each) => doesWork(each, environment)))
    return undefined;
  if (writeTheSame(calls, environment) || calls.some((call) => decidesText(call, environment))) return undefined;
  const declared = declaredParameters(body.parameters);
  const parameters = new Map(declared.map((each) => [each.name.toLowerCase(), each]));
  const handedOn = withoutChanged(declared, body.statements);
  const computes = calls.some((call) => computedArgument(call, handedOn, environment) !== undefined);
  const [shared] = calls.flatMap((call) =>
    writes(call, environment) ? (environment.sharedElsewhere(call.procedure) ?? []) : [],
  );
  const conditional = conditionalCalls(body.statements, environment);
  const decides = calls.some((call) => conditional.has(call) && writes(call, environment));
  if ((computes || decides) && !shared && calls.some((call) => writes(call, environment))) return undefined;
  const around = { handedOn, conditional, shared };
  const fates = statements.map((statement) => fateOf(statement, parameters, around, environment));
  return {
    parameters: [...parameters.values()],
    tables: [],
    reports: [],
    checks: [],
    notes: [],
    opened: [],
    followed: new Map(),
    callArguments: argumentsOf(calls, handedOn, environment),
    calls: [...new Set(calls.map(({ procedure }) => displayName(procedure)))],
    fates,
  };
}

/** Two calls write one table: only together do they make a model of it. */
function writeTheSame(calls: readonly Bound.BoundExecuteProcedure[], environment: ProgramEnvironment): boolean {
  const tables = calls.flatMap(({ procedure }) => environment.writes(procedure));
  return new Set(tables).size < tables.length;
}

/** What is called runs texts that its arguments decide: only here is it known what they are. */
function decidesText(call: Bound.BoundExecuteProcedure, environment: ProgramEnvironment): boolean {
  if (call.arguments.length === 0) return false;
  const body = call.found === 'catalog' ? environment.body(call.procedure) : undefined;
  const runsText = body && [...statementsIn(body.statements)].some(({ kind }) => kind === 'execute-text');
  return runsText === true && environment.runsOpenText(call.procedure);
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
    case 'set-cursor':
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

/** What the calls of a procedure have in common. */
interface CallsAround {
  /** Parameters that keep the value that they are given. */
  readonly handedOn: ReadonlySet<string>;
  /** Those that do not always run. */
  readonly conditional: ReadonlySet<Bound.BoundStatement>;
  /** What keeps their work from standing in models of this procedure. */
  readonly shared: string | undefined;
}

function fateOf(
  statement: Bound.BoundStatement,
  parameters: Map<string, ProcedureParameter>,
  around: CallsAround,
  environment: ProgramEnvironment,
): StatementFate {
  const { span } = statement;
  const absorbed = (reason: string): StatementFate => ({ span, state: 'absorbed', reason, tables: [] });
  const reason = harmless(statement);
  if (reason !== undefined) return absorbed(reason);
  switch (statement.kind) {
    case 'execute-procedure':
      return callFate(statement, around, environment);
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
  { handedOn, conditional, shared }: CallsAround,
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
  if (call.arguments.some(({ table, output }) => table !== undefined || output))
    return refused('it takes a table or gives values back');
  const both = shared === undefined ? '' : `, and ${shared}`;
  const computed = computedArgument(call, handedOn, environment);
  if (computed !== undefined) return refused(`its parameter ${computed} gets a computed value${both}`);
  if (conditional.has(call) && writes(call, environment)) return refused(`a condition decides whether it runs${both}`);
  return { span: call.span, state: 'converted', tables: [] };
}

/** The first parameter that a call gives something else than a parameter of the caller or a constant. */
function computedArgument(
  call: Bound.BoundExecuteProcedure,
  handedOn: ReadonlySet<string>,
  environment: ProgramEnvironment,
): string | undefined {
  const at = call.arguments.findIndex(({ value }) => value && !bindingOf(value, handedOn));
  if (at < 0) return undefined;
  const body = call.found === 'catalog' ? environment.body(call.procedure) : undefined;
  return (call.arguments[at]?.parameter ?? body?.parameters[at]?.name ?? '').toLowerCase();
}

const writes = ({ procedure }: Bound.BoundExecuteProcedure, environment: ProgramEnvironment): boolean =>
  environment.writes(procedure).length > 0;

/** Parameters that keep the value that they are given, in lower case; what stands for a missing one is a default. */
function withoutChanged(
  parameters: readonly ProcedureParameter[],
  statements: readonly Bound.BoundStatement[],
): ReadonlySet<string> {
  const all = [...statementsIn(statements)];
  const defaults = new Set(all.flatMap((each) => (each.kind === 'if' ? (setWhereMissing(each) ?? []) : [])));
  const isDefault = (each: Bound.BoundStatement): boolean =>
    each.kind === 'set-variable' && (defaults.has(each) || keepsWhereGiven(each));
  const changed = assignedIn(all.filter((each) => !isDefault(each) && !isBranching(each)));
  return new Set(parameters.map(({ name }) => name.toLowerCase()).filter((name) => !changed.has(name)));
}

const isBranching = ({ kind }: Bound.BoundStatement): boolean =>
  kind === 'if' || kind === 'try-catch' || kind === 'block';

/** What a call gives to a parameter: a parameter of the caller, a constant, or something else. */
function bindingOf(value: Bound.BoundExpression, handedOn: ReadonlySet<string>): ArgumentBinding | undefined {
  if (value.kind === 'cast' && value.implicit) return bindingOf(value.operand, handedOn);
  if (value.kind === 'variable' && handedOn.has(value.name.toLowerCase())) {
    return { kind: 'parameter', name: value.name };
  }
  const constant = value.kind === 'literal' ? constantValue(value) : undefined;
  return constant === undefined ? undefined : { kind: 'constant', value: constant };
}

/** What each call gives to the parameters of the procedure that it calls. */
function argumentsOf(
  calls: readonly Bound.BoundExecuteProcedure[],
  handedOn: ReadonlySet<string>,
  environment: ProgramEnvironment,
): readonly CallArgument[] {
  return calls.flatMap((call) =>
    call.arguments.flatMap(({ parameter, value }, i) => {
      const name = parameter ?? environment.body(call.procedure)?.parameters[i]?.name;
      const binding = value && bindingOf(value, handedOn);
      return name !== undefined && binding
        ? [{ procedure: displayName(call.procedure), parameter: name, binding }]
        : [];
    }),
  );
}
