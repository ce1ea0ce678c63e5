import type { Table } from '@datamigrate/catalog';
import type { LandingProfile } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { DataProfile } from '@datamigrate/landing';

/** What the rows of a DuckDB file say about each column of the tables that were landed in it. */
export async function profileLanded(
  file: string,
  tables: readonly Table[],
): Promise<Result<LandingProfile, Diagnostic>> {
  const opened = await DataProfile.open(file);
  if (!opened.ok) return opened;
  try {
    const found: LandingProfile['tables'] = [];
    for (const table of tables) {
      const profile = await opened.value.columns(table);
      if (!profile) continue;
      found.push({ schema: table.schema, name: table.name, rows: profile.rows, columns: [...profile.columns] });
    }
    return ok({ schemaVersion: 1, tables: found });
  } finally {
    opened.value.close();
  }
}
