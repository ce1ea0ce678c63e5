import { displayName, objectKey } from '@datamigrate/catalog';
import type { Bound, TemporaryTable } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { StatementFate } from '../procedure-analysis.js';
import { both, type Condition, choose, notTrue } from '../program/conditions.js';
import { noteFollowed } from '../program/followed.js';
import { nullOf } from '../program/null-of.js';
import type { Program } from '../program/program.js';
import { shiftIds } from '../program/shift-ids.js';
import type { TableState } from '../program/table-state.js';
import { numbersWeeks } from '../program/week-start.js';
import { declareAhead } from './declare-ahead.js';

/** How the statements of a body that is called are worked through. */
export type RunBody = (statements: readonly Bound.BoundStatement[], condition: Condition) => void;

export interface CallOptions {
  readonly condition: Condition;
  readonly run: RunBody;
}

/** What following a call gave. */
export interface Followed {
  /** Keys of the tables that it wrote. */
  readonly written: readonly string[];
  /** Rows that it returns, for the INSERT around it or the client. */
  readonly results: readonly Bound.BoundQuery[];
  /** Of the statements of the body. */
  readonly fates: readonly StatementFate[];
}

/** EXEC of a known procedure: its statements in the place of the call, its parameters as variables. */
export function followCall(program: Program, call: Bound.BoundExecuteProcedure, options: CallOptions): Followed {
  const procedure = displayName(call.procedure);
  const refuse = (reason: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-call', { procedure, reason }, call.span));
  if (call.found !== 'catalog' || call.at !== undefined) return refuse('it is not part of the source');
  const key = procedure.toLowerCase();
  if (program.calls.includes(key)) return refuse('it calls itself');
  if (program.calls.length > 20) return refuse('calls are nested too deeply');
  const found = program.environment.body(call.procedure, madeTables(program));
  if (!found) return refuse('its text could not be read');
  const body = shiftIds(found, program.newIdBlock());
  const values = parameterValues(program, body, call, refuse);
  const tables = parameterTables(program, body, call, refuse);
  const followed = followBody(program, { key, body, values, tables, call, refuse }, options);
  noteFollowed(program, objectKey(call.procedure), followed.fates);
  return followed;
}

export interface CalledBody {
  readonly key: string;
  readonly body: Bound.BoundBody;
  readonly values: ReadonlyMap<string, Bound.BoundExpression>;
  /** Rows of its table parameters. */
  readonly tables: readonly TableState[];
  readonly call: Pick<Bound.BoundExecute, 'arguments' | 'status' | 'span'>;
  refuse(reason: string): never;
}

/**
 * Works a body through with its own variables and table variables. Temporary tables of the caller are seen inside; those
 * that the body makes are gone behind it.
 */
export function followBody(program: Program, called: CalledBody, { condition, run }: CallOptions): Followed {
  const { body, call, refuse } = called;
  if (program.dateFirst !== undefined && numbersWeeks(body.statements))
    return refuse('it numbers days or weeks by the SET DATEFIRST of its caller');
  const outer = new Map(program.variables);
  const { active, lastIdentity, unrolled, outliving } = program;
  const before = program.fates.length;
  const raised = program.raised.length;
  const reports = program.reports.length;
  const returns = program.returns.length;
  const own = enterTables(program, called.tables);
  const [made, jumps] = [new Map(program.made), new Map(program.jumps)];
  program.made.clear();
  program.jumps.clear();
  program.variables.clear();
  for (const [name, value] of called.values) program.variables.set(name, value);
  declareAhead(program, body.statements);
  program.calls.push(called.key);
  program.active = undefined;
  program.unrolled = undefined;
  program.lastIdentity = undefined;
  run(body.statements, condition);
  program.calls.pop();
  // Errors that the body leaves to others end the caller, too.
  const left = program.raised.slice(raised);
  if (left.length > 0 && unrolled) return refuse('it raises an error in a loop');
  program.active = left.reduce((all, each) => both(all, each && notTrue(each)), active);
  program.unrolled = unrolled;
  program.lastIdentity = lastIdentity;
  program.outliving = outliving;
  leaveTables(program, own);
  refill(program.made, made);
  refill(program.jumps, jumps);
  const results = new Map(program.variables);
  refill(program.variables, outer);
  const returned = program.returns.splice(returns);
  const inner = program.fates.splice(before);
  const refused = inner.find(({ state }) => state === 'refused');
  if (refused) return refuse(refused.diagnostic?.message ?? 'one of its statements is refused');
  const rows = program.reports.splice(reports);
  for (const [i, { parameter, output }] of call.arguments.entries()) {
    const name = parameter ?? body.parameters[i]?.name;
    const value = name === undefined ? undefined : results.get(name.toLowerCase());
    if (output && value) setVariable(program, output, value, condition);
  }
  if (call.status) setVariable(program, call.status, statusOf(returned, call.span), condition);
  const written = [...new Set(inner.flatMap(({ tables }) => tables.map((name) => name.toLowerCase())))];
  return { written, results: rows, fates: inner };
}

/** What RETURN gives: the first one whose condition holds, else 0. */
function statusOf(returned: Program['returns'], span: Bound.BoundExpression['span']): Bound.BoundExpression {
  const zero: Bound.BoundLiteral = { kind: 'literal', type: { name: 'int' }, nullable: false, span, value: 0n };
  return [...returned]
    .reverse()
    .reduce<Bound.BoundExpression>(
      (otherwise, { condition, value }) => choose(condition, value ?? zero, otherwise),
      zero,
    );
}

/** Puts aside the caller's table variables; a table parameter has the rows that it is given. */
function enterTables(program: Program, given: readonly TableState[]): ReadonlyMap<string, TableState> {
  const outer = new Map([...program.tables].filter(([, table]) => !table.object));
  for (const key of outer.keys()) if (key.startsWith('@')) program.tables.delete(key);
  for (const table of given) program.tables.set(table.key, table);
  return outer;
}

function leaveTables(program: Program, outer: ReadonlyMap<string, TableState>): void {
  for (const [key, { object }] of program.tables) {
    if (!object && (key.startsWith('@') || !outer.has(key))) program.tables.delete(key);
  }
  for (const [key, table] of outer) if (key.startsWith('@')) program.tables.set(key, table);
  for (const [key, table] of program.made) if (table) program.tables.set(key, table);
}

function refill<K, V>(map: Map<K, V>, entries: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** The temporary tables that there are, for binding what is called. */
export function madeTables(program: Program): readonly TemporaryTable[] {
  return [...program.tables.values()].flatMap(({ key, columns, object }) =>
    !object && key.startsWith('#') ? [{ name: key, columns, stored: columns }] : [],
  );
}

function setVariable(
  program: Program,
  { name, type }: Bound.BoundVariableTarget,
  value: Bound.BoundExpression,
  condition: Condition,
): void {
  const key = name.toLowerCase();
  const old = program.variables.get(key);
  const given = convertedTo(value, type);
  program.keep(key, condition && old ? choose(condition, given, old) : given);
}

/** The value as a variable or parameter of the type takes it. */
export function convertedTo(
  operand: Bound.BoundExpression,
  type: Bound.BoundExpression['type'],
): Bound.BoundExpression {
  if (JSON.stringify(operand.type) === JSON.stringify(type)) return operand;
  const { nullable, collation, span } = operand;
  return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
}

function argumentOf(
  { parameters }: Bound.BoundBody,
  { arguments: given }: Pick<Bound.BoundExecute, 'arguments'>,
  position: number,
): Bound.BoundArgument | undefined {
  const name = parameters[position]?.name.toLowerCase();
  const named = given.find(({ parameter }) => parameter?.toLowerCase() === name);
  return named ?? (given[position]?.parameter === undefined ? given[position] : undefined);
}

export function parameterValues(
  program: Program,
  body: Bound.BoundBody,
  call: Pick<Bound.BoundExecute, 'arguments' | 'span'>,
  refuse: (reason: string) => never,
): ReadonlyMap<string, Bound.BoundExpression> {
  const values = new Map<string, Bound.BoundExpression>();
  for (const [i, parameter] of body.parameters.entries()) {
    if (parameter.columns) continue;
    const given = argumentOf(body, call, i);
    const { type } = parameter;
    const value = given?.value
      ? convertedTo(program.resolve(given.value), type)
      : (parameter.default ?? (given?.output ? nullOf(type, call.span) : undefined));
    if (!value) return refuse(`its parameter ${parameter.name} is not given`);
    values.set(parameter.name.toLowerCase(), value);
  }
  return values;
}

/** Table parameters have the present rows of the table variables that they are given; without one they are empty. */
function parameterTables(
  program: Program,
  body: Bound.BoundBody,
  call: Bound.BoundExecuteProcedure,
  refuse: (reason: string) => never,
): readonly TableState[] {
  return body.parameters.flatMap((parameter, i): TableState[] => {
    if (!parameter.columns) return [];
    const given = argumentOf(body, call, i)?.table;
    const state = given === undefined ? undefined : program.tables.get(given.toLowerCase());
    if (!state) return refuse(`its parameter ${parameter.name} is a table whose rows are not known`);
    if (state.columns.length !== parameter.columns.length) {
      return refuse(`its parameter ${parameter.name} has other columns than the table that is given`);
    }
    const { name } = parameter;
    return [{ ...state, key: name.toLowerCase(), title: name.replace(/^@+/, '') }];
  });
}
