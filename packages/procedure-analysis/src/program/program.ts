import type { QualifiedName, SqlType } from '@datamigrate/catalog';
import { displayName, objectKey } from '@datamigrate/catalog';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import type { Bound, TemporaryTable } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { ParameterDefault, ProcedureParameter, RaisedCheck, StatementFate } from '../procedure-analysis.js';
import { apartReads } from './apart.js';
import { asFlag, type Condition, integer } from './conditions.js';
import { StatementRefusal } from './refusal.js';
import { type AnyNode, rewriteTree } from './rewrite-tree.js';
import { carriedIn, type RowLoop } from './row-loop.js';
import { shiftIds } from './shift-ids.js';
import { sizeOf } from './size.js';
import type { TableState } from './table-state.js';

/** What the analysis may ask about the rest of the database. */
export interface ProgramEnvironment {
  /** A procedure's body; undefined for one that is not part of the source. `made` are temporary tables of its caller. */
  body(procedure: QualifiedName, made?: readonly TemporaryTable[]): Bound.BoundBody | undefined;
  /** A text that is executed, as the body of a procedure with these parameters; or why it cannot be read. */
  text(text: string, parameters: string, made: readonly TemporaryTable[]): Bound.BoundBody | string;
  /** Columns of a table of the database; undefined for one that the procedure makes itself. */
  columns(table: QualifiedName): readonly { readonly name: string; readonly type: SqlType }[] | undefined;
  /** Columns of the clustered key of a table; undefined for a heap, or where it is not known. */
  clusteredKey(table: QualifiedName): readonly string[] | undefined;
  /** Permanent tables that a procedure and those that it calls write, logs aside; as `schema.name` in lower case. */
  writes(procedure: QualifiedName): readonly string[];
  /** Primary and unique keys of a table. */
  keys(table: QualifiedName): readonly (readonly string[])[];
  /** A sequence that the default of one column draws from, and nothing else; undefined for others. */
  ownSequence(sequence: QualifiedName): { readonly start: string; readonly increment: string } | undefined;
  /** Whether a view reads one of these tables, directly or through others; names as `schema.name` in lower case. */
  viewReads(view: QualifiedName, tables: ReadonlySet<string>): boolean;
  /** What a view selects; undefined where it could not be read. */
  viewQuery(view: QualifiedName): Bound.BoundQuery | undefined;
  /** Why no model keeps what procedures write into a table, such as a log; undefined for the others. */
  keptElsewhere(table: QualifiedName): string | undefined;
}

/** Nodes of a value that is still written out wherever the variable stands; and of one where nothing shorter can stand. */
const LONG_VALUE = 150;
const LONGEST_VALUE = 5000;

/** A scalar variable's value: an expression over parameters and common table expressions of the program. */
export type VariableValue = Bound.BoundExpression;

/** The procedure's tables and variables at the point that analysis has reached. */
export class Program {
  readonly environment: ProgramEnvironment;
  readonly tables = new Map<string, TableState>();
  readonly variables = new Map<string, VariableValue>();
  /** Permanent tables that the procedure has made itself; those that are gone; names under which a table was put away. */
  readonly created = new Set<string>();
  readonly dropped = new Set<string>();
  readonly movedAway = new Set<string>();
  readonly ctes: Bound.BoundCte[] = [];
  readonly reports: Bound.BoundQuery[] = [];
  readonly fates: StatementFate[] = [];
  readonly checks: RaisedCheck[] = [];
  /** What is taken for granted. */
  readonly notes: Diagnostic[] = [];
  /** Tables kept elsewhere that the procedure has written: their rows are not known behind that. */
  readonly noted = new Set<string>();
  /** Permanent tables that the procedure writes anywhere, by key. */
  readonly writing = new Set<string>();
  /** Views whose queries stand in the models instead of a reference, by key. */
  readonly opened = new Set<string>();
  /** Tables as they were when the open transaction began. */
  transaction: ReadonlyMap<string, TableState> | undefined;
  /** The procedure has not returned yet. */
  active: Condition;
  /** Number of rows of the last statement that counts. */
  rowCount: Bound.BoundExpression | undefined;
  /** The key that the last INSERT of one row has made; undefined where it is not known. */
  lastIdentity: Bound.BoundExpression | undefined;
  /** In a function: values that it returns, each under its condition. */
  readonly returns: { readonly condition: Condition; readonly value: Bound.BoundExpression | undefined }[] = [];
  /** The loop over a cursor whose body is being worked through. */
  row: RowLoop | undefined;
  /** Name of the table that takes the OUTPUT of a statement which stands in the FROM of an INSERT. */
  feed: string | undefined;
  /** Declared cursors, by name in lower case, as of their declaration. */
  readonly cursors = new Map<string, Bound.BoundQuery>();
  /** The last FETCH outside a loop. */
  fetched: Bound.BoundFetchCursor | undefined;
  /** Scalars are read where they are used, as in a function, whose arguments differ from row to row. */
  inlineScalars = false;
  /** Calls that are being worked on, by `schema.name` in lower case. */
  readonly calls: string[] = [];
  readonly parameters = new Map<string, ProcedureParameter>();
  #nextId = 1_000_000_000;
  #nextBlock = 1_000_000;

  constructor(environment: ProgramEnvironment) {
    this.environment = environment;
  }

  /** Gives back what undoes everything that happens to the program from here on. */
  remember(): () => void {
    const maps = [this.tables, this.variables, this.cursors, this.parameters] as readonly Map<string, unknown>[];
    const sets = [this.created, this.dropped, this.movedAway, this.noted];
    const lists = [
      ...[this.ctes, this.reports, this.fates, this.returns, this.calls, this.checks, this.notes],
    ] as readonly unknown[][];
    const copies = [...maps.map((map) => [...map]), ...sets.map((set) => [...set]), ...lists.map((list) => [...list])];
    const { transaction, active, rowCount, row, fetched, inlineScalars, feed, lastIdentity } = this;
    const writesInRow = row && new Map(row.writes);
    return () => {
      maps.forEach((map, i) => {
        map.clear();
        for (const [key, value] of (copies[i] ?? []) as readonly [string, unknown][]) map.set(key, value);
      });
      sets.forEach((set, i) => {
        set.clear();
        for (const key of (copies[maps.length + i] ?? []) as readonly string[]) set.add(key);
      });
      lists.forEach((list, i) => {
        list.splice(0, list.length, ...((copies[maps.length + sets.length + i] ?? []) as readonly unknown[]));
      });
      if (row && writesInRow) {
        row.writes.clear();
        for (const [key, writes] of writesInRow) row.writes.set(key, writes);
      }
      Object.assign(this, { transaction, active, rowCount, row, fetched, inlineScalars, feed, lastIdentity });
    };
  }

  newId(): number {
    return this.#nextId++;
  }

  /** Where the ids of an inlined tree begin. */
  newIdBlock(): number {
    this.#nextBlock += 100_000;
    return this.#nextBlock;
  }

  /** A parameter's real default, said in the body; false when the name is no parameter of this procedure. */
  takeDefault(name: string, value: ParameterDefault): boolean {
    const key = name.toLowerCase();
    const parameter = this.parameters.get(key);
    if (!parameter || this.variables.has(key)) return false;
    this.parameters.set(key, { ...parameter, default: value });
    return true;
  }

  refuse(diagnostic: Diagnostic): never {
    throw new StatementRefusal(diagnostic);
  }

  /** A table by the store that a statement writes. */
  table(store: Bound.BoundStoredTable): TableState {
    if (store.kind === 'table') {
      if (store.type !== 'table') {
        return this.refuse(
          analysisDiagnostics.create('analyse-view-target', { table: displayName(store.object) }, store.span),
        );
      }
      return this.permanent(store.object, store.columns);
    }
    const name = store.kind === 'temporary-table' ? store.name : 'a table that is not known';
    const known = this.tables.get(name.toLowerCase());
    return known ?? this.refuse(analysisDiagnostics.create('analyse-unknown-table', { table: name }, store.span));
  }

  /** Why a statement that writes a table is absorbed; its rows are not known from here on. Undefined for a table of models. */
  absorb(store: Bound.BoundStoredTable): string | undefined {
    if (store.kind !== 'table') return undefined;
    const reason = this.environment.keptElsewhere(store.object);
    if (reason !== undefined) this.noted.add(objectKey(store.object));
    return reason;
  }

  permanent(object: QualifiedName, columns: readonly Bound.StoredColumn[]): TableState {
    const key = objectKey(object);
    const known = this.tables.get(key);
    if (known) return known;
    const made = this.created.has(key);
    this.#checkThere(key, displayName(object), { start: 0, end: 0 });
    const keys = this.environment.keys(object).map((names) => names.map((name) => name.toLowerCase()));
    const state: TableState = {
      key,
      title: object.name,
      object,
      columns,
      version: made ? { kind: 'empty' } : { kind: 'before' },
      keys: made ? [] : keys,
      added: made ? undefined : [],
      written: made,
    };
    this.tables.set(key, state);
    return state;
  }

  /** Gives a table its next version: the rows of a query over all its columns. */
  write(table: TableState, query: Bound.BoundQuery, change: Partial<TableState>, suffix: string): TableState {
    const cte = this.addCte(`${table.title}${suffix}`, query);
    const next: TableState = {
      ...table,
      added: undefined,
      ...change,
      written: true,
      version: { kind: 'cte', cte: cte.id, name: cte.name },
    };
    this.tables.set(table.key, next);
    return next;
  }

  set(table: TableState): void {
    this.tables.set(table.key, table);
  }

  addCte(name: string, query: Bound.BoundQuery): Bound.BoundCte {
    this.ctes.push(...query.ctes);
    const own = query.ctes.length > 0 ? { ...query, ctes: [] } : query;
    const title = name.replace(/^[#@]+/, '');
    const cte: Bound.BoundCte = { id: this.newId(), name: title, columns: query.columns, query: own, recursive: false };
    this.ctes.push(cte);
    return cte;
  }

  /**
   * Gives a variable its next value. A long one becomes a table expression of one row: otherwise every branch would
   * hold all values before it, and twice.
   */
  keep(name: string, value: VariableValue): void {
    const size = sizeOf(value);
    if (size <= LONG_VALUE) {
      this.variables.set(name.toLowerCase(), value);
      return;
    }
    if (this.inlineScalars) {
      if (size > LONGEST_VALUE)
        this.refuse(analysisDiagnostics.create('analyse-too-long', { variable: name }, value.span));
      this.variables.set(name.toLowerCase(), value);
      return;
    }
    this.variables.set(name.toLowerCase(), this.#named(name, value));
  }

  /** A condition that is short enough to stand in many places. */
  named(condition: Bound.BoundPredicate): Bound.BoundPredicate {
    if (sizeOf(condition) <= LONG_VALUE || this.inlineScalars) return condition;
    const { span } = condition;
    return {
      kind: 'comparison',
      operator: '=',
      left: this.#named('is reached', asFlag(condition, span)),
      right: integer(1, span),
      span,
    };
  }

  /** The value as the only row of a table expression. */
  #named(name: string, value: VariableValue): VariableValue {
    const title = name.replace(/^@+/, '');
    const { type, nullable, collation, span } = value;
    const of: Bound.OutputColumn = { name: title, type, nullable, collation };
    const query: Bound.BoundSelect = {
      kind: 'select',
      columns: [of],
      ctes: [],
      orderBy: [],
      span,
      select: [{ expression: value, name: title }],
      distinct: false,
      from: [],
    };
    const cte = this.addCte(`${title} so far`, query);
    const relation = this.newId();
    const expression: Bound.BoundColumn = {
      kind: 'column',
      type,
      nullable,
      collation,
      span,
      relation,
      ordinal: 0,
      name: title,
      level: 0,
    };
    const from: Bound.BoundCteReference = {
      kind: 'cte-reference',
      relation,
      alias: cte.name,
      columns: cte.columns,
      span,
      cte: cte.id,
      name: cte.name,
    };
    const reading: Bound.BoundSelect = { ...query, select: [{ expression, name: title }], from: [from] };
    return { kind: 'scalar-subquery', type, nullable, collation, span, query: reading };
  }

  /** The tree with variables by their values and tables by their present versions. */
  resolve<T>(tree: T): T {
    return rewriteTree(tree, (node) => this.#resolveNode(node));
  }

  #resolveNode(node: AnyNode): AnyNode | undefined {
    if (isVariable(node)) return this.#resolveVariable(node);
    if (this.row && node.kind === 'select') this.row.apart.push(...apartReads(this, node as Bound.BoundSelect));
    if (isSystemVariable(node)) {
      if (node.name === '@@ROWCOUNT' && this.rowCount) return this.rowCount;
      if (node.name === '@@IDENTITY' && this.lastIdentity) return this.lastIdentity;
      if (node.name === '@@ERROR' || (node.name === '@@FETCH_STATUS' && this.row?.fetching))
        return { kind: 'literal', type: node.type, nullable: false, span: node.span, value: 0n } as AnyNode;
      return undefined;
    }
    if (isScopeIdentity(node)) return this.lastIdentity;
    if (isNamedTable(node)) return this.#resolveTable(node, objectKey(node.object));
    if (isTemporaryTable(node)) return this.#resolveTable(node, node.name.toLowerCase());
    return undefined;
  }

  #resolveVariable(node: Bound.BoundVariable): AnyNode | undefined {
    const value = this.variables.get(node.name.toLowerCase());
    const carried = value && carriedIn(value);
    if (carried !== undefined) this.refuse(analysisDiagnostics.create('analyse-loop', { carried }, node.span));
    return value;
  }

  #resolveTable(node: Bound.BoundNamedTable | Bound.BoundTemporaryTable, key: string): AnyNode | undefined {
    const state = this.tables.get(key);
    if (this.row?.written.has(key) && !this.row.apart.some(({ relation }) => relation === node.relation)) {
      this.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, node.span));
    }
    if (this.noted.has(key)) {
      this.refuse(analysisDiagnostics.create('analyse-own-write', { table: node.alias }, node.span));
    }
    if (!state) {
      if (node.kind === 'temporary-table') {
        return this.refuse(analysisDiagnostics.create('analyse-unknown-table', { table: node.name }, node.span));
      }
      const { relation, alias, columns, span } = node;
      this.#checkThere(key, displayName(node.object), span);
      if (this.created.has(key)) {
        return { kind: 'derived-table', relation, alias, columns, span, query: noRows(columns, span) } as AnyNode;
      }
      return this.#presentView(node);
    }
    const { relation, alias, columns, span } = node;
    switch (state.version.kind) {
      case 'before':
        return undefined;
      case 'cte':
        return {
          kind: 'cte-reference',
          relation,
          alias,
          columns,
          span,
          cte: state.version.cte,
          name: state.version.name,
        } as AnyNode;
      case 'empty':
        return { kind: 'derived-table', relation, alias, columns, span, query: noRows(columns, span) } as AnyNode;
    }
  }

  #checkThere(key: string, table: string, span: Span): void {
    if (!this.dropped.has(key) && !this.movedAway.has(key)) return;
    this.refuse(analysisDiagnostics.create('analyse-unknown-table', { table }, span));
  }

  /**
   * A view shows the tables as they are at this point. One that reads what the procedure writes would need the model that
   * needs it: its query stands in its place.
   */
  #presentView({ object, relation, alias, columns, span, type }: Bound.BoundNamedTable): AnyNode | undefined {
    if (type !== 'view') return undefined;
    const written = new Set([...this.writing, ...this.noted]);
    if (written.size === 0 || !this.environment.viewReads(object, written)) return undefined;
    const found = this.environment.viewQuery(object);
    const query = found && named(shiftIds(found, this.newIdBlock()), columns);
    if (!query) {
      return this.refuse(analysisDiagnostics.create('analyse-own-write', { table: displayName(object) }, span));
    }
    this.opened.add(objectKey(object));
    const cte = this.addCte(object.name, this.resolve(query));
    return { kind: 'cte-reference', relation, alias, columns, span, cte: cte.id, name: cte.name } as AnyNode;
  }
}

/** The query with these names for its columns; undefined where its parts would have to be renamed. */
function named(query: Bound.BoundQuery, columns: readonly Bound.OutputColumn[]): Bound.BoundQuery | undefined {
  if (query.kind === 'select') {
    return { ...query, columns, select: query.select.map((item, i) => ({ ...item, name: columns[i]?.name })) };
  }
  return query.columns.every(({ name }, i) => name === columns[i]?.name) ? query : undefined;
}

/** A query of these columns without a row. */
export function noRows(columns: readonly Bound.OutputColumn[], span: Span): Bound.BoundSelect {
  const zero: Bound.BoundLiteral = { kind: 'literal', type: { name: 'int' }, nullable: false, value: 0n, span };
  const one: Bound.BoundLiteral = { ...zero, value: 1n };
  return {
    kind: 'select',
    columns,
    ctes: [],
    orderBy: [],
    span,
    select: columns.map(({ name, type, collation }) => ({
      name,
      expression: {
        kind: 'cast',
        type,
        nullable: true,
        collation,
        span,
        implicit: false,
        attempt: false,
        operand: { kind: 'literal', type, nullable: true, span, value: null },
      },
    })),
    distinct: false,
    from: [],
    where: { kind: 'comparison', operator: '=', left: one, right: zero, span },
  };
}

const isVariable = (node: AnyNode): node is Bound.BoundVariable => node.kind === 'variable';
const isSystemVariable = (node: AnyNode): node is Bound.BoundSystemVariable => node.kind === 'system-variable';
const isScopeIdentity = (node: AnyNode): boolean =>
  node.kind === 'call' && 'function' in node && node.function === 'SCOPE_IDENTITY';
const isNamedTable = (node: AnyNode): node is Bound.BoundNamedTable => node.kind === 'named-table';
const isTemporaryTable = (node: AnyNode): node is Bound.BoundTemporaryTable => node.kind === 'temporary-table';
