import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { z } from 'zod';
import { dbtDiagnostics } from '../diagnostics.js';

/** The schema that an artefact must name, and the parts of it that are read. */
export interface ArtifactFormat<T> {
  /** As in "manifest/v12". */
  readonly version: string;
  readonly schema: z.ZodType<T>;
}

const header = z.object({ metadata: z.object({ dbt_schema_version: z.string() }) });

/** Reads an artefact only if it has exactly the schema version that this package was written for. */
export async function readArtifact<T>(path: string, format: ArtifactFormat<T>): Promise<Result<T, Diagnostic>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return err(dbtDiagnostics.create('dbt-artifact-missing', { path }));
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return err(dbtDiagnostics.create('dbt-artifact-unreadable', { path, reason: String(error) }));
  }
  const found = schemaVersionOf(content);
  if (found !== format.version) {
    return err(dbtDiagnostics.create('dbt-artifact-version', { path, found, expected: format.version }));
  }
  const parsed = format.schema.safeParse(content);
  if (!parsed.success) {
    return err(dbtDiagnostics.create('dbt-artifact-shape', { path, reason: z.prettifyError(parsed.error) }));
  }
  return ok(parsed.data);
}

/** "manifest/v12" of an address that ends in "/dbt/manifest/v12.json". */
function schemaVersionOf(content: unknown): string {
  const parsed = header.safeParse(content);
  if (!parsed.success) return 'none';
  const address = parsed.data.metadata.dbt_schema_version;
  return /\/dbt\/(.+)\.json$/.exec(address)?.[1] ?? address;
}
