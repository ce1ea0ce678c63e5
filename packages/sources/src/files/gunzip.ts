import { crc32, gunzipSync } from 'node:zlib';
import { Gunzip } from 'fflate';
import { LARGEST_FILE } from './read-file.js';
import { bytesAt, type StoredBytes } from './stored-bytes.js';

/** The content of a gzip file; undefined where it is damaged, or larger than any file may be. */
export function gunzipBounded(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_FILE });
  } catch {
    return undefined;
  }
}

/** Deflate makes 1,032 bytes of one at most: what waits between two pieces stays below 17 MB. */
const PACKED_AT_A_TIME = 16 * 1024;

/** The same piece by piece; the last piece is `damaged` where the file does not unpack to what it says. */
export function* gunzipped(packed: StoredBytes): Generator<Uint8Array | 'damaged', void, undefined> {
  let ready: Uint8Array[] = [];
  let members = 1;
  let [size, crc] = [0, 0];
  const gunzip = new Gunzip((piece) => piece.length > 0 && ready.push(piece));
  gunzip.onmember = () => members++;
  for (const chunk of packed.chunks()) {
    for (let at = 0; at < chunk.length; at += PACKED_AT_A_TIME) {
      try {
        gunzip.push(chunk.subarray(at, at + PACKED_AT_A_TIME));
      } catch {
        yield 'damaged';
        return;
      }
      for (const piece of ready) {
        size += piece.length;
        crc = crc32(piece, crc);
        yield piece;
      }
      ready = [];
    }
  }
  // Checksum and size stand at the end, of the last member if there are several.
  const trailer = bytesAt(packed, packed.size - 8, 8);
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.length);
  if (members === 1 && (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== size % 2 ** 32)) yield 'damaged';
}
