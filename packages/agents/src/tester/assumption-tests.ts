import { type CatalogIndex, collationByName, displayName } from '@datamigrate/catalog';
import type { DataTestSpec } from '@datamigrate/dbt-project';
import type { Assumption, BaseColumn } from '@datamigrate/relational';
import type { ProjectNames } from '../planner/project-names.js';

/** A test and the column of a staging model that carries it. */
export interface PlacedTest {
  readonly model: string;
  readonly column: string;
  readonly test: DataTestSpec;
}

/** The tests that watch assumptions, each once, on the staging models of the columns that they speak of. */
export function assumptionTests(
  assumptions: readonly Assumption[],
  catalog: CatalogIndex,
  names: ProjectNames,
): readonly PlacedTest[] {
  const placed = new Map<string, PlacedTest>();
  for (const assumption of assumptions) {
    for (const test of testsOf(assumption, catalog, names)) placed.set(JSON.stringify(test), test);
  }
  return [...placed.values()];
}

function testsOf({ code, columns, literals }: Assumption, catalog: CatalogIndex, names: ProjectNames): PlacedTest[] {
  const test = code.replaceAll('-', '_');
  const places = columns.flatMap((column) => placeOf(column, catalog, names));
  if (code !== 'spelled-alike') {
    const [bytes] = code === 'byte-length' ? literals.map(Number) : [];
    const given = bytes === undefined ? { test } : { test, arguments: { bytes } };
    return places.map(({ model, column }) => ({ model, column, test: given }));
  }
  const [first, ...rest] = places;
  if (!first) return [];
  const beside = rest.map(({ model, column }) => ({ relation: `ref('${model}')`, column }));
  const args = {
    ...(places.every(({ caseSensitive }) => caseSensitive) ? { case_sensitive: true } : {}),
    ...(literals.length > 0 ? { literals } : {}),
    ...(beside.length > 0 ? { beside } : {}),
  };
  const hasArguments = Object.keys(args).length > 0;
  return [{ model: first.model, column: first.column, test: { test, ...(hasArguments ? { arguments: args } : {}) } }];
}

interface Place {
  readonly model: string;
  readonly column: string;
  /** What its collation takes for equal differs in trailing blanks alone. */
  readonly caseSensitive: boolean;
}

function placeOf({ table, column }: BaseColumn, catalog: CatalogIndex, names: ProjectNames): readonly Place[] {
  const found = catalog.object(table.name, table.schema);
  if (found?.kind !== 'table') return [];
  const called = names.tables.get(displayName(found.table));
  const declared = found.table.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
  const emitted = declared && called?.columns.get(declared.name);
  if (!called || emitted === undefined) return [];
  const { caseSensitive } = collationByName(declared?.collation ?? catalog.catalog.database.collation);
  return [{ model: called.staging, column: emitted, caseSensitive }];
}
