import { objectKey, type QualifiedName, quotedName, type Table } from '@datamigrate/catalog';
import { BranchCoverage, Connection, type Database, type ExecutionResult, executeSql } from '@datamigrate/tsql-engine';
import type { RowPicker, Selection } from './row-picker.js';

export type Rows = ExecutionResult['resultSets'][number];

/** The original with few rows: a copy whose tables hold what is picked, and nothing else. */
export class SmallDatabase {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Tables that are not picked from are left empty if they are among `tables`; others keep their rows. */
  fill(tables: readonly Table[], picker: RowPicker, selection: Selection): void {
    for (const table of tables) {
      const id = objectKey(table);
      const rows = picker.rowsOf(id);
      const picked = [...(selection.get(id) ?? [])].sort((a, b) => a - b);
      this.#database.store(table)?.adopt(picked.map((i) => rows[i]).filter((row) => row !== undefined));
    }
  }

  /** All rows of a table or view; undefined where the engine does not run it. */
  select(object: QualifiedName): Rows | undefined {
    return allRows(this.#database, object);
  }

  /** Runs a text and tells which ways it went, each as `module kind line side`. */
  run(sql: string): {
    readonly resultSets: readonly Rows[];
    readonly ways: readonly Way[];
    readonly failed: boolean;
  } {
    const branches = new BranchCoverage();
    const connection = new Connection(this.#database, { branches });
    const { resultSets, error, refusal } = connection.execute(sql);
    connection.close();
    const ways = branches.branches.filter(({ reached }) => reached > 0);
    const failed = error !== undefined || refusal !== undefined;
    return { resultSets: failed ? [] : resultSets, ways, failed };
  }
}

/** A way that a construct of a module went. */
export type Way = BranchCoverage['branches'][number];

/** All rows of a table or view of a database; undefined where the engine does not run it. */
export function allRows(database: Database, object: QualifiedName): Rows | undefined {
  const { resultSets, error, refusal } = executeSql(database, `SELECT * FROM ${quotedName(object)}`);
  return error === undefined && refusal === undefined ? resultSets[0] : undefined;
}
