import { displayName, type Module, type QualifiedName, type SqlType } from '@datamigrate/catalog';
import { bindType } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { TableStore } from '../database/table-store.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { executeQuery } from '../queries/execute-query.js';
import { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import { convertValue } from '../values/convert.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { executeBody } from './execute-statement.js';

const MAX_NESTING = 32;

function moduleOf(host: SessionHost, name: QualifiedName): Module {
  const found = host.session.database.binder.catalog.object(name.name, name.schema);
  if (found?.kind !== 'module') throw sqlError(208, displayName(name));
  return found.module;
}

/** Runs the statements of a scalar function; its value has the function's type. */
export function callScalarFunction(host: SessionHost, name: QualifiedName, args: readonly SqlValue[]): SqlValue {
  const module = moduleOf(host, name);
  const { session } = host;
  const { body, diagnostics } = session.database.body(module);
  if (!body?.returns) throw new Refusal(`The function ${displayName(module)}`);
  session.branches?.entered(module, body.statements);
  const frame = new Frame({ parent: host.frame, procedure: module.name, text: module.definition });
  body.parameters.forEach((parameter, i) => {
    const fallback = parameter.default ? evaluate(new Environment(host), parameter.default) : null;
    frame.declare(parameter.name, parameter.type, args[i] === undefined ? fallback : args[i]);
  });
  if (session.nesting >= MAX_NESTING) throw sqlError(217);
  return inFunction(host, () => {
    const flow = executeBody(
      { session, frame, diagnostics, defaultSchema: module.schema, returns: body.returns },
      body.statements,
    );
    return flow?.kind === 'return' ? flow.value : null;
  });
}

/** A function changes nothing of the session that calls it, and its errors are the statement's. */
function inFunction<T>(host: SessionHost, work: () => T): T {
  const { session } = host;
  const { rowCount, lastError, scopeIdentity, fetchStatus, observer } = session;
  const cache = new Map(session.statementCache);
  session.observer = undefined;
  session.nesting++;
  session.tryDepth++;
  session.begin();
  try {
    return work();
  } finally {
    session.transactionCount--;
    session.observer = observer;
    session.nesting--;
    session.tryDepth--;
    session.rowCount = rowCount;
    session.lastError = lastError;
    session.scopeIdentity = scopeIdentity;
    session.fetchStatus = fetchStatus;
    for (const [key, rows] of cache) session.statementCache.set(key, rows);
  }
}

/** The rows of an inline or multi-statement function. */
export function callTableFunction(
  host: SessionHost,
  name: QualifiedName,
  args: readonly SqlValue[],
  types: readonly SqlType[],
): readonly Row[] {
  const module = moduleOf(host, name);
  const { session } = host;
  const { binder } = session.database;
  const frame = new Frame({ parent: host.frame, procedure: module.name, text: module.definition });
  if (module.kind === 'inline-function') {
    const view = binder.view(module);
    if (!view?.query) throw new Refusal(`The function ${displayName(module)}`);
    session.branches?.entered(module, view.query);
    const { statement } = binder.parse(module);
    declareInlineParameters(host, frame, module, statement, args, types);
    const environment = new Environment(new SessionHost(session, frame));
    environment.maxRecursion = session.maxRecursion;
    return executeQuery(environment, view.query);
  }
  const { body, diagnostics } = session.database.body(module);
  if (body) session.branches?.entered(module, body.statements);
  const result = body?.returnsTable;
  if (!body || !result) throw new Refusal(`The function ${displayName(module)}`);
  body.parameters.forEach((parameter, i) => {
    const given = args[i];
    const source = types[i];
    const fallback = parameter.default ? evaluate(new Environment(host), parameter.default) : null;
    const value =
      given === undefined || !source ? fallback : convertValue(given, source, parameter.type, { format: host.format });
    frame.declare(parameter.name, parameter.type, value);
  });
  const store = new TableStore(result.table, result.columns);
  frame.tables.set(result.name.toLowerCase(), store);
  if (session.nesting >= MAX_NESTING) throw sqlError(217);
  inFunction(host, () => executeBody({ session, frame, diagnostics, defaultSchema: module.schema }, body.statements));
  return store.rows;
}

function declareInlineParameters(
  host: SessionHost,
  frame: Frame,
  module: Module,
  statement: Ast.Statement | undefined,
  args: readonly SqlValue[],
  types: readonly SqlType[],
): void {
  if (!statement || !('parameters' in statement)) return;
  const context = host.session.database.binder.context(module);
  const parameters = (statement.parameters ?? []) as Ast.StatementOf<'CreateFunction'>['parameters'];
  parameters.forEach((parameter, i) => {
    const type = bindType(context, parameter.type, 'declaration');
    const source = types[i];
    if (!type) throw new Refusal(`The function ${displayName(module)}`);
    const value = source ? convertValue(args[i] ?? null, source, type, { format: host.format }) : null;
    frame.declare(parameter.name.name, type, value);
  });
}
