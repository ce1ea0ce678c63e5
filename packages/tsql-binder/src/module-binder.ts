import type { CatalogIndex, Module, SqlType, Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { hasErrors } from '@datamigrate/diagnostics';
import { type Ast, type AstNode, type Batch, parseBatch } from '@datamigrate/tsql-syntax';
import {
  BinderContext,
  DEFAULT_SETTINGS,
  type ModuleColumns,
  type SessionSettings,
  type TemporaryTable,
} from './binder-context.js';
import { placeComments } from './comments/place-comments.js';
import { tableColumnsFrom } from './definitions/columns-from.js';
import { storedColumns } from './definitions/stored-columns.js';
import { bindType } from './expressions/bind-cast.js';
import { bindBody, type FunctionStatement } from './modules/bind-body.js';
import { bindParameters } from './modules/bind-parameters.js';
import { bindSelectStatement } from './statements/bind-select-statement.js';
import { outputColumn, tableColumns } from './tables/bind-named-table.js';
import { checkNames, renamed } from './tables/column-names.js';
import { inOneCatalog } from './tables/in-one-catalog.js';
import type { BoundComments } from './tree/comments.js';
import type { BoundQuery, OutputColumn } from './tree/query.js';
import type { BoundBody, BoundParameter } from './tree/statement.js';
import type { BoundVariableTarget } from './tree/statement-base.js';
import type { StoredColumn } from './tree/stored-table.js';

/** A module's text, parsed, with whatever the parser had to say. */
export interface ParsedModule {
  readonly module: Module;
  readonly statement: Ast.Statement | undefined;
  readonly comments: ReadonlyMap<AstNode, BoundComments> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A view or inline function as a query. */
export interface BoundView {
  readonly columns: readonly OutputColumn[];
  readonly query: BoundQuery | undefined;
  /** Of an inline function. */
  readonly parameters?: readonly BoundVariableTarget[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A module that is made of statements; `body` is missing when its text could not be read, or is none of T-SQL. */
export interface BoundModule {
  readonly module: Module;
  readonly body: BoundBody | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Binds the modules of a catalog, each once and when first asked for: a view may stand on views that come later in the
 * source. A view that stands on itself gives no columns.
 */
export class ModuleBinder implements ModuleColumns {
  readonly catalog: CatalogIndex;
  readonly #settings: SessionSettings;
  readonly #parsed = new Map<Module, ParsedModule>();
  readonly #parameters = new Map<Module, readonly BoundParameter[]>();
  readonly #columns = new Map<Table, readonly OutputColumn[]>();
  /** For what tables compute. */
  #ofTables: BinderContext | undefined;
  readonly #stored = new Map<Table, readonly StoredColumn[]>();
  readonly #views = new Map<Module, BoundView | 'in-progress'>();

  constructor(catalog: CatalogIndex) {
    this.catalog = catalog;
    const { dateFirst, dateFormat, language } = catalog.catalog.database;
    this.#settings = { ...DEFAULT_SETTINGS, dateFirst, dateFormat, language };
  }

  parse(module: Module): ParsedModule {
    const known = this.#parsed.get(module);
    if (known) return known;
    const batch = parseBatch(module.definition, { quotedIdentifier: module.quotedIdentifier });
    const [written] = batch.statements;
    const statement = written && inOneCatalog(this.catalog, written, module.schema);
    const comments = statement ? placeComments([statement], batch.comments, module.definition) : undefined;
    const parsed: ParsedModule = { module, statement, comments, diagnostics: batch.diagnostics };
    this.#parsed.set(module, parsed);
    return parsed;
  }

  /** A fresh context for the statements of a module: its schema, and the settings it was created with. */
  context(module: Module): BinderContext {
    const context = new BinderContext(this.catalog, this, {
      settings: { ...this.#settings, ansiNulls: module.ansiNulls, quotedIdentifier: module.quotedIdentifier },
      defaultSchema: module.schema,
    });
    context.comments = this.parse(module).comments;
    return context;
  }

  /** A context for statements outside modules; with their text, so that their comments come along. */
  batchContext(
    batches: readonly Pick<Batch, 'statements' | 'comments'>[] = [],
    text = '',
    defaultSchema = 'dbo',
  ): BinderContext {
    const context = new BinderContext(this.catalog, this, { settings: this.#settings, defaultSchema });
    const placed = batches.map(({ statements, comments }) => [...placeComments(statements, comments, text)]);
    if (placed.length > 0) context.comments = new Map(placed.flat());
    return context;
  }

  /** A view or inline function, bound; undefined for other modules and while the view is being bound already. */
  view(module: Module): BoundView | undefined {
    const known = this.#views.get(module);
    if (known === 'in-progress') return undefined;
    if (known) return known;
    this.#views.set(module, 'in-progress');
    const bound = this.#bindView(module);
    this.#views.set(module, bound);
    // Its tree has served: of thousands of views it would be half of the memory.
    if (module.kind === 'view') this.#parsed.delete(module);
    return bound;
  }

  #bindView(module: Module): BoundView {
    const { statement, diagnostics } = this.parse(module);
    if (!statement || hasErrors(diagnostics)) return { columns: [], query: undefined, diagnostics };
    const context = this.context(module);
    const select = selectOf(statement);
    if (!select) return { columns: [], query: undefined, diagnostics };
    const parameters: BoundVariableTarget[] = [];
    for (const parameter of parametersOf(statement)) {
      const type = bindType(context, parameter.type, 'declaration');
      if (!type) continue;
      context.declareVariable({ name: parameter.name.name, type });
      parameters.push({ name: parameter.name.name, type });
    }
    const query = bindSelectStatement(context, select);
    const names = 'columns' in statement ? (statement.columns as readonly Ast.Identifier[] | undefined) : undefined;
    const columns = renamed(context, query.columns, names, module.name, statement);
    checkNames(context, columns, module.name, statement);
    return { columns, query, parameters, diagnostics: [...diagnostics, ...context.diagnostics] };
  }

  /**
   * A procedure, scalar or multi-statement function, or trigger with its statements. A statement with errors is not
   * `valid`; the others are bound all the same. `temporaryTables` are those that its caller has made.
   */
  body(module: Module, temporaryTables: readonly TemporaryTable[] = []): BoundModule {
    const { statement, diagnostics } = this.parse(module);
    const context = this.context(module);
    for (const table of temporaryTables) context.declareTemporaryTable(table);
    const body = statement && !hasErrors(diagnostics) ? bindBody(context, module, statement) : undefined;
    return { module, body, diagnostics: [...diagnostics, ...context.diagnostics] };
  }

  viewColumns(schema: string, name: string): readonly OutputColumn[] | undefined {
    const found = this.catalog.object(name, schema);
    if (found?.kind !== 'module' || found.module.kind !== 'view') return undefined;
    const bound = this.view(found.module);
    return bound && !hasErrors(bound.diagnostics) ? bound.columns : undefined;
  }

  functionColumns(schema: string, name: string): readonly OutputColumn[] | undefined {
    const found = this.catalog.object(name, schema);
    if (found?.kind !== 'module') return undefined;
    if (found.module.kind === 'inline-function') {
      const bound = this.view(found.module);
      return bound && !hasErrors(bound.diagnostics) ? bound.columns : undefined;
    }
    const { statement } = this.parse(found.module);
    if (found.module.kind !== 'table-function' || !statement || !isFunction(statement)) return undefined;
    if (statement.returns.kind !== 'ReturnsTableVariable') return undefined;
    const context = this.context(found.module);
    return tableColumnsFrom(context, statement.returns.elements, found.module.definition).map((column) =>
      outputColumn(context, column),
    );
  }

  tableColumns(table: Table): readonly OutputColumn[] {
    const known = this.#columns.get(table);
    if (known) return known;
    this.#ofTables ??= this.batchContext();
    const columns = tableColumns(this.#ofTables, table);
    this.#columns.set(table, columns);
    return columns;
  }

  storedColumns(table: Table): readonly StoredColumn[] {
    const known = this.#stored.get(table);
    if (known) return known;
    const stored = storedColumns(this.batchContext([], '', this.catalog.dboBeside(table.schema)), table.columns);
    this.#stored.set(table, stored);
    return stored;
  }

  parameters(schema: string, name: string): readonly BoundParameter[] | undefined {
    const found = this.catalog.object(name, schema);
    if (found?.kind !== 'module') return undefined;
    const known = this.#parameters.get(found.module);
    if (known) return known;
    const { statement } = this.parse(found.module);
    const parameters = statement && bindParameters(this.context(found.module), statement);
    if (parameters) this.#parameters.set(found.module, parameters);
    return parameters;
  }

  scalarFunctionType(schema: string, name: string): SqlType | undefined {
    const found = this.catalog.object(name, schema);
    if (found?.kind !== 'module' || found.module.kind !== 'scalar-function') return undefined;
    const { statement } = this.parse(found.module);
    if (!statement || !isFunction(statement) || statement.returns.kind !== 'ReturnsScalar') return undefined;
    return bindType(this.context(found.module), statement.returns.type, 'declaration');
  }
}

type ViewStatement = Ast.StatementOf<'CreateView' | 'AlterView' | 'CreateOrAlterView'>;

function isFunction(statement: Ast.Statement): statement is FunctionStatement {
  return (
    statement.kind === 'CreateFunction' ||
    statement.kind === 'AlterFunction' ||
    statement.kind === 'CreateOrAlterFunction'
  );
}

function isView(statement: Ast.Statement): statement is ViewStatement {
  return statement.kind === 'CreateView' || statement.kind === 'AlterView' || statement.kind === 'CreateOrAlterView';
}

/** The SELECT of a view or of an inline function. */
function selectOf(statement: Ast.Statement): Ast.Select | undefined {
  if (isView(statement)) return statement.select;
  return isFunction(statement) ? statement.inline?.select : undefined;
}

function parametersOf(statement: Ast.Statement): FunctionStatement['parameters'] {
  return isFunction(statement) ? statement.parameters : [];
}
