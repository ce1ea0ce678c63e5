import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { mayBeRead } from '../files/source-root.js';
import { readDataFile } from './find-data-file.js';
import { DataFault } from './table-data.js';

/** Smaller files are read at once; those that are packed are, too. */
const LARGEST_AT_ONCE = 8 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** The text of a data file, a part at a time. What is no text is a `DataFault`. */
export function* textChunks(path: string): Generator<string, void, undefined> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LARGEST_AT_ONCE || path.toLowerCase().endsWith('.gz')) {
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

function* byteChunks(path: string): Generator<Uint8Array, void, undefined> {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(CHUNK);
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
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
  } catch {
    return 'windows-1252';
  }
}
