import type { QualifiedName } from '@datamigrate/catalog';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { LandedTable } from './land-tables.js';

const TABLE = 'landing_progress';

/** Which tables of a landing are whole, kept in the file itself: noted when all of their rows are there. */
export class LandingProgress {
  readonly #connection: DuckDBConnection;
  readonly #place: string;
  readonly #landed: ReadonlyMap<string, LandedTable>;

  private constructor(connection: DuckDBConnection, place: string, landed: ReadonlyMap<string, LandedTable>) {
    this.#connection = connection;
    this.#place = place;
    this.#landed = landed;
  }

  /** Whether a file is the beginning of the landing of a source. */
  static async belongsTo(instance: DuckDBInstance, source: string): Promise<boolean> {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(`select 1 from main.${TABLE} where source = $1 limit 1`, [source]);
      return reader.getRows().length > 0;
    } catch {
      // No such table: the file was made in another way.
      return false;
    } finally {
      connection.closeSync();
    }
  }

  static async open(connection: DuckDBConnection, database: string, source: string): Promise<LandingProgress> {
    const place = `${database}.main.${TABLE}`;
    await connection.run(`create table if not exists ${place} (source varchar, table_name varchar, report varchar)`);
    // A row of its own says whose landing this is before the first table is whole.
    await connection.run(`insert into ${place} select $1, null, null where not exists (select 1 from ${place})`, [
      source,
    ]);
    const reader = await connection.runAndReadAll(
      `select table_name, report from ${place} where table_name is not null`,
    );
    const landed = reader.getRows().map(([name, report]) => [String(name), JSON.parse(String(report))] as const);
    return new LandingProgress(connection, place, new Map(landed as [string, LandedTable][]));
  }

  landed(table: QualifiedName): LandedTable | undefined {
    return this.#landed.get(keyOf(table));
  }

  async note(landed: LandedTable): Promise<void> {
    const values = [keyOf(landed), JSON.stringify(landed)];
    await this.#connection.run(
      `insert into ${this.#place} select any_value(source), $1, $2 from ${this.#place}`,
      values,
    );
  }

  /** The landing is complete: nothing of this stays in the file. */
  async end(): Promise<void> {
    await this.#connection.run(`drop table ${this.#place}`);
  }
}

const keyOf = ({ schema, name }: QualifiedName): string => JSON.stringify([schema, name]);
