import type { QualifiedName } from '@datamigrate/catalog';
import { displayName, objectKey } from '@datamigrate/catalog';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { ParameterDefault, ProcedureParameter, RaisedCheck, StatementFate } from '../procedure-analysis.js';
import { asFlag, type Condition, integer } from './conditions.js';
import type { DeclaredCursor } from './declared-cursor.js';
import type { ProgramEnvironment } from './environment.js';
import { nameValue } from './name-value.js';
import { StatementRefusal } from './refusal.js';
import { resolveNode } from './resolve-node.js';
import { rewriteTree } from './rewrite-tree.js';
import type { RowLoop } from './row-loop.js';
import { sizeOf } from './size.js';
import { type TableState, titled } from './table-state.js';
import type { Transaction } from './transaction.js';
import type { UnrolledLoop } from './unrolled-loop.js';

/** Nodes of a value that is still written out wherever the variable stands; and of one where nothing shorter can stand. */
const LONG_VALUE = 150;
const LONGEST_VALUE = 5000;

const NOWHERE: Span = { start: 0, end: 0 };

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
  /** Those by that name: what they were called in the database, and their rows where the procedure had changed them. */
  readonly putAway = new Map<string, { readonly object: QualifiedName; readonly state: TableState | undefined }>();
  /** Names that tables have lost to sp_rename. */
  readonly renamed = new Set<string>();
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
  /** Tables with rows that SQL Server numbers in any order, as `key.ordinal`. */
  readonly numbered = new Set<string>();
  /** Views whose queries stand in the models instead of a reference, by key. */
  readonly opened = new Set<string>();
  /** Labels further down that GOTO may name, in lower case, with the conditions under which it has done so. */
  readonly jumps = new Map<string, readonly Condition[]>();
  /** Temporary tables that the present body has made, with those of its callers that they hide. */
  readonly made = new Map<string, TableState | undefined>();
  transaction: Transaction | undefined;
  /** Where errors have been raised: those of the TRY that is being worked through, if its CATCH is, too. */
  readonly raised: Condition[] = [];
  isCaught = false;
  /** Statements of a CATCH are worked through. */
  isCatching = false;
  /** The procedure has not returned yet. */
  active: Condition;
  /** Variables that are read outside of the branch or loop that declares them, in lower case. */
  outliving: ReadonlySet<string> = new Set();
  /** Number of rows of the last statement that counts. */
  rowCount: Bound.BoundExpression | undefined;
  /** What it was behind the last statement that reads or writes rows: an assignment makes it 1, PRINT makes it 0. */
  counted: Bound.BoundExpression | undefined;
  /** SET ROWCOUNT: how many rows a statement takes at most. */
  rowLimit: Bound.BoundExpression | undefined;
  /** SET DATEFIRST: the first day of the week. */
  dateFirst: bigint | undefined;
  /** OPTION (MAXRECURSION n) of the statement that is being worked on. */
  maxRecursion: number | undefined;
  /** The key that the last INSERT of one row has made; undefined where it is not known. */
  lastIdentity: Bound.BoundExpression | undefined;
  /** In a function: values that it returns, each under its condition. */
  readonly returns: { readonly condition: Condition; readonly value: Bound.BoundExpression | undefined }[] = [];
  /** The loop over a cursor whose body is being worked through. */
  row: RowLoop | undefined;
  /** The loop that is written out round by round, innermost. */
  unrolled: UnrolledLoop | undefined;
  /** Name of the table that takes the OUTPUT of a statement which stands in the FROM of an INSERT. */
  feed: string | undefined;
  /** Declared cursors, by name in lower case, as of their declaration. */
  readonly cursors = new Map<string, Bound.BoundQuery>();
  /** The same as they were declared. */
  readonly declared = new Map<string, DeclaredCursor>();
  /** Open cursors: how often they have been fetched, by FETCH and by loops that go to their end; where they were opened. */
  readonly reading = new Map<string, { readonly fetches: number; readonly condition: Condition }>();
  /** The last FETCH outside a loop. */
  fetched: Bound.BoundFetchCursor | undefined;
  /** Scalars are read where they are used, as in a function, whose arguments differ from row to row. */
  inlineScalars = false;
  /** Calls that are being worked on, by `schema.name` in lower case. */
  readonly calls: string[] = [];
  readonly parameters = new Map<string, ProcedureParameter>();
  /** Procedures of which a call stands in this one's models, by `schema.name` in lower case. */
  readonly followed = new Map<string, readonly StatementFate[]>();
  /** Rows of tables that list objects are taken for granted, with a check: nothing else says what its texts are. */
  readonly takesLists: boolean;
  /** Queries whose rows are taken for granted, by their meaning. */
  readonly listed = new Set<string>();
  #nextId = 1_000_000_000;
  #nextBlock = 1_000_000;

  constructor(environment: ProgramEnvironment, takesLists = false) {
    this.environment = environment;
    this.takesLists = takesLists;
  }

  /** Gives back what undoes everything that happens to the program from here on. */
  remember(): () => void {
    const maps = [
      this.tables,
      this.variables,
      this.cursors,
      this.declared,
      this.parameters,
      this.putAway,
      this.reading,
      this.followed,
      this.jumps,
      this.made,
    ] as readonly Map<string, unknown>[];
    const sets = [this.created, this.dropped, this.movedAway, this.noted, this.numbered, this.renamed, this.listed];
    const lists = [
      ...[this.ctes, this.reports, this.fates, this.returns, this.calls, this.checks, this.notes, this.raised],
    ] as readonly unknown[][];
    const copies = [...maps.map((map) => [...map]), ...sets.map((set) => [...set]), ...lists.map((list) => [...list])];
    const { transaction, active, rowCount, row, fetched, inlineScalars, feed, lastIdentity, rowLimit } = this;
    const { counted, unrolled, dateFirst, outliving, isCaught, isCatching } = this;
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
      Object.assign(this, { transaction, active, rowCount, row, fetched, inlineScalars, feed, lastIdentity, rowLimit });
      Object.assign(this, { counted, unrolled, dateFirst, outliving, isCaught, isCatching });
    };
  }

  /** `@@ROWCOUNT` behind a statement that is not about rows. */
  tell(count: 0 | 1, span: Span): void {
    if (this.rowCount?.kind !== 'literal') this.counted = this.rowCount;
    this.rowCount = integer(count, span);
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
    this.parameters.set(key, { ...parameter, default: value, replacesNull: true });
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
      if (store.columns.some(({ generated }) => generated !== undefined)) {
        const statement = 'a change of a system-versioned table';
        return this.refuse(analysisDiagnostics.create('analyse-statement', { statement }, store.span));
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

  /** A table by its name alone; undefined where the database has none by that name. */
  tableCalled(object: QualifiedName): TableState | undefined {
    const known = this.tables.get(objectKey(object));
    const columns = known ? undefined : this.environment.storedColumns(object);
    return columns ? this.table({ kind: 'table', object, type: 'table', columns, span: NOWHERE }) : known;
  }

  permanent(object: QualifiedName, columns: readonly Bound.StoredColumn[]): TableState {
    const key = objectKey(object);
    const known = this.tables.get(key);
    if (known) return known;
    this.checkThere(key, displayName(object), NOWHERE);
    const before = this.before(object, columns);
    const state: TableState = this.created.has(key)
      ? { ...before, version: { kind: 'empty' }, declared: [], keys: [], added: undefined, written: true }
      : before;
    this.tables.set(key, state);
    return state;
  }

  /** A table of the database as it was before the procedure. */
  before(object: QualifiedName, columns: readonly Bound.StoredColumn[]): TableState {
    const keys = this.environment.keys(object).map((names) => names.map((name) => name.toLowerCase()));
    const common = { key: objectKey(object), title: object.name, object, columns, declared: keys, keys };
    return { ...common, version: { kind: 'before' }, added: [], written: false };
  }

  /**
   * Gives a table its next version: the rows of a query over all its columns. `suffixes` say what the step does; the
   * first one counts that no other step has.
   */
  write(
    table: TableState,
    query: Bound.BoundQuery,
    change: Partial<TableState>,
    suffixes: readonly [string, ...string[]],
  ): TableState {
    const taken = new Set(this.ctes.map(({ name }) => name.toLowerCase()));
    const name = suffixes
      .map((suffix) => titled(`${table.title}${suffix}`))
      .find((each) => !taken.has(each.toLowerCase()));
    const cte = this.addCte(name ?? `${table.title}${suffixes[0]}`, query);
    const next: TableState = {
      ...table,
      added: undefined,
      undeleted: undefined,
      ...change,
      keys: [...table.declared, ...(change.keys ?? []).filter((key) => !table.declared.includes(key))],
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
    const title = titled(name);
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
    this.variables.set(name.toLowerCase(), nameValue(this, name, value));
  }

  /** A condition that is short enough to stand in many places. */
  named(condition: Bound.BoundPredicate, longest: number = LONG_VALUE): Bound.BoundPredicate {
    if (sizeOf(condition) <= longest || this.inlineScalars) return condition;
    const { span } = condition;
    return {
      kind: 'comparison',
      operator: '=',
      left: nameValue(this, 'is reached', asFlag(condition, span)),
      right: integer(1, span),
      span,
    };
  }

  /** The tree with variables by their values and tables by their present versions. */
  resolve<T>(tree: T): T {
    return rewriteTree(tree, (node) => resolveNode(this, node));
  }

  checkThere(key: string, table: string, span: Span): void {
    if (!this.dropped.has(key) && !this.movedAway.has(key)) return;
    this.refuse(analysisDiagnostics.create('analyse-unknown-table', { table }, span));
  }
}
