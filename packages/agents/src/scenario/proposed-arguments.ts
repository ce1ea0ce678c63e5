import type { Module } from '@datamigrate/catalog';
import { findArguments, type ParameterChoices, parameterChoices, trialCall } from '@datamigrate/row-generator';
import type { Database } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../assessment/module-facts.js';
import { callOf, type VariableValues } from './parameter-values.js';
import type { ProposedValue } from './proposed-dates.js';

/** Calls of a procedure that are tried. */
const TRIES = 6;

/**
 * Values for parameters without a default that have none yet: those of rows that its queries join, what the procedure
 * compares them with, otherwise a value of their type. Of a few calls the first counts that gives rows; if none does,
 * the first that ends without an error; values with which every call fails are no proposal. What the calls write is
 * taken back.
 *
 * @param known values of variables so far
 */
export function proposeArguments(
  procedure: Module,
  reader: ModuleReader,
  database: Database,
  known: VariableValues,
): readonly ProposedValue[] {
  const variableOf = (name: string): string => reader.variableOf(procedure, name);
  const needed = new Set(
    (reader.read(procedure).analysis?.parameters ?? [])
      .filter(({ name, default: value, keyOf }) => {
        return value.kind === 'none' && !keyOf && !Object.hasOwn(known, variableOf(name));
      })
      .map(({ name }) => name.toLowerCase()),
  );
  if (needed.size === 0) return [];
  const choices = parameterChoices(database, procedure).filter(({ name }) => needed.has(name.toLowerCase()));
  const named = (reader.read(procedure).analysis?.parameters ?? []).flatMap(({ name }): [string, string][] => {
    const value = known[variableOf(name)];
    return typeof value === 'string' ? [[name.toLowerCase(), value]] : [];
  });
  const found = findArguments(database, procedure, new Map(named));
  const most = Math.min(TRIES, Math.max(0, ...choices.map((choice) => valuesOf(choice).length)));
  let best: { readonly proposal: readonly ProposedValue[]; readonly outcome: Outcome } | undefined;
  for (let turn = 0; turn < found.length + most; turn++) {
    const joined = found[turn];
    const proposal = choices.flatMap((choice): ProposedValue[] => {
      const values = valuesOf(choice);
      const own = joined?.get(choice.name.toLowerCase());
      const value = own ?? values[turn % values.length];
      return value === undefined ? [] : [{ variable: variableOf(choice.name), value, reason: reasonOf(choice) }];
    });
    const values = Object.fromEntries(proposal.map(({ variable, value }) => [variable, value]));
    const outcome = tryCall(procedure, reader, database, { ...known, ...values });
    if (outcome > (best?.outcome ?? Outcome.failed)) best = { proposal, outcome };
    if (outcome === Outcome.rows) break;
  }
  return best?.proposal ?? [];
}

const Outcome = { failed: 0, ended: 1, rows: 2 } as const;
type Outcome = (typeof Outcome)[keyof typeof Outcome];

function tryCall(procedure: Module, reader: ModuleReader, database: Database, values: VariableValues): Outcome {
  const call = callOf(procedure, reader, values);
  if (!('sql' in call)) return Outcome.failed;
  const { resultSets, error, refusal } = trialCall(database, call.sql);
  if (error || refusal) return Outcome.failed;
  return resultSets.some(({ rows }) => rows.length > 0) ? Outcome.rows : Outcome.ended;
}

function valuesOf({ values }: ParameterChoices): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}

function reasonOf({ column, compared }: ParameterChoices): string {
  if (column !== undefined) return `a value of ${column}`;
  return compared ? 'a value that it is compared with' : 'a value of its type';
}
