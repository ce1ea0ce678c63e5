import { ByteReader } from '../wire/byte-reader.js';
import { skipHeaders } from './headers.js';

/** The text of a SQLBatch. */
export function readBatch(payload: Buffer): string {
  const reader = new ByteReader(payload);
  skipHeaders(reader);
  return reader.bytes(reader.rest).toString('utf16le');
}
