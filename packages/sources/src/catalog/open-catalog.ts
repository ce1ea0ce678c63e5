import { createHash } from 'node:crypto';
import type { Catalog } from '@datamigrate/catalog';
import { parseDocument } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { sourceDiagnostics } from '../diagnostics.js';
import { readText } from '../files/read-file.js';
import type { Source } from '../source.js';
import { countedIn } from './counted.js';
import { writeDefinitions } from './write-definitions.js';

/** A catalog that was saved before. It holds no rows. */
export async function openCatalog(path: string): Promise<Result<Source, Diagnostic>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const document = text.value === undefined ? undefined : parseDocument('catalog', text.value);
  if (!document?.ok) {
    const reason = document ? shortened(document.error) : 'it is no text';
    return err(sourceDiagnostics.create('source-catalog-invalid', { path, reason }));
  }
  const { source, gaps } = document.value;
  const catalog: Catalog = document.value.catalog;
  const scripts = writeDefinitions(catalog);
  const { name: _, ...settings } = catalog.database;
  return ok({
    kind: 'catalog',
    database: source.database,
    settings,
    scripts,
    files: catalog.modules.map(({ origin, schema, name, definition }) => ({
      path: origin?.file ?? `${schema}.${name}`,
      text: definition,
    })),
    data: [],
    folders: [],
    counted: countedIn(catalog),
    gaps,
    fingerprint: createHash('sha256')
      .update(text.value ?? '')
      .digest('hex'),
    diagnostics: gaps.map(({ code, severity, message, help, object, file }) => ({
      code,
      severity,
      message,
      ...(help === undefined ? {} : { help }),
      ...(object === undefined ? {} : { object }),
      ...(file === undefined ? {} : { source: file }),
    })),
  });
}

/** A file of another kind has many faults, all of them saying the same. */
function shortened(faults: readonly string[]): string {
  const said = faults.map((fault) => fault.replace(/invalid input: expected .*, received undefined$/, 'it is missing'));
  const shown = said.slice(0, 3).join('; ');
  return faults.length > 3 ? `${shown}; and ${faults.length - 3} more faults` : shown;
}
