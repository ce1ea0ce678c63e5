import type { Bound } from '@datamigrate/tsql-binder';
import type { ParameterDefault, ProcedureParameter } from '../procedure-analysis.js';
import { constantValue } from '../program/constant-value.js';

/** The parameters with the defaults that their declarations give. */
export function declaredParameters(parameters: readonly Bound.BoundParameter[]): ProcedureParameter[] {
  return parameters.map(({ name, type, default: value }) => ({ name, type, default: defaultOf(value) }));
}

function defaultOf(value: Bound.BoundExpression | undefined): ParameterDefault {
  if (value?.kind === 'cast') return defaultOf(value.operand);
  const constant = value?.kind === 'literal' ? constantValue(value) : undefined;
  return constant === undefined ? { kind: 'none' } : { kind: 'constant', value: constant };
}

/**
 * `IF @p IS NULL SET @p = …`, the usual way to say what a missing parameter means: the parameter and its real default,
 * or undefined for any other IF.
 */
export function lateDefault(
  statement: Bound.BoundIf,
): { readonly parameter: string; readonly default: ParameterDefault } | undefined {
  const [only, ...more] = statement.then;
  const { condition } = statement;
  if (condition.kind !== 'is-null' || condition.negated || condition.operand.kind !== 'variable') return undefined;
  if (statement.otherwise || more.length > 0 || only?.kind !== 'set-variable') return undefined;
  if (only.variable.name.toLowerCase() !== condition.operand.name.toLowerCase()) return undefined;
  const value = isToday(only.value, only.variable.type.name) ? ({ kind: 'today' } as const) : defaultOf(only.value);
  return value.kind === 'none' ? undefined : { parameter: only.variable.name, default: value };
}

const CLOCKS = ['GETDATE', 'SYSDATETIME', 'CURRENT_TIMESTAMP'];

/** GETDATE() brought down to a date, by the variable's type or by a cast. */
function isToday(value: Bound.BoundExpression, type: string): boolean {
  if (value.kind === 'cast') return isToday(value.operand, type);
  return type === 'date' && value.kind === 'call' && CLOCKS.includes(value.function);
}
