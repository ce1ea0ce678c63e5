import { remembered } from '@datamigrate/foundation';
import { collationByName } from '../types/collation.js';
import type { AliasType, Catalog, Module, QualifiedName, Sequence, Synonym, Table, TableType } from './model.js';
import { quotedIdentifier } from './written-name.js';

export type CatalogObject =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'synonym'; readonly synonym: Synonym }
  | { readonly kind: 'sequence'; readonly sequence: Sequence };

/** Names of these letters alone are compared as they stand, which is quicker than to fold them. */
const ASCII = 127;
/** By what letters of ASCII in upper and lower case differ. */
const LETTER_CASE = 32;
const isLetter = (code: number): boolean => (code | LETTER_CASE) >= 97 && (code | LETTER_CASE) <= 122;

/** Letters in lower case, digits and underscores: `dbo`, which is most of what is folded. */
function isFolded(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if ((code < 97 || code > 122) && code !== 95 && (code < 48 || code > 57)) return false;
  }
  return true;
}

const inLowerCase = remembered((name) => name.toLowerCase(), 100_000);

/** Finds objects of a catalog by name, as the database's collation compares names. */
export class CatalogIndex {
  readonly catalog: Catalog;
  readonly #caseSensitive: boolean;
  /** By schema, then by name. */
  #objects: ReadonlyMap<string, ReadonlyMap<string, CatalogObject>> | undefined;
  #aliasTypes: ReadonlyMap<string, AliasType> | undefined;
  #tableTypes: ReadonlyMap<string, TableType> | undefined;
  #schemas: ReadonlySet<string> | undefined;
  #displayed: readonly string[] | undefined;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
    this.#caseSensitive = collationByName(catalog.database.collation).caseSensitive;
  }

  /**
   * Made when somebody first looks for a name: while a database is defined, few of its catalogs are asked for an object,
   * and most for a type.
   */
  get #known(): ReadonlyMap<string, ReadonlyMap<string, CatalogObject>> {
    this.#objects ??= this.#readObjects();
    return this.#objects;
  }

  #readObjects(): ReadonlyMap<string, ReadonlyMap<string, CatalogObject>> {
    const { tables, modules, synonyms, sequences } = this.catalog;
    const schemas = new Map<string, Map<string, CatalogObject>>();
    const add = ({ schema, name }: QualifiedName, object: CatalogObject): void => {
      const folded = this.fold(schema);
      let objects = schemas.get(folded);
      if (!objects) {
        objects = new Map();
        schemas.set(folded, objects);
      }
      objects.set(this.fold(name), object);
    };
    for (const table of tables) add(table, { kind: 'table', table });
    for (const module of modules) add(module, { kind: 'module', module });
    for (const synonym of synonyms) add(synonym, { kind: 'synonym', synonym });
    for (const sequence of sequences) add(sequence, { kind: 'sequence', sequence });
    return schemas;
  }

  /** A name in the form in which the database compares names. */
  fold(name: string): string {
    return this.#caseSensitive || isFolded(name) ? name : inLowerCase(name);
  }

  sameName(a: string, b: string): boolean {
    // Most names differ in this already.
    if (a.length !== b.length) return false;
    if (a === b) return true;
    if (this.#caseSensitive) return false;
    for (let i = 0; i < a.length; i++) {
      const one = a.charCodeAt(i);
      const other = b.charCodeAt(i);
      if (one > ASCII || other > ASCII) return this.fold(a) === this.fold(b);
      if (one !== other && !(isLetter(one) && (one ^ other) === LETTER_CASE)) return false;
    }
    return true;
  }

  hasSchema(name: string): boolean {
    this.#schemas ??= new Set(this.catalog.schemas.map((schema) => this.fold(schema)));
    return this.#schemas.has(this.fold(name));
  }

  /** Which of the other databases a schema belongs to: `Staging` for `Staging.dbo`; undefined for the catalog's own. */
  databaseOf(schema: string): string | undefined {
    return this.catalog.otherDatabases?.find((database) => this.fold(schema).startsWith(this.fold(`${database}.`)));
  }

  /** What a schema of a database is called here; undefined for a database that the catalog does not hold. */
  schemaIn(database: string, schema: string): string | undefined {
    if (this.sameName(database, this.catalog.database.name)) return schema;
    const other = this.catalog.otherDatabases?.find((each) => this.sameName(each, database));
    return other && `${other}.${schema}`;
  }

  /** The schema that every database has, of the database to which a schema belongs. */
  dboBeside(schema: string): string {
    const database = this.databaseOf(schema);
    return database === undefined ? 'dbo' : `${database}.dbo`;
  }

  /** An object by schema and name; without a schema dbo is meant. */
  object(name: string, schema = 'dbo'): CatalogObject | undefined {
    return this.#known.get(this.fold(schema))?.get(this.fold(name));
  }

  aliasType(name: string, schema = 'dbo'): AliasType | undefined {
    this.#aliasTypes ??= new Map(this.catalog.aliasTypes.map((type) => [this.#key(type), type]));
    return this.#aliasTypes.get(this.#key({ schema, name }));
  }

  tableType(name: string, schema = 'dbo'): TableType | undefined {
    this.#tableTypes ??= new Map(this.catalog.tableTypes.map((type) => [this.#key(type), type]));
    return this.#tableTypes.get(this.#key({ schema, name }));
  }

  /** Names of all objects, for "did you mean". */
  objectNames(): readonly string[] {
    this.#displayed ??= [...this.#known.values()].flatMap((objects) =>
      [...objects.values()].map((object) => displayName(nameOf(object))),
    );
    return this.#displayed;
  }

  #key(name: QualifiedName): string {
    return `${this.fold(name.schema)}\u0000${this.fold(name.name)}`;
  }
}

function nameOf(object: CatalogObject): QualifiedName {
  switch (object.kind) {
    case 'table':
      return object.table;
    case 'module':
      return object.module;
    case 'synonym':
      return object.synonym;
    case 'sequence':
      return object.sequence;
  }
}

/** `schema.name` or `database.schema.name`, with brackets where a part is no regular identifier. */
export function displayName(name: QualifiedName): string {
  return `${name.schema.split('.').map(displayPart).join('.')}.${displayPart(name.name)}`;
}

/** What finds an object by name in maps and sets: SQL Server compares names without case. */
export function objectKey(name: QualifiedName): string {
  return displayName(name).toLowerCase();
}

/** Objects by their names; where several are called alike the first of them. */
export function byObjectKey<T extends QualifiedName>(objects: readonly T[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const object of objects) {
    const key = objectKey(object);
    if (!first.has(key)) first.set(key, object);
  }
  return first;
}

function displayPart(part: string): string {
  return /^[\p{L}_#][\p{L}\p{N}_@#$]*$/u.test(part) ? part : quotedIdentifier(part);
}
