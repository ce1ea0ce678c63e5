import { type Catalog, displayName } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import {
  type DataTestSpec,
  lintProject,
  type ModelSpec,
  type ProjectSpec,
  quoteIfNeeded,
} from '@datamigrate/dbt-project';
import type { KeyAnswer, KeyQuestion } from '@datamigrate/dbt-runner';
import type { Bound } from '@datamigrate/tsql-binder';
import { moduleById, viewQueries } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { TestOutcome } from '../tester/test-outcome.js';
import { outputOrigin } from './evidence/join-links.js';

/** A model without a tested key, and columns that may be one. */
export interface KeyCandidate {
  readonly model: string;
  readonly question: KeyQuestion;
  /** Columns that hand on a part of a table's key. */
  readonly fromKeys: ReadonlySet<string>;
}

/** More of them are no key that anybody would name. */
const MOST_CANDIDATES = 5;
const MOST_TOGETHER = 3;
/** In fewer rows other columns than those of keys are different by chance. */
const FEWEST_ROWS = 10;

/**
 * SQL Server declares no key for a view, a report or many a table that a procedure fills. Columns that hand on keys of
 * tables, or are called like keys, may tell their rows apart all the same: whether they do is measured.
 */
export function keyCandidates(
  spec: ProjectSpec,
  plan: Plan,
  catalog: Catalog,
  reader: ModuleReader,
  outcome: TestOutcome,
): readonly KeyCandidate[] {
  const { findings } = lintProject({ ...spec, lintExceptions: [] });
  const open = new Set(
    findings.filter(({ rule }) => rule === 'lint-primary-key-untested').map(({ resource }) => resource),
  );
  const relations = new Map(outcome.models.map(({ name, relation }) => [name, relation]));
  const owners = new Map(plan.objects.flatMap(({ id, models }) => models.map(({ name }) => [name, id] as const)));
  return spec.models.flatMap((model): KeyCandidate[] => {
    const relation = nameOf(relations.get(model.name));
    if (!open.has(model.name) || !relation || model.layer === 'staging') return [];
    const fromKeys = columnsFromKeys(model, queryOf(owners.get(model.name), catalog, reader), catalog, reader);
    const names = model.columns.map(({ name }) => name).filter((name) => fromKeys.has(name) || LIKE_KEYS.test(name));
    if (names.length === 0) return [];
    return [{ model: model.name, question: { relation, sets: setsOf(names.slice(0, MOST_CANDIDATES)) }, fromKeys }];
  });
}

const LIKE_KEYS = /_(?:id|key|code|number)$/;

/** Tests of the keys that were found. They warn: nothing in the source promises them. */
export function withMeasuredKeys(
  spec: ProjectSpec,
  candidates: readonly KeyCandidate[],
  answers: readonly (KeyAnswer | undefined)[],
): ProjectSpec {
  const keys = new Map<string, { readonly columns: readonly string[]; readonly rows: number }>();
  for (const [i, { model, fromKeys }] of candidates.entries()) {
    const { rows = 0, unique = [] } = answers[i] ?? {};
    const sure = unique.find((columns) => rows >= FEWEST_ROWS || columns.every((name) => fromKeys.has(name)));
    if (rows > 1 && sure) keys.set(model, { columns: sure, rows });
  }
  const models = spec.models.map((model): ModelSpec => {
    const key = keys.get(model.name);
    return key ? withGrain(withKey(model, key.columns, key.rows), key.columns) : model;
  });
  return keys.size === 0 ? spec : { ...spec, models };
}

/** What one row is, where the source does not say it. */
function withGrain(model: ModelSpec, key: readonly string[]): ModelSpec {
  const { description = '' } = model;
  if (/\bOne row for each\b/.test(description)) return model;
  const names = key.map((name) => `\`${name}\``);
  const listed = [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
  const text = `One row for each ${listed}, as measured.`;
  const parts = description === '' ? [] : description.split('\n\n');
  const at = Math.max(
    0,
    parts.findIndex((part) => OF_ORIGIN.test(part)),
  );
  const grown = parts.length === 0 ? [text] : parts.map((part, i) => (i === at ? `${part} ${text}` : part));
  return { ...model, description: grown.join('\n\n') };
}

/** The paragraph that says what the model stands for. */
const OF_ORIGIN = /^(?:The view `|The rows that `|`[^`]+` as `)/;

function withKey(model: ModelSpec, key: readonly string[], rows: number): ModelSpec {
  const measured = (test: string, more: Partial<DataTestSpec> = {}): DataTestSpec => ({
    test,
    description: `Measured, not declared: it holds for the ${rows} rows of the migration.`,
    config: { severity: 'warn' },
    ...more,
  });
  const columns = model.columns.map((column) => {
    if (!key.includes(column.name)) return column;
    const tests = column.tests ?? [];
    const has = (name: string): boolean => tests.some(({ test }) => test === name);
    // A key may be proven already, and only lack that its columns have values.
    const unique = key.length === 1 && !has('unique') ? [measured('unique')] : [];
    const filled = has('not_null') ? [] : [{ test: 'not_null', config: { severity: 'warn' } }];
    return unique.length + filled.length === 0 ? column : { ...column, tests: [...unique, ...tests, ...filled] };
  });
  const wanted = key.map(quoteIfNeeded).join();
  const proven = model.tests?.some(
    ({ test, arguments: given }) => test === 'unique_combination' && String(given?.['columns']) === wanted,
  );
  if (key.length === 1 || proven) return { ...model, columns };
  const combination = measured('unique_combination', { arguments: { columns: key.map(quoteIfNeeded) } });
  return { ...model, columns, tests: [...(model.tests ?? []), combination] };
}

/** Single columns first, then pairs and triples, each in the order of the columns. */
function setsOf(names: readonly string[]): readonly (readonly string[])[] {
  const sets: string[][] = names.map((name) => [name]);
  let grown: string[][] = sets;
  for (let size = 2; size <= MOST_TOGETHER; size++) {
    grown = grown.flatMap((set) => names.slice(names.indexOf(set.at(-1) ?? '') + 1).map((name) => [...set, name]));
    sets.push(...grown);
  }
  return sets;
}

function queryOf(id: string | undefined, catalog: Catalog, reader: ModuleReader): Bound.BoundQuery | undefined {
  const module = id === undefined ? undefined : moduleById(catalog, id);
  if (!module) return undefined;
  const { view, analysis } = reader.read(module);
  return view?.query ?? (analysis?.tables.length === 0 ? analysis.reports[0]?.query : undefined);
}

function columnsFromKeys(
  { columns }: ModelSpec,
  query: Bound.BoundQuery | undefined,
  catalog: Catalog,
  reader: ModuleReader,
): ReadonlySet<string> {
  const keys = new Set(
    catalog.tables.flatMap((table) =>
      [table.primaryKey?.columns ?? [], ...table.uniqueKeys.map((key) => key.columns)]
        .flat()
        .map((column) => `${displayName(table)}.${column}`.toLowerCase()),
    ),
  );
  const queryOfView = viewQueries(catalog, reader);
  return new Set(
    columns.flatMap(({ name }, ordinal) => {
      const origin = outputOrigin(query, ordinal, queryOfView);
      return origin && keys.has(`${origin.table}.${origin.column}`) ? [name] : [];
    }),
  );
}

/** `"warehouse"."main_marts"."dim_port"` as its last two parts. */
function nameOf(relation = ''): readonly [string, string] | undefined {
  const parts = [...relation.matchAll(/"((?:[^"]|"")*)"/g)].map(([, part = '']) => part.replaceAll('""', '"'));
  const [schema, name] = parts.slice(-2);
  return schema === undefined || name === undefined ? undefined : [schema, name];
}
