import { formatValue } from '@datamigrate/tsql-engine';
import { type LoadedSource, loadSource } from '../loading/load-source.js';
import type { LoadEnvironment } from '../loading/prepare-source.js';
import { openSource } from '../open-source.js';
import type { Source } from '../source.js';

export interface Opened {
  readonly source: Source;
  readonly loaded: LoadedSource;
  /** The codes of everything that was said, in order. */
  readonly codes: readonly string[];
}

/** Opens and loads a source that is expected to be readable. */
export async function open(path: string, more: Partial<LoadEnvironment> = {}): Promise<Opened> {
  const source = await openSource(path);
  if (!source.ok) throw new Error(`${source.error.code}: ${source.error.message}`);
  const loaded = await loadSource(source.value, path, { now: Date.UTC(2024, 0, 31), ...more });
  if (!loaded.ok) throw new Error(`${loaded.error.code}: ${loaded.error.message}`);
  const codes = [...source.value.diagnostics, ...loaded.value.diagnostics].map(({ code }) => code);
  return { source: source.value, loaded: loaded.value, codes };
}

/** The rows of a table as texts. */
export function rowsOf({ loaded }: Opened, name: string, schema = 'dbo'): (string | null)[][] {
  const table = loaded.catalog.tables.find((each) => each.schema === schema && each.name === name);
  return (loaded.database.rows(schema, name) ?? []).map((row) =>
    row.map((value, i) => formatValue(value, table?.columns[i]?.type ?? { name: 'null' })),
  );
}

export const tableNames = ({ loaded }: Opened): string[] => loaded.catalog.tables.map(({ name }) => name).sort();
