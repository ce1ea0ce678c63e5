import {
  type Catalog,
  type CatalogIndex,
  type Column,
  displayName,
  type Module,
  objectKey,
  type QualifiedName,
  type Sequence,
} from '@datamigrate/catalog';
import { hasErrors } from '@datamigrate/diagnostics';
import { Memo } from '@datamigrate/foundation';
import {
  analyseProcedure,
  hasOpenText,
  type ProgramEnvironment,
  type SideEffect,
  tablesRead,
} from '@datamigrate/procedure-analysis';
import type { Bound, ModuleBinder, TemporaryTable } from '@datamigrate/tsql-binder';
import { catalogRows, type Database, queryRows } from '@datamigrate/tsql-engine';
import { findTable } from '../scenario/find-table.js';
import { type DrawingColumn, drawsAlone } from './draws-alone.js';
import { moduleRead } from './estate-index.js';
import { procedureBody } from './procedure-body.js';
import { type ProcedureUsers, procedureUsers } from './procedure-users.js';
import {
  asLiterals,
  type ChangedColumns,
  changedColumns,
  columnsRead,
  listsObjects,
  objectNames,
  type RowsAtHand,
} from './rows-at-hand.js';
import { sideEffects } from './side-effects.js';
import { calledProcedures, readsOf, type TableWrite, writesOf } from './table-writes.js';
import { type TakenKey, takenKeys, withoutTaken } from './taken-keys.js';

/** What procedure analysis asks about the rest of a database, found once for all procedures. */
export class DatabaseFacts implements ProgramEnvironment {
  readonly #binder: ModuleBinder;
  readonly #catalog: CatalogIndex;
  readonly #bodies = new Map<string, { readonly body: Bound.BoundBody | undefined; readonly open: boolean }>();
  readonly #openTexts = new Memo<boolean>();
  readonly #viewReads = new Map<string, ReadonlySet<string>>();
  readonly #sideEffects = new Memo<readonly SideEffect[]>();
  readonly #wanted: ReadonlySet<string>;
  readonly #control: ReadonlySet<string>;
  readonly #called: ReadonlySet<string>;
  #logs: ReadonlySet<string> | undefined;
  #users: ProcedureUsers | undefined;
  #changes: ChangedColumns | undefined;
  #names: ReadonlySet<string> | undefined;
  readonly #lists = new Memo<boolean>();
  readonly #rows: RowsAtHand | undefined;

  constructor(
    binder: ModuleBinder,
    wanted: readonly string[] = [],
    control: ReadonlySet<string> = new Set(),
    called: readonly QualifiedName[] = [],
    rows?: RowsAtHand,
  ) {
    this.#rows = rows;
    this.#control = control;
    this.#called = new Set(called.map(objectKey));
    this.#binder = binder;
    this.#catalog = binder.catalog;
    this.#wanted = new Set(wanted.flatMap((name) => findTable(binder.catalog, name) ?? []).map(objectKey));
  }

  body(procedure: QualifiedName, made: readonly TemporaryTable[] = []): Bound.BoundBody | undefined {
    const key = objectKey(procedure);
    const known = this.#bodies.get(key);
    if (known && !(known.open && made.length > 0)) return known.body;
    const found = this.#catalog.object(procedure.name, procedure.schema);
    const module = found?.kind === 'module' && found.module.kind === 'procedure' ? found.module : undefined;
    // A body that does not bind alone may work on temporary tables of those who call it.
    if (known && module) return procedureBody(this.#binder, module, made).body;
    const bound = module && procedureBody(this.#binder, module);
    this.#bodies.set(key, { body: bound?.body, open: bound !== undefined && hasErrors(bound.diagnostics) });
    return made.length > 0 ? this.body(procedure, made) : bound?.body;
  }

  /** Names resolve as for the owner of the database, not as in the procedure that executes the text. */
  text(text: string, parameters: string, made: readonly TemporaryTable[]): Bound.BoundBody | string {
    const definition = `CREATE PROCEDURE dbo.[executed text] ${parameters} AS\n${text}`;
    const module: Module = {
      kind: 'procedure',
      schema: 'dbo',
      name: 'executed text',
      definition,
      ansiNulls: true,
      quotedIdentifier: true,
    };
    const { body, diagnostics } = procedureBody(this.#binder, module, made);
    const [problem] = diagnostics.filter(({ severity }) => severity === 'error');
    if (!body || problem) return `it does not bind: ${problem?.message ?? 'it is no T-SQL'}`;
    return body;
  }

  columns(table: QualifiedName): readonly Column[] | undefined {
    const found = this.#catalog.object(table.name, table.schema);
    return found?.kind === 'table' ? found.table.columns : undefined;
  }

  storedColumns(table: QualifiedName): readonly Bound.StoredColumn[] | undefined {
    const found = this.#catalog.object(table.name, table.schema);
    return found?.kind === 'table' ? this.#binder.storedColumns(found.table) : undefined;
  }

  clusteredKey(table: QualifiedName): readonly string[] | undefined {
    const found = this.#catalog.object(table.name, table.schema);
    if (found?.kind !== 'table') return undefined;
    const { primaryKey, uniqueKeys } = found.table;
    const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueKeys];
    return keys.find(({ clustered }) => clustered)?.columns;
  }

  keys(table: QualifiedName): readonly (readonly string[])[] {
    const found = this.#catalog.object(table.name, table.schema);
    if (found?.kind !== 'table') return [];
    const { primaryKey, uniqueKeys } = found.table;
    return [...(primaryKey ? [primaryKey] : []), ...uniqueKeys].map(({ columns }) => columns);
  }

  ownSequence(sequence: QualifiedName, owner: DrawingColumn): Pick<Sequence, 'start' | 'increment'> | undefined {
    const found = this.#catalog.object(sequence.name, sequence.schema);
    if (found?.kind !== 'sequence') return undefined;
    const bodyOf = (module: Module): Bound.BoundBody | undefined => {
      const bound = module.kind === 'procedure' ? procedureBody(this.#binder, module) : undefined;
      return bound && !hasErrors(bound.diagnostics) ? bound.body : undefined;
    };
    return drawsAlone(this.#catalog.catalog, found.sequence, owner, bodyOf) ? found.sequence : undefined;
  }

  viewReads(view: QualifiedName, tables: ReadonlySet<string>): boolean {
    return [...this.#tablesOf(objectKey(view))].some((name) => tables.has(name));
  }

  viewQuery(view: QualifiedName): Bound.BoundQuery | undefined {
    const found = this.#catalog.object(view.name, view.schema);
    const bound =
      found?.kind === 'module' && found.module.kind === 'view' ? this.#binder.view(found.module) : undefined;
    return bound && !hasErrors(bound.diagnostics) ? bound.query : undefined;
  }

  handedOn(inlineFunction: QualifiedName, column: number): number | undefined {
    const found = this.#catalog.object(inlineFunction.name, inlineFunction.schema);
    if (found?.kind !== 'module' || found.module.kind !== 'inline-function') return undefined;
    const { query, parameters = [] } = this.#binder.view(found.module) ?? {};
    const value = query?.kind === 'select' ? query.select[column]?.expression : undefined;
    if (value?.kind !== 'variable') return undefined;
    const position = parameters.findIndex(({ name }) => name.toLowerCase() === value.name.toLowerCase());
    return position < 0 ? undefined : position;
  }

  /** Procedures that a body calls, and those that they call, as `schema.name` in lower case. */
  callsOf(body: Bound.BoundBody, seen: Set<string> = new Set()): readonly string[] {
    for (const procedure of calledProcedures(body.statements)) {
      const key = objectKey(procedure);
      if (seen.has(key)) continue;
      seen.add(key);
      const inner = this.body(procedure);
      if (inner) this.callsOf(inner, seen);
    }
    return [...seen];
  }

  /** Permanent tables that a procedure writes, logs aside, with the procedures that it calls. */
  writes(procedure: QualifiedName): readonly string[] {
    const body = this.body(procedure);
    if (!body) return [];
    const bodies = [body, ...this.callsOf(body).flatMap((id) => this.#bodies.get(id)?.body ?? [])];
    const tables = bodies.flatMap(({ statements }) => writesOf(statements).map(({ table }) => table));
    return [...new Set(tables)].filter((table) => !this.#allLogs().has(table) && !this.#control.has(table));
  }

  sharedElsewhere(procedure: QualifiedName): string | undefined {
    this.#users ??= procedureUsers(this.#catalog.catalog, this.#binder);
    const key = objectKey(procedure);
    const { callers, writers } = this.#users;
    const [caller, ...more] = callers.get(key) ?? [];
    if (more.length > 0 || this.#called.has(key)) return `${displayName(procedure)} is called elsewhere, too`;
    const body = caller && this.body(caller);
    const together = new Set([key, ...(caller ? [objectKey(caller)] : []), ...(body ? this.callsOf(body) : [])]);
    const isOther = (writer: string): boolean => !together.has(writer);
    const written = this.writes(procedure).filter((each) => [...(writers.get(each) ?? [])].some(isOther));
    const table = this.#catalog.catalog.tables.find((each) => written.includes(objectKey(each)));
    return table && `${displayName(table)} is written elsewhere, too`;
  }

  /** A log that nobody reads, or a table of notes that several procedures keep about their runs. */
  keptElsewhere(table: QualifiedName): string | undefined {
    const key = objectKey(table);
    if (this.#allLogs().has(key)) return 'it writes a log that nothing reads';
    if (!this.#control.has(key)) return undefined;
    return `it notes the run in ${displayName(table)}, which several procedures keep and which stays a source`;
  }

  sideEffects(table: QualifiedName): readonly SideEffect[] {
    const called = (body: Bound.BoundBody): readonly string[] =>
      calledProcedures(body.statements).flatMap((procedure) => this.writes(procedure));
    return this.#sideEffects.of(objectKey(table), () =>
      sideEffects(this.#catalog, this.#binder, table, called).map((each) =>
        each.tellsItself ? { ...each, changes: each.changes.filter((name) => !this.#allLogs().has(name)) } : each,
      ),
    );
  }

  /**
   * Whether a procedure, with those that it calls, writes control tables, and beside them nothing but rows that it makes
   * itself or finds by a condition of their own.
   */
  isJobControl(body: Bound.BoundBody): boolean {
    const bodies = [body, ...this.callsOf(body).flatMap((id) => this.#bodies.get(id)?.body ?? [])];
    const writes = bodies.flatMap(({ statements }) => writesOf(statements));
    const isNote = ({ table, rowWise, asks, inLoop }: TableWrite): boolean =>
      !inLoop && (this.#control.has(table) || (rowWise && asks.length === 0));
    return writes.some(({ table }) => this.#control.has(table)) && writes.every(isNote);
  }

  catalogRows(query: Bound.BoundQuery): readonly (readonly Bound.BoundLiteral[])[] | undefined {
    return asLiterals(query, (asked) => catalogRows(this.#catalog.catalog, asked));
  }

  listedRows(query: Bound.BoundQuery): readonly (readonly Bound.BoundLiteral[])[] | undefined {
    const rows = this.#rows;
    if (!rows) return undefined;
    this.#changes ??= changedColumns(this.#catalog.catalog, (module) => procedureBody(this.#binder, module).body);
    const changes = this.#changes;
    const read = columnsRead(query);
    const isSteady = read.every(({ table, column }) => {
      const changed = changes.get(table);
      return rows.isKnown(table) && changed !== 'all' && !changed?.has(column);
    });
    const isList = isSteady && read.some(({ table }) => this.#listsObjects(table, rows.database));
    return isList ? asLiterals(query, (asked) => queryRows(rows.database, asked)) : undefined;
  }

  #listsObjects(name: string, database: Database): boolean {
    this.#names ??= objectNames(this.#catalog.catalog);
    const names = this.#names;
    return this.#lists.of(name, () => listsObjects(database, name, names));
  }

  runsOpenText(procedure: QualifiedName): boolean {
    return this.#openTexts.of(objectKey(procedure), () => {
      const body = this.body(procedure);
      return body !== undefined && hasOpenText(analyseProcedure(body, this));
    });
  }

  #allLogs(): ReadonlySet<string> {
    this.#logs ??= withoutTables(findLogs(this.#catalog.catalog, this.#binder), this.#wanted);
    return this.#logs;
  }

  /** Tables below a view, other views opened. */
  #tablesOf(name: string): ReadonlySet<string> {
    const known = this.#viewReads.get(name);
    if (known) return known;
    const tables = new Set<string>();
    this.#viewReads.set(name, tables);
    const module = moduleRead(this.#catalog.catalog, name);
    const view = module?.kind === 'view' ? this.#binder.view(module) : undefined;
    for (const read of tablesRead(view?.query)) {
      tables.add(read);
      for (const inner of this.#tablesOf(read)) tables.add(inner);
    }
    return tables;
  }
}

function findLogs(catalog: Catalog, binder: ModuleBinder): ReadonlySet<string> {
  const read = new Set<string>();
  const writes: TableWrite[] = [];
  const keys: TakenKey[] = [];
  for (const module of catalog.modules) {
    const body = isBody(module) ? binder.body(module).body : undefined;
    const tree = body?.statements ?? binder.view(module)?.query;
    for (const name of readsOf(tree)) read.add(name);
    if (body) writes.push(...writesOf(body.statements));
    if (body) keys.push(...takenKeys(body.statements));
  }
  const written = new Set(writes.filter(({ adds }) => adds).map(({ table }) => table));
  const filled = new Set(writes.filter(({ single, tells }) => !single || tells).map(({ table }) => table));
  const referenced = new Set(
    catalog.tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ references }) => objectKey(references))),
  );
  const logs = [...written].filter((name) => !read.has(name) && !filled.has(name) && !referenced.has(name));
  return withoutTaken(logs, keys);
}

function withoutTables(names: ReadonlySet<string>, left: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !left.has(name)));
}

const isBody = ({ kind }: Module): boolean => kind !== 'view' && kind !== 'inline-function';
