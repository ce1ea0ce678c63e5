import { landedSchema } from '@datamigrate/landing';
import { DuckDBInstance } from '@duckdb/node-api';

/** Counts the rows of landed tables, by `schema.table`, in the file itself. */
export async function landedRows(file: string, tables: readonly string[]): Promise<Map<string, number>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const rows = new Map<string, number>();
    for (const table of tables) {
      const [schema = '', name = ''] = table.replaceAll(/[[\]]/g, '').split('.');
      const found = await connection.runAndReadAll(
        `select count(*) from warehouse."${landedSchema(schema)}"."${name}"`,
      );
      rows.set(table, Number(found.getRows()[0]?.[0]));
    }
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}

/** One text of the first row of each of these landed tables of schema dbo. */
export async function textsOf(file: string, tables: readonly string[], column: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const texts: string[] = [];
    for (const table of tables) {
      const found = await connection.runAndReadAll(`select "${column}" from warehouse.dbo."${table}" limit 1`);
      texts.push(String(found.getRows()[0]?.[0]));
    }
    connection.closeSync();
    return texts;
  } finally {
    instance.closeSync();
  }
}
