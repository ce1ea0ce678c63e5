import { type Module, quotedName, quotedText, type SqlType } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import { moduleById } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { Workspace } from '../cores/workspace.js';
import type { TracedCall } from './reference-session.js';

/** Variables of the project by name, as text; null where the parameter is NULL. */
export type VariableValues = Readonly<Record<string, string | null>>;

/**
 * `EXEC p @AsOf = '20240229'`: parameters whose variable has a value get it, the others their default. Undefined with
 * the parameter's name when there is neither.
 */
export function callOf(
  procedure: Module,
  reader: ModuleReader,
  values: VariableValues,
): { readonly sql: string } | { readonly missing: string } {
  const given: string[] = [];
  const { analysis, body } = reader.read(procedure);
  const own = new Set(body?.parameters.map(({ name }) => name.toLowerCase()));
  for (const { name, type, default: value } of analysis?.parameters ?? []) {
    // One whose models are the work of several procedures has the parameters of all of them.
    if (!own.has(name.toLowerCase())) continue;
    const variable = reader.variableOf(procedure, name);
    if (Object.hasOwn(values, variable)) given.push(`${name} = ${literal(values[variable] ?? null, type)}`);
    else if (value.kind === 'none') return { missing: name };
  }
  return { sql: `EXEC ${quotedName(procedure)} ${given.join(', ')}`.trimEnd() };
}

/** A value as an argument, which the call converts to the parameter's type. */
function literal(value: string | null, { name }: SqlType): string {
  if (value === null) return 'NULL';
  if (name === 'varbinary' || name === 'binary') return value;
  // The one form of a day that no setting reads another way.
  const text = /^\d{4}-\d\d-\d\d$/.test(value) ? value.replaceAll('-', '') : value.replace(/^(\S+) (\S+)$/, timestamp);
  return quotedText(text);
}

const timestamp = (all: string, day: string, time: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(day) && /^\d\d:\d\d/.test(time) ? `${day}T${time}` : all;

/** What stands behind the parameters of a call. */
export interface ParametersOfCalls {
  /** The variable that stands for a parameter. */
  readonly variableOf: (id: string, parameter: string) => string;
  /** Whether the procedure puts a default in the place of NULL: the variable has it. */
  readonly isDefault: (id: string, parameter: string) => boolean;
  /** Parameters that stand for keys of rows that a call has added to tables kept elsewhere, with these keys. */
  readonly keysOf: (call: TracedCall) => readonly (readonly [parameter: string, value: string])[];
}

/**
 * The variables that stand for a step's calls; a reason when they cannot, because two calls gave one variable different
 * values: a build has one value for the whole project. Calls of procedures without models of their own give what those
 * with models leave open, unless they stand inside of such a one, which knows what it gives them. A parameter for whose
 * NULL the procedure itself puts a default leaves the variable its own.
 */
export function variablesOfCalls(
  calls: readonly TracedCall[],
  hasModels: (id: string) => boolean,
  { variableOf, isDefault, keysOf }: ParametersOfCalls,
): { readonly values: VariableValues } | { readonly conflict: string } {
  const values: Record<string, string | null> = {};
  const given = (call: TracedCall): (readonly [parameter: string, value: string | null])[] => [
    ...[...call.parameters].filter(([parameter, value]) => value !== null || !isDefault(call.id, parameter)),
    ...keysOf(call),
  ];
  for (const call of calls.filter(({ id }) => hasModels(id))) {
    const { id } = call;
    for (const [parameter, value] of given(call)) {
      const variable = variableOf(id, parameter);
      if (Object.hasOwn(values, variable) && !isSame(values[variable] ?? null, value)) {
        return { conflict: `${id} is called with another ${parameter} than the calls before it` };
      }
      values[variable] = value;
    }
  }
  const others: Record<string, string | null> = {};
  let inside = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    if (call.depth > inside) continue;
    inside = hasModels(call.id) ? call.depth : Number.POSITIVE_INFINITY;
    if (inside === call.depth) continue;
    for (const [parameter, value] of given(call)) {
      const variable = variableOf(call.id, parameter);
      if (!Object.hasOwn(others, variable) || others[variable] === null) others[variable] = value;
    }
  }
  return { values: { ...others, ...values } };
}

/** The variables that stand for keys of rows which calls have added to tables kept elsewhere. */
export function keysOfCalls(
  calls: readonly TracedCall[],
  { variableOf, keysOf }: Pick<ParametersOfCalls, 'variableOf' | 'keysOf'>,
): VariableValues {
  return Object.fromEntries(
    calls.flatMap((call) => keysOf(call).map(([parameter, value]) => [variableOf(call.id, parameter), value])),
  );
}

/** A day is the same as its midnight, which other types of parameters have. */
const isSame = (a: string | null, b: string | null): boolean => withoutMidnight(a) === withoutMidnight(b);

const withoutMidnight = (value: string | null): string | null =>
  value?.replace(/^(\d{4}-\d\d-\d\d) 00:00:00(?:\.0+)?$/, '$1') ?? null;

/** What a workspace knows of the parameters with which procedures were called. */
export function parametersOfCalls({ catalog, reader }: Pick<Workspace, 'catalog' | 'reader'>): ParametersOfCalls {
  return {
    variableOf: (id, parameter) => {
      const module = moduleById(catalog.catalog, id);
      return module ? reader.variableOf(module, parameter) : snakeCase(parameter);
    },
    isDefault: (id, parameter) => {
      const module = moduleById(catalog.catalog, id);
      const own = module && reader.read(module).analysis?.parameters;
      return own?.some((each) => each.replacesNull && each.name.toLowerCase() === parameter.toLowerCase()) ?? false;
    },
    keysOf: ({ id, keys }) => {
      const module = moduleById(catalog.catalog, id);
      const own = (module && reader.read(module).analysis?.parameters) ?? [];
      return own.flatMap(({ name, keyOf }): readonly (readonly [string, string])[] => {
        const value = keyOf && keys.get(keyOf.table.toLowerCase());
        return value === undefined ? [] : [[name, value]];
      });
    },
  };
}
