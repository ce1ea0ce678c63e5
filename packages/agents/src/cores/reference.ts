import { displayName, type Module, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import type { ProcedureParameter } from '@datamigrate/procedure-analysis';
import { loadScriptSource } from '@datamigrate/sources';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { ReferenceRows } from './reference-rows.js';
import type { Workspace } from './workspace.js';

/** The database after the converted procedures; what could not be run, by the procedure's id. */
interface AfterProcedures {
  readonly database: Database;
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * The original, executed by the reference engine: tables as the scripts fill them; views, and the tables that procedures
 * write, after the converted procedures have run once, in the order in which the project builds their models.
 */
export class Reference {
  readonly #workspace: Workspace;
  readonly #path: string;
  readonly #now: Date;
  #after: AfterProcedures | undefined;

  constructor(workspace: Workspace, path: string, now: Date) {
    this.#workspace = workspace;
    this.#path = path;
    this.#now = now;
  }

  tableRows(table: Table): ReferenceRows {
    return rowsOf(this.#workspace.loaded.database, table);
  }

  viewRows(view: Module, plan: Plan, executions: ReadonlyMap<string, ObjectExecution>): ReferenceRows {
    const { database, failures } = this.#run(plan, executions);
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

  writtenRows(
    procedure: Module,
    table: Table,
    plan: Plan,
    executions: ReadonlyMap<string, ObjectExecution>,
  ): ReferenceRows {
    const { database, failures } = this.#run(plan, executions);
    const reason = failures.get(displayName(procedure));
    return reason === undefined ? rowsOf(database, table) : { skipped: reason };
  }

  /** Runs the converted procedures once on a database of their own. */
  #run(plan: Plan, executions: ReadonlyMap<string, ObjectExecution>): AfterProcedures {
    if (this.#after) return this.#after;
    const loaded = loadScriptSource(this.#workspace.source, this.#path, { now: wholeSecond(this.#now) });
    const database = loaded.ok ? loaded.value.database : this.#workspace.loaded.database;
    const failures = new Map<string, string>();
    for (const { id, kind } of plan.objects) {
      if (kind !== 'procedure' || executions.get(id)?.status !== 'converted') continue;
      const module = this.#workspace.catalog.catalog.modules.find((each) => displayName(each) === id);
      const analysis = module && this.#workspace.reader.read(module).analysis;
      if (!module || !analysis || analysis.tables.length === 0) continue;
      const { error, refusal } = executeSql(database, callOf(module, analysis.parameters, this.#now));
      const problem = error?.message ?? refusal?.construct;
      if (problem !== undefined) failures.set(id, `the reference engine does not run ${id}: ${problem}.`);
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
      for (const module of catalog.catalog.modules) {
        const { analysis, reads } = reader.read(module);
        const id = displayName(module);
        if (analysis?.tables.some(({ table }) => displayName(table.object).toLowerCase() === name)) providers.add(id);
        if (id.toLowerCase() !== name) continue;
        for (const read of reads) if (!seen.has(read)) open.push(read);
        for (const read of reads) seen.add(read);
      }
    }
    return providers;
  }
}

/** `EXEC p @AsOf = '2024-02-29'`: days that nobody states are the day of the run, as in the project. */
function callOf(procedure: Module, parameters: readonly ProcedureParameter[], now: Date): string {
  const today = now.toISOString().slice(0, 10).replaceAll('-', '');
  const given = parameters
    .filter(({ default: value, type }) => value.kind === 'today' || (value.kind === 'none' && type.name === 'date'))
    .map((parameter) => `${parameter.name} = '${today}'`);
  return `EXEC ${quotedName(procedure)} ${given.join(', ')}`;
}

function rowsOf(database: Database, table: Table): ReferenceRows {
  const rows = tableRows(database, table);
  if (!rows) return { skipped: 'the table is not in the database any more.' };
  const key = table.primaryKey?.columns;
  return { columns: table.columns.map(({ name, type }) => ({ name, type })), rows, ...(key ? { key } : {}) };
}

/** All rows of a table, computed columns included, in the text format of `exec`. */
export function tableRows(database: Database, table: Table): readonly (readonly (string | null)[])[] | undefined {
  return executeSql(database, `SELECT * FROM ${quotedName(table)}`).resultSets[0]?.rows;
}

function quotedName({ schema, name }: QualifiedName): string {
  return `[${schema.replaceAll(']', ']]')}].[${name.replaceAll(']', ']]')}]`;
}

/** The day of a run, as the project and the reference engine both take it. */
export const today = (now: Date): string => now.toISOString().slice(0, 10);

/** GETDATE() of the reference engine: the project knows the time of the run to the second. */
export const wholeSecond = (now: Date): number => Math.floor(now.getTime() / 1000) * 1000;
