import { displayName, type SqlType } from '@datamigrate/catalog';
import type { Bound, TemporaryTable } from '@datamigrate/tsql-binder';
import { parseScript } from '@datamigrate/tsql-syntax';
import { TableStore } from '../database/table-store.js';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { Frame } from '../session/frame.js';
import type { ProcedureCall, Session } from '../session/session.js';
import { nameParts } from '../session/session-functions.js';
import { convertValue } from '../values/convert.js';
import { formatValue } from '../values/format-value.js';
import type { SqlValue } from '../values/sql-value.js';
import { refuseWrongTypes } from './compile-errors.js';
import { executeBatch } from './execute-batch.js';
import { executeBody } from './execute-statement.js';
import { environmentOf, type Flow, type Run } from './run.js';
import { executeSystemProcedure } from './system-procedures.js';

const MAX_NESTING = 32;

/** EXEC of a procedure, of a name in a variable, or of a text. */
export function executeExecute(run: Run, statement: Bound.BoundExecute): void {
  if (statement.at !== undefined) throw new Refusal('EXEC AT a linked server');
  if (run.session.nesting >= MAX_NESTING) throw sqlError(217);
  switch (statement.kind) {
    case 'execute-procedure': {
      if (statement.database !== undefined) throw new Refusal(`The procedure ${statement.database}`);
      if (statement.found === 'system') {
        executeSystemProcedure(run, statement);
        // They return 0 where they succeed.
        if (statement.status)
          assign(
            run,
            statement.status,
            convertValue(0n, { name: 'int' }, statement.status.type, { format: run.session.settings }),
          );
      } else callProcedure(run, statement, statement.procedure);
      return;
    }
    case 'execute-variable': {
      const value = run.frame.variable(statement.variable)?.value;
      const [name = '', schema] = nameParts(typeof value === 'string' ? value : '');
      callProcedure(run, statement, { schema: schema ?? run.defaultSchema, name });
      return;
    }
    case 'execute-text':
      executeText(run, statement);
      return;
  }
}

function callProcedure(
  run: Run,
  statement: Bound.BoundExecuteProcedure | Bound.BoundExecuteVariable,
  name: { readonly schema: string; readonly name: string },
): void {
  const { session } = run;
  const { binder } = session.database;
  const found = binder.catalog.object(name.name, name.schema) ?? binder.catalog.object(name.name);
  if (found?.kind !== 'module' || found.module.kind !== 'procedure') throw sqlError(2812, displayName(name));
  const { module } = found;
  const frame = new Frame({
    parent: run.frame,
    procedure: module.name,
    text: module.definition,
    lineOffset: session.database.lineOffset(module),
  });
  const { body, diagnostics } = session.database.body(module, visibleTables(run.frame));
  if (!body) throw new Refusal(`The procedure ${displayName(module)}`);
  session.branches?.entered(module, body.statements);
  passArguments(run, frame, statement, body.parameters, displayName(module));
  session.onCall?.({ depth: session.nesting, procedure: module, parameters: parameterValues(frame, body.parameters) });
  refuseWrongTypes({ session, frame, diagnostics, defaultSchema: module.schema }, body.statements);
  const flow = inProcedure(
    run,
    () => {},
    () =>
      executeBody(
        { session, frame, diagnostics, defaultSchema: module.schema, returns: { name: 'int' } },
        body.statements,
      ),
  );
  takeOutputs(run, frame, statement, body.parameters);
  takeStatus(run, statement, flow, frame.highestSeverity > 10 ? BigInt(10 - frame.highestSeverity) : 0n);
}

function parameterValues(frame: Frame, parameters: readonly Bound.BoundParameter[]): ProcedureCall['parameters'] {
  return parameters
    .filter(({ columns }) => !columns)
    .map(({ name, type }) => ({ name, type, value: formatValue(frame.variable(name)?.value ?? null, type) }));
}

/** #tables of the callers. */
function visibleTables(frame: Frame): TemporaryTable[] {
  const tables = new Map<string, TemporaryTable>();
  for (let level: Frame | undefined = frame; level; level = level.parent) {
    for (const [key, store] of level.tables) {
      if (key.startsWith('#') && !tables.has(key)) {
        tables.set(key, { name: store.table.name, columns: store.columns, table: store.table, stored: store.columns });
      }
    }
  }
  return [...tables.values()];
}

/** Settings go back to what they were, and a procedure sees no errors that its caller handles as its own. */
function inProcedure(run: Run, leave: () => void, work: () => Flow | undefined): Flow | undefined {
  const { session } = run;
  const { settings, xactAbort, rowLimit, scopeIdentity, noCount } = session;
  session.nesting++;
  try {
    return work();
  } finally {
    session.nesting--;
    leave();
    session.settings = settings;
    session.xactAbort = xactAbort;
    session.rowLimit = rowLimit;
    session.scopeIdentity = scopeIdentity;
    session.noCount = noCount;
  }
}

function argumentFor(
  statement: Bound.BoundExecute,
  parameter: { readonly name: string },
  position: number,
): Bound.BoundArgument | undefined {
  const wanted = parameter.name.toLowerCase();
  const named = statement.arguments.find((argument) => argument.parameter?.toLowerCase() === wanted);
  const byPosition = statement.arguments[position];
  return named ?? (byPosition?.parameter === undefined ? byPosition : undefined);
}

function passArguments(
  run: Run,
  frame: Frame,
  statement: Bound.BoundExecute,
  parameters: readonly Bound.BoundParameter[],
  name: string,
): void {
  const env = environmentOf(run);
  parameters.forEach((parameter, i) => {
    const argument = argumentFor(statement, parameter, i);
    if (argument?.output && !parameter.output) throw sqlError(8162, parameter.name);
    if (parameter.columns) {
      passTable(run, frame, parameter, argument);
      return;
    }
    let value: SqlValue = null;
    if (argument?.value) value = argumentValue(run, env, argument.value, parameter.type);
    else if (parameter.default) value = evaluate(env, parameter.default);
    else throw sqlError(201, name, parameter.name);
    frame.declare(parameter.name, parameter.type, value);
  });
  if (statement.arguments.length > parameters.length) throw sqlError(8144, name);
}

/** A value that does not become the parameter's type fails the call (8114), not the batch. */
function argumentValue(run: Run, env: Environment, node: Bound.BoundExpression, type: SqlType): SqlValue {
  const plain = node.kind === 'cast' && node.implicit ? node.operand : node;
  const value = evaluate(env, plain);
  try {
    return convertValue(value, plain.type, type, { format: run.session.settings });
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const failure = sqlError(8114, plain.type.name, type.name);
    failure.ending = false;
    throw failure;
  }
}

function passTable(
  run: Run,
  frame: Frame,
  parameter: Bound.BoundParameter,
  argument: Bound.BoundArgument | undefined,
): void {
  const given = argument?.table === undefined ? undefined : run.frame.table(argument.table);
  if (!given) throw new Refusal(`The table parameter ${parameter.name} without a table`);
  const store = new TableStore(given.table, given.columns);
  store.adopt([...given.rows]);
  frame.tables.set(parameter.name.toLowerCase(), store);
}

function takeOutputs(
  run: Run,
  frame: Frame,
  statement: Bound.BoundExecute,
  parameters: readonly Bound.BoundParameter[],
): void {
  parameters.forEach((parameter, i) => {
    const target = argumentFor(statement, parameter, i)?.output;
    if (!target) return;
    const value = frame.variable(parameter.name)?.value ?? null;
    assign(run, target, convertValue(value, parameter.type, target.type, { format: run.session.settings }));
  });
}

function assign(run: Run, target: Bound.BoundVariableTarget, value: SqlValue): void {
  const variable = run.frame.variable(target.name);
  if (!variable) throw sqlError(137, target.name);
  variable.value = value;
}

/** Without a RETURN value the status tells the worst error of the procedure itself. */
function takeStatus(run: Run, statement: Bound.BoundExecute, flow: Flow | undefined, otherwise: bigint): void {
  const value = flow?.kind === 'return' && flow.value !== null ? flow.value : otherwise;
  if (run.session.nesting === 0) run.session.observer?.({ kind: 'returned', status: Number(value) });
  if (!statement.status) return;
  assign(
    run,
    statement.status,
    convertValue(value, { name: 'int' }, statement.status.type, { format: run.session.settings }),
  );
}

/** Dynamic SQL: a batch of its own, with the parameters of sp_executesql as its variables. */
function executeText(run: Run, statement: Bound.BoundExecuteText): void {
  const { session } = run;
  const text = evaluate(environmentOf(run), statement.text);
  if (typeof text !== 'string') return;
  const frame = new Frame({ parent: run.frame, text });
  const parameters = declaredParameters(run, statement);
  passArguments(run, frame, statement, parameters, 'sp_executesql');
  // sp_executesql is a level of its own, and so is the text that it runs.
  if (statement.form === 'sp_executesql') session.nesting++;
  const leave = (): void => {
    if (statement.form === 'sp_executesql') session.nesting--;
  };
  inProcedure(run, leave, () => {
    for (const batch of parseScript(text, { quotedIdentifier: session.settings.quotedIdentifier })) {
      const bad = batch.diagnostics.find(({ severity }) => severity === 'error');
      if (bad) throw new SqlError(102, bad.message, 15);
      executeBatch({ session, frame, diagnostics: [], defaultSchema: run.defaultSchema }, batch.statements);
    }
    return undefined;
  });
  takeOutputs(run, frame, statement, parameters);
  if (statement.form === 'sp_executesql') takeStatus(run, statement, undefined, 0n);
}

function declaredParameters(run: Run, statement: Bound.BoundExecuteText): readonly Bound.BoundParameter[] {
  if (!statement.parameters) return [];
  const text = evaluate(environmentOf(run), statement.parameters);
  return typeof text === 'string' ? parametersFrom(run.session, text) : [];
}

/** `@a int, @b varchar(10) OUTPUT` as the parameters of a procedure. */
export function parametersFrom(session: Session, text: string): readonly Bound.BoundParameter[] {
  if (text.trim() === '') return [];
  const definition = `CREATE PROCEDURE dbo.sp_executesql_text ${text} AS RETURN`;
  const module = {
    schema: 'dbo',
    name: 'sp_executesql_text',
    kind: 'procedure' as const,
    definition,
    ansiNulls: true,
    quotedIdentifier: true,
  };
  const { body } = session.database.body(module);
  if (!body) throw sqlError(102, text);
  return body.parameters;
}
