import type { QualifiedName, SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { hasVirtualColumns, readRows } from '../database/read-rows.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { Environment, type Host } from '../expressions/environment.js';
import { executeQuery } from '../queries/execute-query.js';
import { callScalarFunction, callTableFunction } from '../statements/call-function-module.js';
import { systemRows } from '../system/system-rows.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import type { Frame } from './frame.js';
import type { Session } from './session.js';
import { sessionFunction } from './session-functions.js';
import { systemVariable } from './system-variables.js';
import { utcTicks } from './utc-ticks.js';

/** What the statements of one level of execution can reach. The clock stands still while a statement runs. */
export class SessionHost implements Host {
  readonly session: Session;
  readonly frame: Frame;
  readonly format: Host['format'];
  readonly databaseCollation: string;
  readonly quietArithmetic: boolean;
  readonly cutsText: boolean;
  #now: { readonly local: bigint; readonly utc: bigint } | undefined;
  #random: number | undefined;

  constructor(session: Session, frame: Frame) {
    this.session = session;
    this.frame = frame;
    this.format = session.settings;
    this.cutsText = !session.ansiWarnings;
    this.quietArithmetic = !session.arithAbort && !session.ansiWarnings;
    this.databaseCollation = session.database.catalog.database.collation;
  }

  get branches(): Host['branches'] {
    return this.session.branches;
  }

  get catalog(): Host['catalog'] {
    return this.session.database.catalog;
  }

  binderContext(): ReturnType<Host['binderContext']> {
    return this.session.database.binder.batchContext();
  }

  variable(name: string): SqlValue {
    const found = this.frame.variable(name);
    if (!found) throw sqlError(137, name);
    return found.value;
  }

  systemVariable(name: string): SqlValue {
    return systemVariable(this.session, this.frame, name);
  }

  now(): { readonly local: bigint; readonly utc: bigint } {
    if (!this.#now) {
      const utc = utcTicks(this.session.database);
      this.#now = { local: utc, utc };
    }
    return this.#now;
  }

  transactionStart(): bigint {
    return this.session.transactionStart ?? this.now().utc;
  }

  history(name: QualifiedName): ReturnType<Host['history']> {
    const store = this.session.database.store(name);
    return store && { store, log: this.session.logOf(store) };
  }

  apart<T>(work: () => T): T {
    return this.session.apart(work);
  }

  /** One number for all rows of a statement. */
  random(): number {
    this.#random ??= this.session.database.random();
    return this.#random;
  }

  spendRows(rows: number): void {
    this.session.database.spendRows(rows);
    this.session.spendRows(rows);
  }

  look(rows: number): void {
    this.session.spendRows(rows);
  }

  newGuid(): string {
    const digit = (): number => Math.floor(this.session.database.random() * 16);
    const pattern = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx';
    return pattern
      .replace(/[xy]/g, (place) => (place === 'x' ? digit() : 8 + (digit() % 4)).toString(16))
      .toUpperCase();
  }

  tableRows(name: QualifiedName): readonly Row[] {
    const store = this.session.database.store(name);
    if (!store) throw sqlError(208, `${name.schema}.${name.name}`);
    return readRows(this, store);
  }

  rowsByKey(
    table: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
    column: number,
    value: SqlValue,
  ): readonly Row[] | undefined {
    if (table.kind === 'named-table' && table.type !== 'table') return undefined;
    const store =
      table.kind === 'named-table' ? this.session.database.store(table.object) : this.frame.table(table.name);
    const isKey =
      store &&
      [store.table.primaryKey, ...store.table.uniqueKeys].some(
        (key) => key?.columns.length === 1 && store.ordinal(key.columns[0] ?? '') === column,
      );
    if (!store || !isKey || hasVirtualColumns(store)) return undefined;
    return store.find(store.index([column]), [value]);
  }

  systemRows(table: Bound.BoundNamedTable): readonly Row[] {
    return systemRows(this.session.database, table);
  }

  temporaryRows(name: string): readonly Row[] {
    const trigger = this.frame.trigger;
    if (trigger && name.toLowerCase() === 'inserted') return trigger.inserted;
    if (trigger && name.toLowerCase() === 'deleted') return trigger.deleted;
    const store = this.frame.table(name);
    if (!store) throw sqlError(208, name);
    return readRows(this, store);
  }

  viewRows(name: QualifiedName): readonly Row[] {
    const key = `${name.schema}.${name.name}`.toLowerCase();
    const known = this.session.statementCache.get(key);
    if (known) return known;
    const { binder } = this.session.database;
    const found = binder.catalog.object(name.name, name.schema);
    const view = found?.kind === 'module' ? binder.view(found.module) : undefined;
    if (!view?.query) throw new Refusal(`The view ${name.schema}.${name.name}`);
    if (found?.kind === 'module') this.branches?.entered(found.module, view.query);
    const environment = new Environment(this);
    // The hint of a statement holds for what its views and inline functions recurse, too.
    environment.maxRecursion = this.session.maxRecursion;
    const rows = executeQuery(environment, view.query);
    this.session.statementCache.set(key, rows);
    return rows;
  }

  functionRows(name: QualifiedName, args: readonly SqlValue[], types: readonly SqlType[]): readonly Row[] {
    return callTableFunction(this, name, args, types);
  }

  scalarFunction(name: QualifiedName, args: readonly SqlValue[]): SqlValue {
    return callScalarFunction(this, name, args);
  }

  nextValue(name: QualifiedName): SqlValue {
    const { database } = this.session;
    const found = database.binder.catalog.object(name.name, name.schema);
    if (found?.kind !== 'sequence') throw sqlError(208, `${name.schema}.${name.name}`);
    const { start, increment } = found.sequence;
    const key = `${name.schema}.${name.name}`.toLowerCase();
    const last = database.sequences.get(key);
    const next = last === undefined ? BigInt(start) : last + BigInt(increment);
    database.sequences.set(key, next);
    return next;
  }

  readonly #identities = new Map<Bound.BoundIdentityValue, bigint>();

  identityValue(node: Bound.BoundIdentityValue): SqlValue {
    const last = this.#identities.get(node);
    const next = last === undefined ? BigInt(node.seed) : last + BigInt(node.increment);
    this.#identities.set(node, next);
    return next;
  }

  partitionFunction(name: string): ReturnType<Host['partitionFunction']> {
    return this.session.database.partitions.functions.get(name.toLowerCase());
  }

  columnUpdated(column: number): boolean {
    const updated = this.frame.trigger?.updated;
    return updated === 'all' || updated?.has(column) === true;
  }

  sessionFunction(name: string, args: readonly SqlValue[]): SqlValue | undefined {
    return sessionFunction(this.session, this.frame, name, args);
  }
}
