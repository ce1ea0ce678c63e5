import { type Bound, type FunctionName, operandsOf } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelCall, RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';

const LOGIN = 'the user who runs dbt';

/** What functions without arguments say of the session that runs a load, and what stands for it in a project. */
const RUN_FACTS: { readonly [F in FunctionName]?: string } = {
  APP_NAME: 'dbt',
  CURRENT_USER: LOGIN,
  HOST_NAME: 'the machine on which dbt runs',
  ORIGINAL_LOGIN: LOGIN,
  SESSION_USER: LOGIN,
  SUSER_NAME: LOGIN,
  SUSER_SNAME: LOGIN,
  SYSTEM_USER: LOGIN,
  USER: LOGIN,
  USER_NAME: LOGIN,
};

export const isRunFact = (call: Bound.BoundCall): boolean => RUN_FACTS[call.function] !== undefined;

/** Whether an expression holds a value of who runs the load. */
export function isOfRun(expression: Bound.BoundExpression, scope: LoweringScope): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'output-column':
      return false;
    case 'column':
      return scope.relations.get(expression.relation)?.origins[expression.ordinal]?.ofRun === true;
    case 'variable':
      return scope.variableOrigins.get(expression.name.toLowerCase())?.ofRun === true;
    case 'group-key':
      return isOfRun(expression.expression, scope);
    case 'system-variable':
      return expression.name === '@@SERVERNAME';
    case 'scalar-subquery': {
      const item = expression.query.kind === 'select' ? expression.query.select[0] : undefined;
      const inner = scope.blocks.get(expression.query);
      return item !== undefined && inner !== undefined && isOfRun(item.expression, inner);
    }
    case 'call':
      if (isRunFact(expression)) return true;
  }
  return operandsOf(expression).some((operand) => isOfRun(operand, scope));
}

/** SUSER_SNAME() and its like as a value of the run, as GETDATE() is one; undefined for all else. */
export function lowerRunFact(context: LoweringContext, bound: Bound.BoundCall): RelExpression | undefined {
  if (bound.arguments.length > 0) return undefined;
  if (bound.function === 'DB_NAME') return ownName(context, bound);
  const means = RUN_FACTS[bound.function];
  return means === undefined ? undefined : runFact(context, bound, bound.function, bound.function, means);
}

/** `@@SERVERNAME` is `SERVERPROPERTY('ServerName')`. */
export function lowerServerName(context: LoweringContext, bound: Bound.BoundSystemVariable): RelExpression | undefined {
  return runFact(context, bound, 'SERVERPROPERTY', bound.name, 'the target of dbt');
}

function runFact(
  context: LoweringContext,
  { type, span }: Bound.BoundExpression,
  name: FunctionName,
  written: string,
  means: string,
): RelExpression | undefined {
  if (context.deciding > 0) return refuseDeciding(context, written, span);
  if (context.settings.clock !== true) return undefined;
  context.normalise('run', `${written} is ${means}`);
  const call: RelCall = { kind: 'call', type, nullable: true, function: name, arguments: [] };
  return call;
}

/** Rows that there are for who runs the load and for nobody else. */
export function refuseDeciding(
  context: LoweringContext,
  value: string,
  span: Bound.BoundExpression['span'],
): RelExpression {
  return context.refuse(relationalDiagnostics.create('lower-run-decides', { value }, span));
}

/** The name of the database in which the module stood: a constant. */
function ownName(context: LoweringContext, { type }: Bound.BoundCall): RelExpression | undefined {
  const { database } = context.settings;
  if (database === undefined) return undefined;
  context.normalise('run', `DB_NAME is '${database}', as the source is called`);
  return { kind: 'literal', type, nullable: false, value: database };
}
