import type { Bound } from '@datamigrate/tsql-binder';
import type { ValueOrigin } from '../facts/data-facts.js';
import { originOf } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import { type LoweringContext, LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';

/** The scope of a function's body where it is written out: its parameters stand for the arguments of the call. */
export function functionScope(
  context: LoweringContext,
  scope: LoweringScope,
  parameters: readonly { readonly name: string; readonly type: Bound.BoundExpression['type'] }[],
  args: readonly Bound.BoundExpression[],
): LoweringScope {
  const variables = new Map<string, RelExpression>();
  const origins = new Map<string, ValueOrigin>();
  parameters.forEach(({ name, type }, i) => {
    const argument = args[i];
    const value: RelExpression = argument
      ? lowerExpression(context, scope, argument)
      : { kind: 'literal', type, nullable: true, value: null };
    variables.set(name.toLowerCase(), value);
    if (argument) origins.set(name.toLowerCase(), originOf(argument, scope));
  });
  return new LoweringScope(scope, variables, origins);
}
