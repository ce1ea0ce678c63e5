import { displayName, objectKey, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { TableNames } from '../naming/name-tables.js';
import { quoteIfNeeded } from '../naming/reserved-words.js';
import type { ModelSpec, ProjectSpec, SourceSpec } from '../spec/project-spec.js';
import { type CatalogTestContext, type CatalogTests, catalogTests } from './catalog-tests.js';
import { neededGenericTests } from './generic-tests.js';
import { type LandedTables, type SourceOrigin, sourceSpecs } from './source-spec.js';
import { stagingModel } from './staging-model.js';

export interface StagingLayerOptions {
  /** Of all tables that the project knows. */
  readonly names: ReadonlyMap<string, TableNames>;
  readonly landed: LandedTables;
  /** Whether a table gets a staging model; the others are sources only. Default: all do. */
  readonly staged?: (table: Table) => boolean;
  readonly spelledAlike?: CatalogTestContext['spelledAlike'];
  readonly origin?: SourceOrigin;
}

/** Sources, staging models and their tests from a catalog: the part of a project that no module has a say in. */
export function stagingLayer(
  tables: readonly Table[],
  options: StagingLayerOptions,
): Required<Pick<ProjectSpec, 'genericTests'>> & { readonly sources: SourceSpec[]; readonly models: ModelSpec[] } {
  const { names, landed, staged = () => true, spelledAlike, origin = {} } = options;
  const byKey = new Map(tables.map((table) => [objectKey(table), table]));
  const find = (name: QualifiedName): Table | undefined => byKey.get(objectKey(name));
  const namesOf = (table: Table): TableNames | undefined => names.get(displayName(table));

  /** A column, as SQL writes it, where the table is read: in its staging model, or as landed. */
  const columnName =
    (table: Table) =>
    (column: string): string => {
      const declared = table.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.name ?? column;
      return quoteIfNeeded(staged(table) ? (namesOf(table)?.columns.get(declared) ?? declared) : declared);
    };
  const isPresent =
    (table: Table) =>
    (column: string): boolean => {
      const declared = table.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
      return declared !== undefined && landed.dataType(declared.type) !== undefined;
    };
  const testsOf = (table: Table): CatalogTests =>
    catalogTests(table, {
      columnName: columnName(table),
      isPresent: isPresent(table),
      referenced: ({ references, referencedColumns }) => {
        const target = find(references);
        const called = target === undefined ? undefined : namesOf(target);
        if (target === undefined || called === undefined) return undefined;
        if (!referencedColumns.every(isPresent(target))) return undefined;
        const source = `source('${called.source}', '${called.sourceTable}')`;
        return { relation: staged(target) ? `ref('${called.staging}')` : source, columnName: columnName(target) };
      },
      ...(spelledAlike === undefined ? {} : { spelledAlike }),
    });

  const sources = sourceSpecs(tables, names, landed, (table) => (staged(table) ? undefined : testsOf(table)), origin);
  const models = tables.filter(staged).flatMap((table) => {
    const called = namesOf(table);
    return called === undefined ? [] : [stagingModel(table, called, landed, testsOf(table), origin.role?.(table))];
  });
  const used = [...models, ...sources.flatMap((source) => source.tables)].flatMap(({ tests = [] }) => tests);
  return { sources, models, genericTests: neededGenericTests(new Set(used.map(({ test }) => test))) };
}
