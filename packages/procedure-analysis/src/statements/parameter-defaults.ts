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
  const only = setWhereMissing(statement);
  if (!only) return undefined;
  const value = isToday(only.value, only.variable.type.name) ? ({ kind: 'today' } as const) : defaultOf(only.value);
  return value.kind === 'none' ? undefined : { parameter: only.variable.name, default: value };
}

/** The SET of `IF @p IS NULL SET @p = …`. */
export function setWhereMissing({ condition, then, otherwise }: Bound.BoundIf): Bound.BoundSetVariable | undefined {
  const [only, ...more] = then;
  if (condition.kind !== 'is-null' || condition.negated || condition.operand.kind !== 'variable') return undefined;
  if (otherwise || more.length > 0 || only?.kind !== 'set-variable') return undefined;
  return isNamed(condition.operand, only.variable.name) ? only : undefined;
}

/** `SET @p = ISNULL(@p, …)` says the same. */
export function keepsWhereGiven({ variable, value }: Bound.BoundSetVariable): boolean {
  const call = uncast(value);
  if (call.kind !== 'call' || (call.function !== 'ISNULL' && call.function !== 'COALESCE')) return false;
  const first = call.arguments[0] && uncast(call.arguments[0]);
  return first?.kind === 'variable' && isNamed(first, variable.name);
}

const uncast = (value: Bound.BoundExpression): Bound.BoundExpression =>
  value.kind === 'cast' ? uncast(value.operand) : value;

const isNamed = ({ name }: Bound.BoundVariable, other: string): boolean => name.toLowerCase() === other.toLowerCase();

const CLOCKS = ['GETDATE', 'SYSDATETIME', 'CURRENT_TIMESTAMP'];

/** GETDATE() brought down to a date, by the variable's type or by a cast. */
function isToday(value: Bound.BoundExpression, type: string): boolean {
  if (value.kind === 'cast') return isToday(value.operand, type);
  return type === 'date' && value.kind === 'call' && CLOCKS.includes(value.function);
}
