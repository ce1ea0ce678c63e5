import { type Module, quotedName, quotedText } from '@datamigrate/catalog';
import type { Database } from '@datamigrate/tsql-engine';
import { type ParameterChoices, parameterChoices } from './parameter-choices.js';

/** A procedure is called with its defaults, and then with one value after the other for each of its parameters. */
const MOST_CALLS = 12;

/** A call of a procedure with the first value that offers itself for each parameter. */
export function firstCall(database: Database, module: Module): string {
  return callsOf(module, parameterChoices(database, module))[0] ?? `EXEC ${quotedName(module)}`;
}

/** A call with a value for each parameter that has one. */
export function callWith(
  module: Module,
  parameters: readonly ParameterChoices[],
  pick: (parameter: ParameterChoices) => string | null | undefined,
): string {
  const given = parameters.flatMap((parameter) => {
    const value = pick(parameter);
    return value === undefined ? [] : [`${parameter.name} = ${literal(value)}`];
  });
  return `EXEC ${quotedName(module)} ${given.join(', ')}`.trimEnd();
}

export function callsOf(module: Module, parameters: readonly ParameterChoices[]): string[] {
  const call = (pick: Parameters<typeof callWith>[2]): string => callWith(module, parameters, pick);
  const calls = [call(({ values }) => values[0])];
  const most = Math.max(0, ...parameters.map(({ values }) => values.length));
  for (let turn = 1; turn < most; turn++) {
    // All parameters move on together, and then each on its own.
    calls.push(call(({ values }) => values[turn % values.length]));
    for (const moved of parameters) {
      if (turn < moved.values.length) calls.push(call((each) => each.values[each === moved ? turn : 0]));
    }
  }
  return [...new Set(calls)].slice(0, MOST_CALLS);
}

/** A value as an argument, which the call converts to the parameter's type. */
function literal(value: string | null): string {
  if (value === null) return 'NULL';
  if (/^0x[0-9a-f]*$/i.test(value)) return value;
  // The one form of a day that no setting reads another way.
  const text = value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2').replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3');
  return quotedText(text);
}
