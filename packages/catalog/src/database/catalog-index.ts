import { collationByName } from '../types/collation.js';
import type { AliasType, Catalog, Module, QualifiedName, Sequence, Synonym, Table, TableType } from './model.js';

export type CatalogObject =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'synonym'; readonly synonym: Synonym }
  | { readonly kind: 'sequence'; readonly sequence: Sequence };

/** Finds objects of a catalog by name, as the database's collation compares names. */
export class CatalogIndex {
  readonly catalog: Catalog;
  readonly #objects = new Map<string, CatalogObject>();
  readonly #aliasTypes = new Map<string, AliasType>();
  readonly #tableTypes = new Map<string, TableType>();
  readonly #schemas = new Map<string, string>();
  readonly #caseSensitive: boolean;
  #names: readonly string[] | undefined;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
    this.#caseSensitive = collationByName(catalog.database.collation).caseSensitive;
    for (const schema of catalog.schemas) this.#schemas.set(this.fold(schema), schema);
    for (const table of catalog.tables) this.#objects.set(this.#key(table), { kind: 'table', table });
    for (const module of catalog.modules) this.#objects.set(this.#key(module), { kind: 'module', module });
    for (const synonym of catalog.synonyms) this.#objects.set(this.#key(synonym), { kind: 'synonym', synonym });
    for (const sequence of catalog.sequences) this.#objects.set(this.#key(sequence), { kind: 'sequence', sequence });
    for (const type of catalog.aliasTypes) this.#aliasTypes.set(this.#key(type), type);
    for (const type of catalog.tableTypes) this.#tableTypes.set(this.#key(type), type);
  }

  /** A name in the form in which the database compares names. */
  fold(name: string): string {
    return this.#caseSensitive ? name : name.toLowerCase();
  }

  sameName(a: string, b: string): boolean {
    return a === b || this.fold(a) === this.fold(b);
  }

  hasSchema(name: string): boolean {
    return this.#schemas.has(this.fold(name));
  }

  /** An object by schema and name; without a schema dbo is meant. */
  object(name: string, schema = 'dbo'): CatalogObject | undefined {
    return this.#objects.get(this.#key({ schema, name }));
  }

  aliasType(name: string, schema = 'dbo'): AliasType | undefined {
    return this.#aliasTypes.get(this.#key({ schema, name }));
  }

  tableType(name: string, schema = 'dbo'): TableType | undefined {
    return this.#tableTypes.get(this.#key({ schema, name }));
  }

  /** Names of all objects, for "did you mean". */
  objectNames(): readonly string[] {
    this.#names ??= [...this.#objects.values()].map((object) => displayName(nameOf(object)));
    return this.#names;
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

/** `schema.name`, with brackets where a part is no regular identifier. */
export function displayName(name: QualifiedName): string {
  return `${displayPart(name.schema)}.${displayPart(name.name)}`;
}

function displayPart(part: string): string {
  return /^[\p{L}_#][\p{L}\p{N}_@#$]*$/u.test(part) ? part : `[${part.replaceAll(']', ']]')}]`;
}
