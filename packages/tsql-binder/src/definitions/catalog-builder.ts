import {
  type AliasType,
  type Catalog,
  CatalogIndex,
  type DatabaseInfo,
  emptyCatalog,
  type Module,
  type ModuleKind,
  type Origin,
  type PartitionedOn,
  type QualifiedName,
  type Sequence,
  type Synonym,
  type Table,
  type TableType,
} from '@datamigrate/catalog';
import { type Diagnostic, hasErrors } from '@datamigrate/diagnostics';
import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindType } from '../expressions/bind-cast.js';
import { ModuleBinder } from '../module-binder.js';
import { addedType } from './add-type.js';
import { AgentJobs } from './agent-jobs.js';
import { descriptionFrom, type ExtendedProperty, withDescriptions } from './extended-properties.js';
import { LinkedServers } from './linked-servers.js';
import { functionKind, sequenceFrom } from './module-facts.js';
import { PartitionDefinitions } from './partitioned-on.js';
import { anonymousHistory, historyColumns, historyOf, versioningFrom } from './system-versioning.js';
import { alterTable, checkIndexedColumns, indexFrom, type MutableTable, mutableCopy } from './table-changes.js';
import { tableFrom } from './table-from.js';

/** Where a statement stands: the text its spans point into, and what the batch was read under. */
export interface StatementSource {
  readonly text: string;
  readonly ansiNulls: boolean;
  readonly quotedIdentifier: boolean;
  readonly origin?: Origin;
  /** What dbo of the database is called in which the statement stands: types without a schema are looked for there. */
  readonly schema?: string;
}

interface UnfinishedTable {
  readonly statement: Ast.StatementOf<'CreateTable'>;
  readonly source: StatementSource;
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of a statement that was offered. */
export type DefinitionOutcome = 'applied' | 'not-a-definition' | 'failed';

/**
 * Builds a catalog from DDL statements in the order in which they would run. It reads definitions only: nothing is
 * executed, and what is no definition is left to others.
 */
export class CatalogBuilder {
  readonly #database: DatabaseInfo;
  readonly #schemas = new Map<string, string>([['dbo', 'dbo']]);
  readonly #tables = new Map<string, MutableTable>();
  readonly #modules = new Map<string, Module>();
  readonly #aliasTypes = new Map<string, AliasType>();
  readonly #tableTypes = new Map<string, TableType>();
  readonly #synonyms = new Map<string, Synonym>();
  readonly #sequences = new Map<string, Sequence>();
  readonly #unfinished = new Map<string, UnfinishedTable>();
  readonly #otherDatabases = new Map<string, string>();
  readonly #descriptions: ExtendedProperty[] = [];
  readonly #jobs = new AgentJobs();
  readonly #linkedServers = new LinkedServers();
  /** Whoever computes boundaries puts them here, since they are expressions. */
  readonly partitions = new PartitionDefinitions();
  readonly diagnostics: Diagnostic[] = [];
  /** What binding a definition needs to know; made anew after a type or scalar function was defined. */
  #binder: ModuleBinder | undefined;

  constructor(database: Partial<DatabaseInfo> = {}) {
    this.#database = emptyCatalog(database).database;
  }

  /** Takes in one statement. A table whose types come later in the source is finished when they come. */
  apply(statement: Ast.Statement, source: StatementSource): DefinitionOutcome {
    const outcome = this.#attempt(statement, source);
    if (this.#binder === undefined && outcome === 'applied') this.#finishTables();
    return outcome;
  }

  #attempt(statement: Ast.Statement, source: StatementSource): DefinitionOutcome {
    const context = this.#context(source.schema);
    const outcome = this.#apply(context, statement, source);
    this.diagnostics.push(...context.diagnostics);
    if (!hasErrors(context.diagnostics)) return outcome;
    if (statement.kind === 'CreateTable') {
      this.#unfinished.set(this.#key(statement.name), { statement, source, diagnostics: context.diagnostics });
    }
    return 'failed';
  }

  /** Tries again the tables that had errors, now that there is another type or function. */
  #finishTables(): void {
    for (const [key, { statement, source, diagnostics }] of [...this.#unfinished]) {
      this.#unfinished.delete(key);
      for (const diagnostic of diagnostics) this.diagnostics.splice(this.diagnostics.indexOf(diagnostic), 1);
      this.#attempt(statement, source);
    }
  }

  catalog(): Catalog {
    const jobs = this.#jobs.list();
    const linkedServers = this.#linkedServers.list();
    const catalog = {
      ...emptyCatalog(this.#database),
      schemas: [...this.#schemas.values()],
      aliasTypes: [...this.#aliasTypes.values()],
      tableTypes: [...this.#tableTypes.values()],
      tables: [...this.#tables.values()] as Table[],
      modules: [...this.#modules.values()],
      synonyms: [...this.#synonyms.values()],
      sequences: [...this.#sequences.values()],
      ...(this.#otherDatabases.size > 0 ? { otherDatabases: [...this.#otherDatabases.values()] } : {}),
      ...(jobs.length > 0 ? { jobs } : {}),
      ...this.partitions.facts(),
      ...(linkedServers.length > 0 ? { linkedServers } : {}),
    };
    return withDescriptions(catalog, this.#descriptions);
  }

  #apply(context: BinderContext, statement: Ast.Statement, source: StatementSource): DefinitionOutcome {
    switch (statement.kind) {
      case 'CreateTable':
        this.#createTable(context, statement, source);
        return 'applied';
      case 'CreateExternalTable': {
        if (!statement.elements) return 'not-a-definition';
        const table = tableFrom(context, this.#qualified(statement.name), statement.elements, source.text);
        this.#tables.set(this.#key(statement.name), table);
        return 'applied';
      }
      case 'DropTable':
      case 'DropExternalTable':
        for (const name of statement.names) this.#tables.delete(this.#key(name));
        return 'applied';
      case 'AlterTableAddTableElement':
      case 'AlterTableDropTableElement':
      case 'AlterTableAlterColumn':
      case 'AlterTableConstraintModification': {
        const table = this.#tables.get(this.#key(statement.name));
        this.#unfinished.delete(this.#key(statement.name));
        if (table) alterTable(context, table, statement, source.text);
        if (table && statement.kind === 'AlterTableAddTableElement') {
          stand(table, this.partitions.ofElements(statement.elements) ?? table.partitionedOn);
          this.partitions.placeElements(table, statement.elements);
        }
        if (table?.versioning?.history) this.#followHistory(table, table.versioning.history);
        return 'applied';
      }
      case 'AlterTableSet':
        return this.#version(this.#tables.get(this.#key(statement.name)), statement.options);
      case 'CreateIndex':
        this.#createIndex(context, this.#tables.get(this.#key(statement.table)), statement, source);
        return 'applied';
      case 'CreateColumnStoreIndex': {
        // The index itself is for searching; a clustered one is the table.
        const table = this.#tables.get(this.#key(statement.table));
        if (!table || statement.clustering !== 'CLUSTERED' || !statement.fileGroup) return 'not-a-definition';
        stand(table, this.partitions.ofIndex(statement.fileGroup, table.partitionedOn));
        return 'applied';
      }
      case 'CreateView':
      case 'AlterView':
      case 'CreateOrAlterView':
        return this.#addModule(statement.name, 'view', statement, source);
      case 'CreateProcedure':
      case 'AlterProcedure':
      case 'CreateOrAlterProcedure':
        return this.#addModule(statement.name, 'procedure', statement, source);
      case 'CreateFunction':
      case 'AlterFunction':
      case 'CreateOrAlterFunction':
        return this.#addModule(statement.name, functionKind(statement), statement, source);
      case 'CreateTrigger':
      case 'AlterTrigger':
      case 'CreateOrAlterTrigger':
        return this.#addTrigger(statement, source);
      case 'DropView':
      case 'DropProcedure':
      case 'DropFunction':
      case 'DropTrigger':
        for (const name of statement.names) this.#modules.delete(this.#key(name));
        return 'applied';
      case 'DropSynonym':
        for (const name of statement.names) this.#synonyms.delete(this.#key(name));
        return 'applied';
      case 'DropSequence':
        for (const name of statement.names) this.#sequences.delete(this.#key(name));
        return 'applied';
      case 'DropType':
        for (const name of statement.names) this.#dropType(this.#key(name));
        return 'applied';
      case 'CreateSchema':
        this.#binder = undefined;
        if (statement.name) this.#schemas.set(this.#fold(statement.name.name), statement.name.name);
        return 'applied';
      case 'CreateTypeUddt': {
        const base = bindType(context, statement.base, 'declaration');
        this.#binder = undefined;
        if (base)
          this.#aliasTypes.set(
            this.#key(statement.name),
            withFields(this.#qualified(statement.name), {
              base,
              nullable: statement.nullable !== 'NOT NULL',
            }),
          );
        return 'applied';
      }
      case 'CreateTypeTable': {
        const table = tableFrom(context, this.#qualified(statement.name), statement.elements, source.text);
        const { schema, name, columns, primaryKey } = table;
        this.#binder = undefined;
        this.#tableTypes.set(this.#key(statement.name), {
          schema,
          name,
          columns,
          ...(primaryKey ? { primaryKey } : {}),
        });
        return 'applied';
      }
      case 'CreateSynonym':
        this.#synonyms.set(
          this.#key(statement.name),
          withFields(this.#qualified(statement.name), {
            target: source.text.slice(statement.target.start, statement.target.end),
          }),
        );
        return 'applied';
      case 'CreateSequence':
        this.#sequences.set(
          this.#key(statement.name),
          withFields(this.#qualified(statement.name), sequenceFrom(context, statement)),
        );
        return 'applied';
      case 'Execute': {
        const property = descriptionFrom(statement.execute);
        if (property) this.describe(property);
        const added = addedType(statement.execute);
        if (!added) {
          const known = property || this.#jobs.apply(statement.execute) || this.#linkedServers.apply(statement.execute);
          return known ? 'applied' : 'not-a-definition';
        }
        const base = bindType(context, added.type, 'declaration');
        if (base) this.addAliasType(added.name, base, added.nullable);
        return 'applied';
      }
      default:
        return 'not-a-definition';
    }
  }

  /** A database besides the catalog's own that objects are defined in. */
  addDatabase(name: string): void {
    const key = this.#fold(name);
    if (key === this.#fold(this.#database.name) || this.#otherDatabases.has(key)) return;
    this.#otherDatabases.set(key, name);
    this.#schemas.set(this.#fold(`${name}.dbo`), `${name}.dbo`);
    this.#binder = undefined;
  }

  addAliasType(name: string, base: AliasType['base'], nullable: boolean): void {
    this.#binder = undefined;
    this.#aliasTypes.set(this.#keyOf({ schema: 'dbo', name }), { schema: 'dbo', name, base, nullable });
  }

  #dropType(key: string): void {
    this.#binder = undefined;
    this.#aliasTypes.delete(key);
    this.#tableTypes.delete(key);
  }

  /** Gives a table another name within its schema. Views and keys that name it keep the old name, as sp_rename leaves them. */
  renameTable(from: QualifiedName, name: string): boolean {
    const table = this.#tables.get(this.#keyOf(from));
    if (!table) return false;
    this.#tables.delete(this.#keyOf(from));
    this.#tables.set(this.#keyOf({ schema: table.schema, name }), { ...table, name });
    return true;
  }

  /** Takes in a table that a query has made. */
  addTable(table: Table): void {
    this.#tables.set(this.#keyOf(table), mutableCopy(table));
  }

  /** Keeps a table's definition as it is now; what comes back restores it. */
  remember(name: QualifiedName): () => void {
    const key = this.#keyOf(name);
    const table = this.#tables.get(key);
    const before = table && mutableCopy(table);
    return () => {
      if (before) this.#tables.set(key, before);
      else this.#tables.delete(key);
    };
  }

  describe(property: ExtendedProperty): void {
    this.#descriptions.push(property);
  }

  #createTable(context: BinderContext, statement: Ast.StatementOf<'CreateTable'>, source: StatementSource): void {
    if (statement.name.name.name.startsWith('#')) return;
    const table = tableFrom(context, this.#qualified(statement.name), statement.elements ?? [], source.text);
    stand(table, this.partitions.ofTable(statement));
    this.partitions.placeElements(table, statement.elements ?? []);
    this.#tables.set(this.#key(statement.name), table);
    this.#version(table, statement.options ?? []);
  }

  #createIndex(
    context: BinderContext,
    table: MutableTable | undefined,
    statement: Ast.StatementOf<'CreateIndex'>,
    source: StatementSource,
  ): void {
    checkIndexedColumns(context, table, statement);
    if (!table) return;
    const partitionedOn = this.partitions.ofIndex(statement.fileGroup, table.partitionedOn);
    if (statement.clustering === 'CLUSTERED') stand(table, partitionedOn);
    table.indexes.push({ ...indexFrom(statement, source.text), ...(partitionedOn ? { partitionedOn } : {}) });
  }

  /** What changes the columns of a system-versioned table changes those of its history. */
  #followHistory(table: MutableTable, name: QualifiedName): void {
    const history = this.#tables.get(this.#keyOf(name));
    if (history) history.columns = historyColumns(table);
  }

  /** SYSTEM_VERSIONING of a table. Its history becomes a table where there is none of that name yet. */
  #version(table: MutableTable | undefined, options: Parameters<typeof versioningFrom>[0]): DefinitionOutcome {
    const change = versioningFrom(options, (name) => this.#qualified(name));
    if (change === undefined || !table) return 'not-a-definition';
    if (change === 'off') delete table.versioning;
    else {
      const history = change.history ?? anonymousHistory(table);
      table.versioning = { history };
      if (!this.#tables.has(this.#keyOf(history))) this.#tables.set(this.#keyOf(history), historyOf(table, history));
    }
    return 'applied';
  }

  #addModule(
    name: Ast.ObjectName,
    kind: ModuleKind,
    statement: Ast.AstNode,
    source: StatementSource,
    on?: QualifiedName,
  ): DefinitionOutcome {
    const { ansiNulls, quotedIdentifier, origin } = source;
    const definition = source.text.slice(statement.start, statement.end + commentsAt(source.text, statement.end));
    if (kind === 'scalar-function') this.#binder = undefined;
    const { schema, name: own } = this.#qualified(name);
    this.#modules.set(this.#key(name), {
      schema,
      name: own,
      kind,
      definition,
      ansiNulls,
      quotedIdentifier,
      ...(on ? { on } : {}),
      ...(origin ? { origin } : {}),
    });
    return 'applied';
  }

  #addTrigger(
    statement: Ast.StatementOf<'CreateTrigger' | 'AlterTrigger' | 'CreateOrAlterTrigger'>,
    source: StatementSource,
  ): DefinitionOutcome {
    const on = statement.target.kind === 'TriggerOnObject' ? this.#qualified(statement.target.name) : undefined;
    const name =
      statement.name.schema || !on
        ? statement.name
        : { ...statement.name, schema: { ...statement.name.name, name: on.schema } };
    return this.#addModule(name, 'trigger', statement, source, on);
  }

  #context(schema: string | undefined): BinderContext {
    this.#binder ??= new ModuleBinder(new CatalogIndex(this.#names()));
    return this.#binder.batchContext([], '', schema);
  }

  /** Just what binding a definition needs: types and scalar functions. */
  #names(): Catalog {
    return {
      ...emptyCatalog(this.#database),
      schemas: [...this.#schemas.values()],
      otherDatabases: [...this.#otherDatabases.values()],
      aliasTypes: [...this.#aliasTypes.values()],
      tableTypes: [...this.#tableTypes.values()],
      modules: [...this.#modules.values()].filter((module) => module.kind === 'scalar-function'),
    };
  }

  #qualified(name: Ast.ObjectName): QualifiedName {
    return { schema: name.schema?.name ?? 'dbo', name: name.name.name };
  }

  #key(name: Ast.ObjectName): string {
    return this.#keyOf(this.#qualified(name));
  }

  #keyOf(name: QualifiedName): string {
    return `${this.#fold(name.schema)}\u0000${this.#fold(name.name)}`;
  }

  /** Names are compared without case here: scripts of case-sensitive databases do not define two objects that differ in case alone. */
  #fold(name: string): string {
    return name.toLowerCase();
  }
}

function stand(table: MutableTable, partitionedOn: PartitionedOn | undefined): void {
  if (partitionedOn) table.partitionedOn = partitionedOn;
  else delete table.partitionedOn;
}

/** How much of the text from a place on is comments: behind the last word of a module they are part of it. */
function commentsAt(text: string, start: number): number {
  COMMENTS.lastIndex = start;
  return COMMENTS.exec(text)?.[0].length ?? 0;
}

const COMMENTS = /\s*;?(?:\s*(?:--[^\r\n]*|\/\*(?:(?!\/\*)[\s\S])*?\*\/))+/y;
