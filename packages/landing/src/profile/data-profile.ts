import type { Collation } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import { landedSchema, quoted } from '../types/landed-names.js';
import { type Spellings, spellings } from './spellings.js';

/** A column of a SQL Server table. */
export interface ColumnAddress {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

/** Facts about landed rows, each read once. Close it before dbt opens the file. */
export class DataProfile {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #values = new Map<string, Promise<readonly string[] | undefined>>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(path: string): Promise<Result<DataProfile, Diagnostic>> {
    try {
      const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
      return ok(new DataProfile(instance, await instance.connect()));
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
      return err(landingDiagnostics.create('profile-file-failed', { path, reason }));
    }
  }

  /** The different values of a column of text, without NULL; undefined when the column was not landed as text. */
  distinctValues(address: ColumnAddress): Promise<readonly string[] | undefined> {
    const key = JSON.stringify([address.schema, address.table, address.column].map((name) => name.toLowerCase()));
    const known = this.#values.get(key) ?? this.#read(address);
    this.#values.set(key, known);
    return known;
  }

  /** Undefined when one of the columns was not landed as text: nothing is known then. */
  async spellings(
    columns: readonly ColumnAddress[],
    literals: readonly string[],
    collation: Collation | string,
  ): Promise<Spellings | undefined> {
    const groups: (readonly string[])[] = [literals];
    for (const column of columns) {
      const values = await this.distinctValues(column);
      if (values === undefined) return undefined;
      groups.push(values);
    }
    return spellings(groups, collation);
  }

  /** Whether a landed column of numbers holds no zero. */
  async neverZero({ schema, table, column }: ColumnAddress): Promise<boolean> {
    const [name, relation] = [quoted(column), `${quoted(landedSchema(schema))}.${quoted(table)}`];
    try {
      const found = await this.#connection.runAndReadAll(`select 1 from ${relation} where ${name} = 0 limit 1`);
      return found.getRows().length === 0;
    } catch {
      // Not landed, or no number: nothing is known.
      return false;
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #read({ schema, table, column }: ColumnAddress): Promise<readonly string[] | undefined> {
    const found = await this.#connection.runAndReadAll(
      `select database_name from duckdb_columns() where lower(schema_name) = lower($1) and lower(table_name) = lower($2)
       and lower(column_name) = lower($3) and data_type = 'VARCHAR' and database_name = current_database()`,
      [landedSchema(schema), table, column],
    );
    const database = found.getRows()[0]?.[0];
    if (typeof database !== 'string') return undefined;
    const name = quoted(column);
    const relation = [database, landedSchema(schema), table].map(quoted).join('.');
    const query = `select distinct ${name} from ${relation} where ${name} is not null order by all`;
    return (await this.#connection.runAndReadAll(query)).getRows().map(([value]) => String(value));
  }
}
