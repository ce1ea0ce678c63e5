import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseLineSchema } from '@datamigrate/contracts';
import { describe, expect, it } from 'vitest';
import { jsonLines, run } from '../../testing/run-cli.js';

/** Published scripts beside the repository; not everybody has them. */
const CORPORA = fileURLToPath(new URL('../../../../../../shared/corpora/', import.meta.url));

interface SourceFile {
  readonly file: string;
  readonly encoding?: string;
}

function scriptsIn(encoding: string): string[] {
  if (!existsSync(`${CORPORA}SOURCES.json`)) return [];
  const files = JSON.parse(readFileSync(`${CORPORA}SOURCES.json`, 'utf8')) as SourceFile[];
  return files.filter((f) => f.encoding === encoding && f.file.endsWith('.sql')).map(({ file }) => file);
}

describe.skipIf(!existsSync(CORPORA))('scripts as they are found in the wild', () => {
  it.each(['utf-16le-bom', 'windows-1252', 'utf-8-bom'])('parses those in %s', async (encoding) => {
    const files = scriptsIn(encoding);
    expect(files.length).toBeGreaterThan(0);
    const finished = await run(['parse', '--json', ...files], { cwd: CORPORA });
    const lines = jsonLines(finished.stdout).map((line) => parseLineSchema.parse(line));
    expect(finished.stderr).toBe('');
    expect(lines.length).toBeGreaterThanOrEqual(files.length);
    expect(lines.filter(({ roundTrip }) => !roundTrip)).toEqual([]);
    expect(lines.filter(({ ok, stable, opaque }) => ok && (!stable || opaque > 0))).toEqual([]);
    // A byte order mark, or bytes read in the wrong encoding, would be characters that no statement has.
    const codes = lines.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
    expect(codes).not.toContain('parse-invalid-character');
    expect(lines.filter(({ ok }) => ok).length).toBeGreaterThan(0.9 * lines.length);
  });
});
