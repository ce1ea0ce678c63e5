import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { decodeSource } from '../source/decode-source.js';

/** Real scripts beside the repository, with what Microsoft's own parser counted in them. Users do not have them. */
const ROOT = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));

export const haveCorpora = existsSync(`${ROOT}facts`);

/** What Microsoft's parser saw in one batch. */
export interface Fact {
  readonly file: string;
  readonly batch: number;
  /** Offset and length in the decoded text. */
  readonly start: number;
  readonly length: number;
  readonly ok: boolean;
  readonly statementCount?: number;
}

function linesOf<T>(path: string): T[] {
  return readFileSync(`${ROOT}${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The facts of a corpus by file. */
export function factsOf(corpus: string): Map<string, Fact[]> {
  const byFile = new Map<string, Fact[]>();
  for (const fact of linesOf<Fact>(`facts/${corpus}.jsonl`)) {
    byFile.set(fact.file, [...(byFile.get(fact.file) ?? []), fact]);
  }
  return byFile;
}

export function textOf(file: string): string {
  const raw = readFileSync(`${ROOT}${file}`);
  const decoded = decodeSource(file.endsWith('.gz') ? gunzipSync(raw) : raw);
  if (!decoded.ok) throw new Error(`${file}: ${decoded.error.message}`);
  return decoded.value.text;
}
