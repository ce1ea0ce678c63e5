import {
  type CatalogIndex,
  type CatalogObject,
  DEFAULT_COLLATION,
  type SqlType,
  type Table,
} from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { withFields } from '@datamigrate/foundation';
import type { AstNode } from '@datamigrate/tsql-syntax';
import { bindDiagnostics } from './diagnostics.js';
import type { BoundComments, Commented } from './tree/comments.js';
import type { BoundModification } from './tree/modification.js';
import type { OutputColumn } from './tree/query.js';
import type { BoundParameter, BoundTrigger } from './tree/statement.js';
import type { StoredColumn } from './tree/stored-table.js';

/** SET options that change what an expression means. */
export interface SessionSettings {
  readonly ansiNulls: boolean;
  readonly quotedIdentifier: boolean;
  readonly concatNullYieldsNull: boolean;
  /** 1 (Monday) to 7 (Sunday). */
  readonly dateFirst: number;
  readonly dateFormat: 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';
  readonly language: string;
}

export const DEFAULT_SETTINGS: SessionSettings = {
  ansiNulls: true,
  quotedIdentifier: true,
  concatNullYieldsNull: true,
  dateFirst: 7,
  dateFormat: 'mdy',
  language: 'us_english',
};

/** A local variable or parameter. */
export interface VariableDeclaration {
  readonly name: string;
  readonly type: SqlType;
}

/** A #table or @table that statements before this one have made. */
export interface TemporaryTable {
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  /** The full definition where it is known: identity, defaults, computed columns. */
  readonly table?: Table | undefined;
  /** The columns as statements write them; missing for tables that cannot be written: `inserted`, `deleted`. */
  readonly stored?: readonly StoredColumn[] | undefined;
}

/** A cursor that statements before this one have declared. */
export interface CursorDeclaration {
  /** Of a cursor variable with its `@`. */
  readonly name: string;
  readonly columns: readonly OutputColumn[];
}

/** How views and inline functions of the catalog are turned into columns, on demand and once each. */
export interface ModuleColumns {
  /** Columns of a view, or undefined when it could not be bound. */
  viewColumns(schema: string, name: string): readonly OutputColumn[] | undefined;
  /** Columns of a table-valued function. */
  functionColumns(schema: string, name: string): readonly OutputColumn[] | undefined;
  /** Return type of a scalar function. */
  scalarFunctionType(schema: string, name: string): SqlType | undefined;
  /** Parameters of a procedure or function of the catalog. */
  parameters(schema: string, name: string): readonly BoundParameter[] | undefined;
  /** A table's columns as queries read them. */
  tableColumns(table: Table): readonly OutputColumn[];
  /** A table's columns with their defaults and computed expressions bound. */
  storedColumns(table: Table): readonly StoredColumn[];
}

/** What binding a statement needs to know, and what it leaves behind. One for each module or batch. */
export class BinderContext {
  readonly catalog: CatalogIndex;
  readonly modules: ModuleColumns;
  settings: SessionSettings;
  readonly diagnostics: Diagnostic[] = [];
  // Most modules declare nothing.
  #variables: Map<string, VariableDeclaration> | undefined;
  #created: Map<string, Table> | undefined;
  #cursors: Map<string, CursorDeclaration> | undefined;
  #temporaryTables: Map<string, TemporaryTable> | undefined;
  /** Schema that unqualified names are looked up in first: the module's own. */
  readonly defaultSchema: string;
  /** Whether the statements are a module's body: some settings are fixed there. */
  inModule = false;
  /** The first day of the week by the last SET DATEFIRST. */
  ownDateFirst: number | undefined;
  /** What RETURN gives here: int in a procedure, the function's type in a scalar function, nothing elsewhere. */
  returns: SqlType | undefined;
  /** While the query of an INSERT is bound: the statement in its FROM that feeds it. */
  feed: { readonly name: string; readonly statement: BoundModification } | 'none' | undefined;
  /** The stars of `EXISTS (SELECT * …)`, whose values nobody reads. */
  readonly unreadStars = new Set<object>();
  /** Comments of the text by the nodes that they are about. */
  comments: ReadonlyMap<AstNode, BoundComments> | undefined;
  /** The trigger whose statements are being bound. */
  trigger: BoundTrigger | undefined;
  #errors = 0;
  #nextRelation = 0;
  #nextCte = 0;

  constructor(
    catalog: CatalogIndex,
    modules: ModuleColumns,
    options: { settings?: SessionSettings; defaultSchema?: string } = {},
  ) {
    this.catalog = catalog;
    this.modules = modules;
    this.settings = options.settings ?? DEFAULT_SETTINGS;
    this.defaultSchema = options.defaultSchema ?? 'dbo';
  }

  /** What was bound, with the comments about its node. */
  commented<T extends Commented>(bound: T, node: AstNode | undefined): T {
    const comments = node && this.comments?.get(node);
    return comments ? withFields(bound, { comments }) : bound;
  }

  get databaseCollation(): string {
    return this.catalog.catalog.database.collation || DEFAULT_COLLATION;
  }

  /** How many errors were reported so far. */
  get errorCount(): number {
    return this.#errors;
  }

  newRelation(): number {
    return this.#nextRelation++;
  }

  newCte(): number {
    return this.#nextCte++;
  }

  declareVariable(declaration: VariableDeclaration): void {
    this.#variables ??= new Map();
    this.#variables.set(declaration.name.toLowerCase(), declaration);
  }

  variable(name: string): VariableDeclaration | undefined {
    return this.#variables?.get(name.toLowerCase());
  }

  variableNames(): string[] {
    return [...(this.#variables?.values() ?? [])].map((variable) => variable.name);
  }

  /** A permanent table that a statement makes: those after it see it. */
  declareCreatedTable(table: Table): void {
    this.#created ??= new Map();
    this.#created.set(this.#objectKey(table.name, table.schema), table);
  }

  /** An object of the catalog, or one that an earlier statement has made. */
  object(name: string, schema = 'dbo'): CatalogObject | undefined {
    const created = this.#created?.get(this.#objectKey(name, schema));
    return created ? { kind: 'table', table: created } : this.catalog.object(name, schema);
  }

  #objectKey(name: string, schema: string): string {
    return `${this.catalog.fold(schema)}\u0000${this.catalog.fold(name)}`;
  }

  declareCursor(declaration: CursorDeclaration): void {
    this.#cursors ??= new Map();
    this.#cursors.set(declaration.name.toLowerCase(), declaration);
  }

  cursor(name: string): CursorDeclaration | undefined {
    return this.#cursors?.get(name.toLowerCase());
  }

  declareTemporaryTable(table: TemporaryTable): void {
    this.#temporaryTables ??= new Map();
    this.#temporaryTables.set(table.name.toLowerCase(), table);
  }

  dropTemporaryTable(name: string): void {
    this.#temporaryTables?.delete(name.toLowerCase());
  }

  temporaryTable(name: string): TemporaryTable | undefined {
    return this.#temporaryTables?.get(name.toLowerCase());
  }

  report: typeof bindDiagnostics.create = (code, parameters, span) => {
    const diagnostic = bindDiagnostics.create(code, parameters, span);
    this.diagnostics.push(diagnostic);
    if (diagnostic.severity === 'error') this.#errors++;
    return diagnostic;
  };
}
