import type { CatalogIndex } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';

type Name = Ast.ObjectName;

/** Schemas that every database has for itself, with what it says about itself. */
const OF_EVERY_DATABASE = /^(sys|information_schema)$/i;

/**
 * The statement with its names as a catalog of several databases calls them: `Sales.web.Orders` is Orders of the schema
 * `Sales.web`, wherever the statement stands; `web.Orders` is that too for a statement of a schema of Sales. Names of
 * databases that the catalog does not hold, and names without a schema, stay as they are.
 */
export function inOneCatalog<S extends Ast.Statement | Ast.Expression>(
  catalog: CatalogIndex,
  statement: S,
  schema: string,
): S {
  const others = catalog.catalog.otherDatabases ?? [];
  if (others.length === 0) return statement;
  const home = catalog.databaseOf(schema);
  return rename(statement, (name, called) =>
    called && isMethod(catalog, name, home) ? name : inCatalog(catalog, name, home),
  ) as S;
}

/** A definition whose names have no schema, as one in dbo of the database to which a schema belongs. */
export function definedInDbo(catalog: CatalogIndex, definition: Ast.Statement, schema: string): Ast.Statement {
  const home = catalog.databaseOf(schema);
  if (home === undefined) return definition;
  if (definition.kind === 'CreateSchema' && definition.name) {
    return { ...definition, name: { ...definition.name, name: `${home}.${definition.name.name}` } };
  }
  const entries = Object.entries(definition).map(([key, value]) => [key, inDbo(value, home)] as const);
  return Object.fromEntries(entries) as unknown as Ast.Statement;
}

/** The database that a definition names and the catalog does not hold yet. */
export function newDatabaseOf(catalog: CatalogIndex, statement: Ast.Statement): string | undefined {
  if (!statement.kind.startsWith('Create') || !('name' in statement) || !isName(statement.name)) return undefined;
  const { server, database } = statement.name;
  if (server || !database || isTemporary(statement.name)) return undefined;
  return catalog.schemaIn(database.name, 'dbo') === undefined ? database.name : undefined;
}

function inDbo(value: unknown, home: string): unknown {
  if (Array.isArray(value)) return value.map((each) => inDbo(each, home));
  if (!isName(value) || value.schema || value.database || isTemporary(value)) return value;
  return { ...value, schema: { ...value.name, name: `${home}.dbo` } };
}

function inCatalog(catalog: CatalogIndex, name: Name, home: string | undefined): Name {
  if (name.server || isTemporary(name)) return name;
  const database = name.database?.name ?? home;
  const schema = name.schema?.name ?? (name.database ? 'dbo' : undefined);
  if (database === undefined || schema === undefined || OF_EVERY_DATABASE.test(schema)) return name;
  const known = catalog.schemaIn(database, schema);
  if (known === undefined) return name;
  return { ...name, database: undefined, schema: { ...(name.schema ?? name.name), name: known } };
}

/** `Place.GetLevel()` is a method of a column, unless the database has a schema of that name. */
function isMethod(catalog: CatalogIndex, { database, schema }: Name, home: string | undefined): boolean {
  return home !== undefined && !database && schema !== undefined && !catalog.hasSchema(`${home}.${schema.name}`);
}

const isTemporary = ({ name }: Name): boolean => name.name.startsWith('#');

const isName = (value: unknown): value is Name =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ObjectName';

/** A copy of a tree with other object names; parts without any are shared. */
function rename(value: unknown, change: (name: Name, called: boolean) => Name, called = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isName(value)) return change(value, called);
  if (Array.isArray(value)) {
    const items = value.map((item) => rename(item, change));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  let copy: Record<string, unknown> | undefined;
  const calls = 'kind' in value && value.kind === 'FunctionCall';
  for (const [key, field] of Object.entries(value)) {
    const changed = rename(field, change, calls && key === 'name');
    if (changed === field) continue;
    copy ??= { ...value };
    copy[key] = changed;
  }
  return copy ?? value;
}
