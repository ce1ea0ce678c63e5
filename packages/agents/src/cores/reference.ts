import { displayName, type Module, quotedName, type Table } from '@datamigrate/catalog';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import { moduleRead, writersOf } from '../assessment/estate-index.js';
import { rowsOfTable } from '../scenario/reference-session.js';
import type { ScenarioCall } from '../scenario/scenario-steps.js';
import type { ReferenceRows } from './reference-rows.js';
import type { Workspace } from './workspace.js';

/** The database after the calls; what could not be run, by the procedure's id. */
interface AfterCalls {
  readonly database: Database;
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * The original, executed by the reference engine: tables as the scripts fill them; views after the calls for which the
 * build of the whole project stands.
 */
export class Reference {
  readonly #workspace: Workspace;
  readonly #fresh: () => Database;
  readonly #calls: readonly ScenarioCall[];
  #after: AfterCalls | undefined;

  constructor(workspace: Workspace, fresh: () => Database, calls: readonly ScenarioCall[]) {
    this.#workspace = workspace;
    this.#fresh = fresh;
    this.#calls = calls;
  }

  tableRows(table: Table): ReferenceRows {
    return rowsOfTable(this.#workspace.loaded.database, table);
  }

  viewRows(view: Module): ReferenceRows {
    const { database, failures } = this.#run();
    const reason = [...this.#providersOf(view)].flatMap((id) => failures.get(id) ?? [])[0];
    if (reason !== undefined) return { skipped: reason };
    const result = executeSql(database, `SELECT * FROM ${quotedName(view)}`);
    const problem = result.error?.message ?? result.refusal?.construct;
    const [rows] = result.resultSets;
    if (problem !== undefined || !rows) {
      return { skipped: `the reference engine does not run it: ${problem ?? 'it gave no rows'}.` };
    }
    const columns = this.#workspace.reader.read(view).view?.columns ?? [];
    return {
      columns: columns.map(({ name: column, type }, i) => ({ name: column ?? `column_${i + 1}`, type })),
      rows: rows.rows,
    };
  }

  #run(): AfterCalls {
    if (this.#after) return this.#after;
    const database = this.#fresh();
    const failures = new Map<string, string>();
    for (const { sql, procedure = '' } of this.#calls) {
      const { error, refusal } = executeSql(database, sql);
      const problem = error?.message ?? refusal?.construct;
      if (problem !== undefined) failures.set(procedure, `the reference engine does not run ${procedure}: ${problem}.`);
    }
    this.#after = { database, failures };
    return this.#after;
  }

  /** Procedures that write what a view reads, views below it included. */
  #providersOf(view: Module): ReadonlySet<string> {
    const { catalog, reader } = this.#workspace;
    const providers = new Set<string>();
    const open = [...reader.read(view).reads];
    const seen = new Set(open);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const writer of writersOf(catalog.catalog, reader, name)) providers.add(displayName(writer));
      const module = moduleRead(catalog.catalog, name);
      const reads = module ? reader.read(module).reads : [];
      for (const read of reads) if (!seen.has(read)) open.push(read);
      for (const read of reads) seen.add(read);
    }
    return providers;
  }
}

export { today, wholeSecond } from './run-clock.js';
