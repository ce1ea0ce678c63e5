import type { Catalog, QualifiedName, Table, TableType } from '@datamigrate/catalog';
import { wholeOf } from './whole-catalog.js';

/** Something in a database that has a number: an object of a schema, or a constraint of a table. */
export interface Numbered extends QualifiedName {
  readonly id: bigint;
}

/** Where SQL Server's own numbers end. */
const FIRST = 100;
const SPACE = 2_147_483_647 - FIRST;

/** The numbers of all objects of a catalog: an object keeps its number as long as it keeps its name. */
export class ObjectIds {
  readonly #byName = new Map<string, Numbered>();
  readonly #byId = new Map<bigint, Numbered>();

  constructor(catalog: Catalog) {
    for (const table of catalog.tables) this.#add(table);
    for (const module of catalog.modules) this.#add(module);
    for (const other of [...catalog.sequences, ...catalog.synonyms]) this.#add(other);
    for (const type of catalog.tableTypes) this.#add({ schema: 'sys', name: tableTypeName(type) });
    for (const table of catalog.tables) for (const name of constraintNames(table)) this.#add(name);
  }

  of(name: QualifiedName): bigint {
    return this.known(name) ?? numberFor(keyOf(name));
  }

  known(name: QualifiedName): bigint | undefined {
    return this.#byName.get(keyOf(name))?.id;
  }

  find(id: bigint): QualifiedName | undefined {
    return this.#byId.get(id);
  }

  #add({ schema, name }: QualifiedName): void {
    const key = keyOf({ schema, name });
    let id = numberFor(key);
    while (this.#byId.has(id)) id++;
    const numbered = { schema, name, id };
    this.#byName.set(key, numbered);
    this.#byId.set(id, numbered);
  }
}

const KNOWN = new WeakMap<Catalog, ObjectIds>();

export function objectIds(ofCatalog: Catalog): ObjectIds {
  const catalog = wholeOf(ofCatalog);
  const known = KNOWN.get(catalog);
  if (known) return known;
  const ids = new ObjectIds(catalog);
  KNOWN.set(catalog, ids);
  return ids;
}

function keyOf({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`.toLowerCase();
}

/** FNV-1a, folded into the numbers that an int has. */
function numberFor(text: string): bigint {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return BigInt(FIRST + ((hash >>> 0) % SPACE));
}

export function tableTypeName({ name }: QualifiedName): string {
  return `TT_${name}_${numberFor(name.toLowerCase()).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** A table type has an object of its own, which is like a table. */
export function tableOfType(type: TableType): Table {
  const known = TYPE_TABLES.get(type);
  if (known) return known;
  const table: Table = {
    schema: 'sys',
    name: tableTypeName(type),
    columns: type.columns,
    ...(type.primaryKey ? { primaryKey: type.primaryKey } : {}),
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
  };
  TYPE_TABLES.set(type, table);
  return table;
}

const TYPE_TABLES = new WeakMap<TableType, Table>();

/** The name that SQL Server makes up for a constraint without one. */
export function madeUpName(prefix: 'PK' | 'UQ' | 'FK' | 'CK' | 'DF', table: Table, detail: string): string {
  const parts = [table.name.slice(0, 9)];
  if (prefix === 'DF' || prefix === 'CK' || prefix === 'FK') parts.push(detail.slice(0, 5));
  const number = numberFor(`${prefix} ${table.schema}.${table.name} ${detail}`.toLowerCase());
  return `${prefix}__${parts.join('__')}__${number.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Constraints of a table by kind, each with its name. */
export function namedConstraints(table: Table): ReturnType<typeof constraintsOf> {
  const known = CONSTRAINTS.get(table);
  if (known) return known;
  const named = constraintsOf(table);
  CONSTRAINTS.set(table, named);
  return named;
}

const CONSTRAINTS = new WeakMap<Table, ReturnType<typeof constraintsOf>>();

function constraintsOf(table: Table) {
  const named = (prefix: 'PK' | 'UQ' | 'FK' | 'CK' | 'DF', name: string | undefined, detail: string) => ({
    name: name ?? madeUpName(prefix, table, detail),
    madeUp: name === undefined,
  });
  return {
    keys: [
      ...(table.primaryKey
        ? [{ ...named('PK', table.primaryKey.name, ''), primary: true, key: table.primaryKey }]
        : []),
      ...table.uniqueKeys.map((key) => ({ ...named('UQ', key.name, key.columns.join(',')), primary: false, key })),
    ],
    foreignKeys: table.foreignKeys.map((foreignKey) => ({
      ...named('FK', foreignKey.name, foreignKey.columns.join(',')),
      foreignKey,
    })),
    checks: table.checks.map((check) => ({ ...named('CK', check.name, check.definition), check })),
    defaults: table.columns.flatMap((column, i) =>
      column.default ? [{ ...named('DF', column.default.name, column.name), column, ordinal: i + 1 }] : [],
    ),
  };
}

function constraintNames(table: Table): QualifiedName[] {
  const { keys, foreignKeys, checks, defaults } = namedConstraints(table);
  return [...keys, ...foreignKeys, ...checks, ...defaults].map(({ name }) => ({ schema: table.schema, name }));
}
