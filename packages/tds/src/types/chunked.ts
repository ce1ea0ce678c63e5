import { CHUNKED } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import type { ByteWriter } from '../wire/byte-writer.js';

/** A value of a (max) type, in one chunk. */
export function writeChunked(out: ByteWriter, bytes: Uint8Array | null): void {
  if (bytes === null) {
    out.uint64(CHUNKED.null);
    return;
  }
  out.uint64(BigInt(bytes.length));
  if (bytes.length > 0) out.uint32(bytes.length).bytes(bytes);
  out.uint32(0);
}

export function readChunked(reader: ByteReader): Buffer | null {
  if (reader.uint64() === CHUNKED.null) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.uint32(); length !== 0; length = reader.uint32()) chunks.push(reader.bytes(length));
  return Buffer.concat(chunks);
}
