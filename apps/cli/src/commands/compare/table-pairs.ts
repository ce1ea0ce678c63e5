import { type CompareMap, parseDocument } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { TablePair } from '@datamigrate/validation';
import { cliDiagnostics } from '../../diagnostics.js';
import { readInputFile } from '../../input/read-file.js';
import type { CompareWork } from './compare-databases.js';

/** The pairs that --map or --table name; undefined when neither does. */
export async function tablePairs(work: CompareWork): Promise<Result<readonly TablePair[] | undefined, Diagnostic>> {
  const { map, table, key, ignore, tolerances, samples } = work;
  const common = {
    ...(key.length > 0 ? { key } : {}),
    ignoreColumns: ignore,
    tolerances,
    sampleLimit: samples,
  };
  if (map !== undefined) {
    const read = await readMap(map);
    if (!read.ok) return read;
    return ok(read.value.tables.map((entry) => ({ ...common, ...pairOf(entry, common) })));
  }
  if (table.length === 0) return ok(undefined);
  return ok(
    table.map((text) => {
      const [left = '', right = left] = text.split('=').map((part) => part.trim());
      return { ...common, left, right };
    }),
  );
}

async function readMap(file: string): Promise<Result<CompareMap, Diagnostic>> {
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const parsed = parseDocument('compare-map', new TextDecoder().decode(bytes.value));
  if (parsed.ok) return parsed;
  const problems = parsed.error.join('; ');
  const help = 'See packages/contracts/schemas/compare-map.json.';
  return err(cliDiagnostics.create('cli-invalid-document', { file, document: 'map', problems, help }));
}

function pairOf(
  entry: CompareMap['tables'][number],
  common: Pick<TablePair, 'ignoreColumns' | 'tolerances'>,
): TablePair {
  const { left, right, columns, key, ignore = [], tolerances = {} } = entry;
  return {
    left,
    right,
    ...(columns ? { columnMap: columns } : {}),
    ...(key ? { key } : {}),
    ignoreColumns: [...(common.ignoreColumns ?? []), ...ignore],
    tolerances: [
      ...(common.tolerances ?? []),
      ...Object.entries(tolerances).map(([column, { absolute, relative }]) => ({
        column,
        ...(absolute === undefined ? {} : { absolute }),
        ...(relative === undefined ? {} : { relative }),
      })),
    ],
  };
}
