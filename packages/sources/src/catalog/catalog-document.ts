import type { Catalog } from '@datamigrate/catalog';
import type { CatalogDocument, SourceGap } from '@datamigrate/contracts';
import { type Diagnostic, SourceText } from '@datamigrate/diagnostics';
import type { Source } from '../source.js';

/** What `extract` writes: the catalog, and all that a reader should know is not in it. */
export function catalogDocument(
  source: Pick<Source, 'kind' | 'database' | 'files' | 'diagnostics' | 'gaps'>,
  loaded: { readonly catalog: Catalog; readonly diagnostics: readonly Diagnostic[] },
): CatalogDocument {
  return {
    schemaVersion: 1,
    source: { kind: source.kind, database: source.database },
    // The schema's own arrays are not readonly; nothing writes to them.
    catalog: loaded.catalog as CatalogDocument['catalog'],
    gaps: sourceGaps(source, loaded.diagnostics),
  };
}

/** Everything that was said about the source and is more than a note. */
export function sourceGaps(
  source: Pick<Source, 'files' | 'diagnostics' | 'gaps'>,
  loaded: readonly Diagnostic[],
): SourceGap[] {
  const { gaps } = source;
  if (!gaps) return gapsOf(source.files, [...source.diagnostics, ...loaded]);
  // A catalog that was saved before says the same again when it is loaded.
  const known = new Set(gaps.map(saying));
  return [...gaps, ...gapsOf(source.files, loaded).filter((gap) => !known.has(saying(gap)))];
}

const saying = ({ code, message }: SourceGap): string => `${code} ${message}`;

function gapsOf(files: Source['files'], diagnostics: readonly Diagnostic[]): SourceGap[] {
  const texts = new Map<string, SourceText>();
  const textOf = (file: string): SourceText | undefined => {
    const known = texts.get(file);
    if (known) return known;
    const found = files.find(({ path }) => path === file);
    const text = found && new SourceText(file, found.text);
    if (text) texts.set(file, text);
    return text;
  };
  return diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, severity, message, help, object, source: file, span }): SourceGap => {
      const place = file !== undefined && span ? textOf(file)?.position(span.start) : undefined;
      return {
        code,
        severity,
        message,
        ...(help === undefined ? {} : { help }),
        ...(object === undefined ? {} : { object }),
        ...(file === undefined ? {} : { file }),
        ...(place ? { line: place.line, column: place.column } : {}),
      };
    });
}
