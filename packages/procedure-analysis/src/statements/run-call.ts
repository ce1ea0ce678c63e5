import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { type Condition, choose } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { shiftIds } from '../program/shift-ids.js';

/** EXEC of a known procedure: its statements in the place of the call, its parameters as variables. */
export function runCall(
  program: Program,
  call: Bound.BoundExecuteProcedure,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[], condition: Condition) => void,
): readonly string[] {
  const procedure = displayName(call.procedure);
  const refuse = (reason: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-call', { procedure, reason }, call.span));
  if (call.found !== 'catalog' || call.at !== undefined) return refuse('it is not part of the source');
  const key = procedure.toLowerCase();
  if (program.calls.includes(key)) return refuse('it calls itself');
  if (program.calls.length > 20) return refuse('calls are nested too deeply');
  const found = program.environment.body(call.procedure);
  if (!found) return refuse('its text could not be read');
  const body = shiftIds(found, program.newIdBlock());
  const outer = new Map(program.variables);
  const values = parameterValues(program, body, call, refuse);
  const { active } = program;
  const before = program.fates.length;
  const reports = program.reports.length;
  program.variables.clear();
  for (const [name, value] of values) program.variables.set(name, value);
  program.calls.push(key);
  program.active = undefined;
  run(body.statements, condition);
  program.calls.pop();
  program.active = active;
  const results = new Map(program.variables);
  program.variables.clear();
  for (const [name, value] of outer) program.variables.set(name, value);
  for (const { parameter, output } of call.arguments) {
    const value = parameter === undefined ? undefined : results.get(parameter.toLowerCase());
    if (output && value) setVariable(program, output.name, value, condition);
  }
  if (call.status) {
    const zero: Bound.BoundLiteral = {
      kind: 'literal',
      type: { name: 'int' },
      nullable: false,
      span: call.span,
      value: 0n,
    };
    setVariable(program, call.status.name, zero, condition);
  }
  return followed(program, before, reports, refuse);
}

/** The statements of the procedure have their fates in its own text; here the call answers for all of them. */
function followed(
  program: Program,
  before: number,
  reports: number,
  refuse: (reason: string) => never,
): readonly string[] {
  const inner = program.fates.splice(before);
  const refused = inner.find(({ state }) => state === 'refused');
  if (refused) return refuse(refused.diagnostic?.message ?? 'one of its statements is refused');
  if (program.reports.length > reports) return refuse('it returns rows of its own');
  return [...new Set(inner.flatMap(({ tables }) => tables.map((name) => name.toLowerCase())))];
}

function setVariable(program: Program, name: string, value: Bound.BoundExpression, condition: Condition): void {
  const key = name.toLowerCase();
  const old = program.variables.get(key);
  program.variables.set(key, condition && old ? choose(condition, value, old) : value);
}

function parameterValues(
  program: Program,
  { parameters }: Bound.BoundBody,
  call: Bound.BoundExecuteProcedure,
  refuse: (reason: string) => never,
): ReadonlyMap<string, Bound.BoundExpression> {
  const values = new Map<string, Bound.BoundExpression>();
  for (const [i, parameter] of parameters.entries()) {
    const given =
      call.arguments.find((each) => each.parameter?.toLowerCase() === parameter.name.toLowerCase()) ??
      (call.arguments[i]?.parameter === undefined ? call.arguments[i] : undefined);
    if (given?.table !== undefined || parameter.columns) return refuse('it takes a table');
    const nothing: Bound.BoundLiteral = {
      kind: 'literal',
      type: parameter.type,
      nullable: true,
      span: call.span,
      value: null,
    };
    const value = given?.value
      ? program.resolve(given.value)
      : (parameter.default ?? (given?.output ? nothing : undefined));
    if (!value) return refuse(`its parameter ${parameter.name} is not given`);
    values.set(parameter.name.toLowerCase(), value);
  }
  return values;
}
