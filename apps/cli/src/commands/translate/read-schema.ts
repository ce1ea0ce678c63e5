import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { CatalogBuilder } from '@datamigrate/tsql-binder';
import { type Ast, decodeSource, parseScript } from '@datamigrate/tsql-syntax';
import { readInputFile } from '../../input/read-file.js';

/** A statement that may define something, with the text that it stands in. */
export interface Definition {
  readonly statement: Ast.Statement;
  readonly text: string;
}

/** The statements of the scripts that create the tables. Rows and anything else that defines nothing is left out. */
export async function readSchema(files: readonly string[]): Promise<Result<readonly Definition[], Diagnostic>> {
  const definitions: Definition[] = [];
  for (const file of files) {
    const bytes = await readInputFile(file);
    if (!bytes.ok) return bytes;
    const decoded = decodeSource(bytes.value);
    if (!decoded.ok) return err({ ...decoded.error, source: file });
    const { text } = decoded.value;
    for (const { statements } of parseScript(text)) {
      for (const statement of statements) {
        if (!ROWS.has(statement.kind)) definitions.push({ statement, text });
      }
    }
  }
  return ok(definitions);
}

const ROWS: ReadonlySet<string> = new Set(['Insert', 'Update', 'Delete', 'Merge', 'Select', 'Execute']);

export function applyDefinitions(builder: CatalogBuilder, definitions: readonly Definition[]): void {
  for (const { statement, text } of definitions) {
    builder.apply(statement, { text, ansiNulls: true, quotedIdentifier: true });
  }
}
