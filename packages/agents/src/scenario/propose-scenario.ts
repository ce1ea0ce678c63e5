import { displayName, type Module, objectKey, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import type { Database } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { Executions } from '../cores/stored-executions.js';
import { commonVariables } from '../executor/object-execution.js';
import { calledByText } from './called-procedures.js';
import { callOf, type VariableValues } from './parameter-values.js';
import type { ProjectModels } from './project-models.js';
import { proposeArguments } from './proposed-arguments.js';
import { type ProposedValue, proposeDates } from './proposed-dates.js';
import type { ScenarioCall, ScenarioSteps } from './scenario-steps.js';

/** Values of variables for a build of the whole project, where their defaults alone would not do. */
export interface BuildValues {
  readonly values: VariableValues;
  /** What the tool chose, by procedure, in words. */
  readonly proposed: ReadonlyMap<string, readonly string[]>;
}

export interface ProposalInputs {
  readonly plan: Plan;
  readonly executions: Executions;
  readonly models: ProjectModels;
  readonly reader: ModuleReader;
  readonly database: Database;
  /** The day of the run. */
  readonly today: string;
}

/** The converted procedures that own models, in dependency order. */
export function ownersOf({ plan, models, database }: ProposalInputs): readonly Module[] {
  return plan.objects
    .filter(({ id, kind }) => kind === 'procedure' && models.modelsOf(id).length > 0)
    .flatMap(({ id }) => database.catalog.modules.find((module) => displayName(module) === id) ?? []);
}

export function buildValues(inputs: ProposalInputs): BuildValues {
  const { reader, database, models, today } = inputs;
  const owners = ownersOf(inputs);
  const chosen = [...proposeDates(owners, reader, database, (table) => models.written.has(table), today)];
  const values: Record<string, string | null> = { ...commonDefaults(inputs, owners) };
  for (const { variable, value } of chosen) values[variable] = value;
  for (const owner of owners.flatMap((each) => reader.read(each).together ?? [each])) {
    for (const proposal of proposeArguments(owner, reader, database, values)) {
      values[proposal.variable] = proposal.value;
      chosen.push(proposal);
    }
  }
  const proposed = new Map<string, readonly string[]>();
  for (const owner of owners) {
    const parameters = reader.read(owner).analysis?.parameters ?? [];
    const own = parameters.flatMap(({ name }) => {
      const found = chosen.find(({ variable }) => variable === reader.variableOf(owner, name));
      return found ? [inWords(name, found)] : [];
    });
    if (own.length > 0) proposed.set(displayName(owner), own);
  }
  return { values, proposed };
}

const inWords = (parameter: string, { value, reason }: ProposedValue): string => `${parameter} = ${value}, ${reason}`;

/** A variable that procedures give different defaults has that of the project in every call. */
function commonDefaults({ reader, executions }: ProposalInputs, owners: readonly Module[]): VariableValues {
  const defaults = new Map<string, Set<string>>();
  for (const owner of owners) {
    for (const { name, default: value } of reader.read(owner).analysis?.parameters ?? []) {
      const variable = reader.variableOf(owner, name);
      const known = defaults.get(variable) ?? new Set();
      defaults.set(variable, known.add(value.kind === 'constant' ? `${value.value}` : value.kind));
    }
  }
  const project = commonVariables([...executions.values()]);
  return Object.fromEntries(
    [...defaults].flatMap(([variable, { size }]) => {
      const value = project[variable] ?? null;
      return size > 1 && value !== null ? [[variable, String(value)]] : [];
    }),
  );
}

/**
 * Every converted procedure once with its defaults, and all of them once more on the result, so that what they do to
 * their own earlier rows shows. A procedure that another one calls runs there.
 */
export function proposeScenario(inputs: ProposalInputs, { values }: BuildValues): ScenarioSteps {
  const { reader, database } = inputs;
  const owners = ownersOf(inputs);
  const procedures = database.catalog.modules.filter(({ kind }) => kind === 'procedure');
  const inner = new Set(owners.flatMap((owner) => [...calledByText(owner, reader, procedures)]));
  const calls = owners
    .filter((owner) => !inner.has(displayName(owner)))
    .flatMap((owner) => reader.read(owner).together ?? [owner])
    .flatMap((module): ScenarioCall[] => {
      const call = callOf(module, reader, values);
      return 'sql' in call ? [{ sql: call.sql, procedure: displayName(module) }] : [];
    });
  const steps = calls.length === 0 ? [] : [{ calls }, { calls }];
  return { origin: 'proposed', steps, targets: undefined, ignoreColumns: randomColumns(database.catalog.tables) };
}

/** Columns that get a new identifier with every row: two runs never agree about them. */
function randomColumns(tables: readonly Table[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    tables.flatMap((table): [string, string[]][] => {
      const random = table.columns.filter((column) =>
        /\bNEW(?:SEQUENTIAL)?ID\b/i.test(column.default?.definition ?? ''),
      );
      return random.length > 0 ? [[objectKey(table), random.map(({ name }) => name)]] : [];
    }),
  );
}
