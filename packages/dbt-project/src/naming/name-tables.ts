import { displayName, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { projectDiagnostics } from '../diagnostics.js';
import { allocateNames, type NameCollision } from './allocate-names.js';
import { objectName, stagingName } from './prefix-rules.js';
import { isReservedWord } from './reserved-words.js';
import { snakeCase } from './snake-case.js';

/** What a table and its columns are called in the project. */
export interface TableNames {
  /** First argument of `source()`. */
  readonly source: string;
  /** Second argument of `source()`: the table's own name where it is a plain identifier. */
  readonly sourceTable: string;
  readonly staging: string;
  /** Name in the project by name in SQL Server. */
  readonly columns: ReadonlyMap<string, string>;
}

export interface NamedTables {
  readonly names: ReadonlyMap<string, TableNames>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Key of a table in `NamedTables.names`. */
export const tableKey = (table: QualifiedName): string => displayName(table);

/** `called` gives what a schema is called in the project. */
export function nameTables(tables: readonly Table[], called: (schema: string) => string = snakeCase): NamedTables {
  const sources = allocateNames(
    [...new Set(tables.map(({ schema }) => schema))].map((schema) => ({ key: schema, wanted: called(schema) })),
  );
  const sourceTables = allocateNames(
    tables.map((table) => ({ key: tableKey(table), wanted: `${table.schema}.${sourceTableName(table.name)}` })),
  );
  const staging = allocateNames(
    tables.map((table) => ({ key: tableKey(table), wanted: stagingName(called(table.schema), table.name) })),
  );
  const diagnostics = [...sources.collisions, ...staging.collisions].map((collision) => collided(collision));
  const names = new Map<string, TableNames>();
  for (const table of tables) {
    const key = tableKey(table);
    const columns = nameColumns(table);
    diagnostics.push(...columns.diagnostics);
    names.set(key, {
      source: sources.names.get(table.schema) ?? table.schema,
      sourceTable: (sourceTables.names.get(key) ?? '').slice(table.schema.length + 1),
      staging: staging.names.get(key) ?? '',
      columns: columns.names,
    });
  }
  return { names, diagnostics };
}

/**
 * Column names in snake_case. A reserved word is qualified by its table (`group` of Product -> `product_group`) rather
 * than quoted in every query.
 */
export function nameColumns(table: {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}): { readonly names: ReadonlyMap<string, string>; readonly diagnostics: readonly Diagnostic[] } {
  const owner = objectName(table.name, 'table');
  const wanted = (name: string): string =>
    isReservedWord(snakeCase(name)) ? `${owner}_${snakeCase(name)}` : snakeCase(name);
  const allocation = allocateNames(table.columns.map(({ name }) => ({ key: name, wanted: wanted(name) })));
  return {
    names: allocation.names,
    diagnostics: allocation.collisions.map((collision) => collided(collision, tableKey(table))),
  };
}

function sourceTableName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : snakeCase(name);
}

/** The diagnostic for names that became one. */
export function collided({ wanted, keys, names }: NameCollision, object?: string): Diagnostic {
  const diagnostic = projectDiagnostics.create('project-name-collision', {
    keys: keys.join(', '),
    wanted,
    names: names.join(', '),
  });
  return object === undefined ? diagnostic : { ...diagnostic, object };
}
