import { displayName, type Module } from '@datamigrate/catalog';
import { snakeCase } from '@datamigrate/dbt-project';
import { compareText } from '@datamigrate/foundation';
import type { ProcedureParameter } from '@datamigrate/procedure-analysis';
import { converts, defaultValue } from './default-value.js';

/** A procedure with the parameters that its models ask for. */
export interface Parameterized {
  readonly procedure: Module;
  readonly parameters: readonly ProcedureParameter[];
  /** Whether it may have models of its own: others take what is left. */
  readonly hasModels: boolean;
}

interface Use extends Omit<Parameterized, 'parameters'> {
  readonly parameter: ProcedureParameter;
}

/** What the project itself asks for: the clock, and whether it is being linted. */
const OF_THE_PROJECT: ReadonlySet<string> = new Set(['now', 'today', 'evaluate_project', 'dbt']);

/**
 * The variables of the project that stand for parameters: `@AsOf` is as_of in every procedure, so that one value runs all
 * of them. Where that would change what a procedure takes when nobody says, because its default is another one or the
 * project has a variable of that name itself, the parameter has a variable of its own.
 */
export class VariableNames {
  readonly #names = new Map<Module, Map<string, string>>();
  readonly #taken = new Set<string>();
  readonly #project: string;

  /** @param project dbt looks below a variable called like it for others */
  constructor(procedures: readonly Parameterized[], project: string) {
    this.#project = project;
    const uses = new Map<string, Use[]>();
    for (const { procedure, parameters, hasModels } of procedures.toSorted(byName)) {
      for (const parameter of parameters) {
        among(uses, this.#plainName(parameter)).push({ procedure, parameter, hasModels });
      }
    }
    for (const plain of uses.keys()) this.#taken.add(plain);
    for (const [plain, all] of uses) {
      const common = new Set(sharing(all));
      for (const use of all) this.#set(use, common.has(use) ? plain : this.#ownName(use, plain));
    }
  }

  of(procedure: Module, parameter: string): string {
    return this.#names.get(procedure)?.get(parameter.toLowerCase()) ?? snakeCase(parameter);
  }

  #set({ procedure, parameter }: Use, name: string): void {
    const own = this.#names.get(procedure) ?? new Map<string, string>();
    this.#names.set(procedure, own.set(parameter.name.toLowerCase(), name));
  }

  #plainName({ name, default: value, keyOf }: ProcedureParameter): string {
    const plain = snakeCase(keyOf?.column ?? name);
    if (plain === 'today' && value.kind === 'today') return plain;
    return this.#isReserved(plain) ? `parameter_${plain}` : plain;
  }

  /** Who runs the load and the packages of dbt have prefixes of their own. */
  #isReserved(name: string): boolean {
    return OF_THE_PROJECT.has(name) || name === this.#project || /^(?:tsql|dbt)_/.test(name);
  }

  #ownName({ procedure: { schema, name } }: Use, plain: string): string {
    const isFree = (each: string): boolean => !this.#taken.has(each) && !this.#isReserved(each);
    const long = `${snakeCase(schema)}_${snakeCase(name)}_${plain}`;
    let found = `${snakeCase(name)}_${plain}`;
    for (let n = 1; !isFree(found); n++) found = n === 1 ? long : `${long}_${n}`;
    this.#taken.add(found);
    return found;
  }
}

const byName = (a: Parameterized, b: Parameterized): number =>
  compareText(displayName(a.procedure), displayName(b.procedure));

function among<K>(uses: Map<K, Use[]>, key: K): Use[] {
  const known = uses.get(key) ?? [];
  uses.set(key, known);
  return known;
}

/** Those that can be one variable: the default that most of them have decides. */
function sharing(uses: readonly Use[]): readonly Use[] {
  if (uses.length === 1) return uses;
  // Two parameters of one procedure are never the same, nor are keys of two runs.
  const inputs = uses.filter(({ parameter }) => !parameter.keyOf);
  const first = [...new Map(inputs.toReversed().map((use) => [use.procedure, use])).values()].toReversed();
  const stated = first.filter(({ parameter }) => parameter.default.kind !== 'none');
  const byValue = new Map<string | undefined, Use[]>();
  for (const use of stated) among(byValue, textOf(use.parameter)).push(use);
  const weight = (members: readonly Use[]): number => members.filter(({ hasModels }) => hasModels).length;
  const [[value, members] = [undefined, []]] = [...byValue].sort(([, a], [, b]) => weight(b) - weight(a));
  const open = first.filter(
    ({ parameter: { default: own, type } }) => own.kind === 'none' && (value === undefined || converts(value, type)),
  );
  return [...members, ...open];
}

/** What a build takes that gives the variable no value; undefined for NULL, and for the day that a model puts there. */
function textOf(parameter: ProcedureParameter): string | undefined {
  const value = defaultValue(parameter);
  return value === null ? undefined : String(value);
}
