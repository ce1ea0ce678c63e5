import { gunzipSync } from 'node:zlib';
import { LARGEST_FILE } from './read-file.js';

/** The content of a gzip file; undefined where it is damaged, or larger than any file may be. */
export function gunzipBounded(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_FILE });
  } catch {
    return undefined;
  }
}
