import type { Collation, QualifiedName, Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import { landedSchema, quoted } from '../types/landed-names.js';
import { profileTable, type TableProfile } from './column-profile.js';
import { type Spellings, spellings } from './spellings.js';

/** A column of a SQL Server table. */
export interface ColumnAddress {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

export interface ProfileOptions {
  /** Tables whose rows say nothing about the data. Nothing is known about their values. */
  readonly unproven?: (table: QualifiedName) => boolean;
}

/** Facts about landed rows, each read once. Close it before dbt opens the file. */
export class DataProfile {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #database: string;
  readonly #unproven: (table: QualifiedName) => boolean;
  readonly #values = new Map<string, Promise<readonly string[] | undefined>>();

  private constructor(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    database: string,
    { unproven = () => false }: ProfileOptions,
  ) {
    this.#unproven = unproven;
    this.#instance = instance;
    this.#connection = connection;
    this.#database = database;
  }

  static async open(path: string, options: ProfileOptions = {}): Promise<Result<DataProfile, Diagnostic>> {
    try {
      const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll('select current_database()')).getRows();
      return ok(new DataProfile(instance, connection, String(rows[0]?.[0]), options));
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
      return err(landingDiagnostics.create('profile-file-failed', { path, reason }));
    }
  }

  /** The different values of a column of text, without NULL; undefined when the column was not landed as text. */
  distinctValues(address: ColumnAddress): Promise<readonly string[] | undefined> {
    if (this.#isUnproven(address)) return Promise.resolve(undefined);
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

  /** What the landed rows say about each column of a table; undefined when it was not landed, or proves nothing. */
  async columns(table: Table): Promise<TableProfile | undefined> {
    if (this.#isUnproven({ schema: table.schema, table: table.name })) return undefined;
    const relation = this.#relation(table.schema, table.name);
    try {
      await this.#connection.run(`describe ${relation}`);
    } catch {
      return undefined;
    }
    return profileTable(this.#connection, relation, table);
  }

  /** Whether a landed column of numbers holds no zero. */
  neverZero(address: ColumnAddress): Promise<boolean> {
    return this.#none(address, (value) => `${value} = 0`);
  }

  /** Whether all values of a landed column of numbers are a million at most, up or down. */
  moderateAmounts(address: ColumnAddress): Promise<boolean> {
    return this.#none(address, (value) => `abs(${value}) > 1000000`);
  }

  /** Whether all values of a landed binary column have so many bytes. */
  byteLength(address: ColumnAddress, length: number): Promise<boolean> {
    return this.#none(address, (value) => `octet_length(${value}) <> ${length}`);
  }

  /** Whether no value of a landed column fulfils a condition. */
  async #none({ schema, table, column }: ColumnAddress, condition: (value: string) => string): Promise<boolean> {
    if (this.#isUnproven({ schema, table })) return false;
    const query = `select 1 from ${this.#relation(schema, table)} where ${condition(quoted(column))} limit 1`;
    try {
      const found = await this.#connection.runAndReadAll(query);
      return found.getRows().length === 0;
    } catch {
      // Not landed, or of another type: nothing is known.
      return false;
    }
  }

  #isUnproven({ schema, table }: Pick<ColumnAddress, 'schema' | 'table'>): boolean {
    return this.#unproven({ schema, name: table });
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #read({ schema, table, column }: ColumnAddress): Promise<readonly string[] | undefined> {
    const relation = this.#relation(schema, table);
    if (!(await this.#isText(relation, column))) return undefined;
    const name = quoted(column);
    const query = `select distinct ${name} from ${relation} where ${name} is not null order by all`;
    return (await this.#connection.runAndReadAll(query)).getRows().map(([value]) => String(value));
  }

  /** Not from duckdb_columns(): that looks at every table of the database, each time. */
  async #isText(relation: string, column: string): Promise<boolean> {
    const query = `select 1 from (describe ${relation}) where lower(column_name) = lower($1) and column_type = 'VARCHAR'`;
    try {
      return (await this.#connection.runAndReadAll(query, [column])).getRows().length > 0;
    } catch {
      // Not landed.
      return false;
    }
  }

  /** With the database: a schema may be called like it. */
  #relation(schema: string, table: string): string {
    return [this.#database, landedSchema(schema), table].map(quoted).join('.');
  }
}
