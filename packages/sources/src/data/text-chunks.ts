import { statSync } from 'node:fs';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { gunzipped } from '../files/gunzip.js';
import { mayBeRead } from '../files/source-root.js';
import { storedIn } from '../files/stored-bytes.js';
import { readDataFile } from './find-data-file.js';
import { DataFault } from './table-data.js';

/** Smaller files are read at once. */
const LARGEST_AT_ONCE = 8 * 1024 * 1024;
/** The same for packed files, which grow. */
const LARGEST_PACKED = 1024 * 1024;
const CHUNK = 1024 * 1024;

/** The text of a data file, a part at a time. What is no text is a `DataFault`. */
export function* textChunks(path: string): Generator<string, void, undefined> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= (isPacked(path) ? LARGEST_PACKED : LARGEST_AT_ONCE)) {
    const bytes = readDataFile(path);
    const decoded = bytes && decodeSource(bytes);
    if (!decoded?.ok) throw new DataFault('it is no text, damaged or too large');
    yield decoded.value.text;
    return;
  }
  if (!mayBeRead(path)) throw new DataFault('it lies outside of the folder of sources');
  const decoder = new TextDecoder(encodingOf(path));
  for (const bytes of byteChunks(path)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

const isPacked = (path: string): boolean => path.toLowerCase().endsWith('.gz');

function* byteChunks(path: string): Generator<Uint8Array, void, undefined> {
  const stored = storedIn(path, CHUNK);
  if (!isPacked(path)) return yield* stored.chunks();
  for (const bytes of gunzipped(stored)) {
    if (bytes === 'damaged') throw new DataFault('it is damaged');
    yield bytes;
  }
}

/** What a large file is written in: as its beginning says, and UTF-8 only if all of it is. */
function encodingOf(path: string): string {
  const [beginning = new Uint8Array()] = byteChunks(path);
  const decoded = decodeSource(beginning.slice(0, CHUNK & ~1));
  if (!decoded.ok) throw new DataFault('it is no text');
  if (decoded.value.encoding === 'utf-16le' || decoded.value.encoding === 'utf-16be') return decoded.value.encoding;
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const bytes of byteChunks(path)) strict.decode(bytes, { stream: true });
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof DataFault) throw error;
    return 'windows-1252';
  }
}
