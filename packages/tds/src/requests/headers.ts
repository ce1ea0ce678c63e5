import type { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';

/** ALL_HEADERS in front of a request; nothing in them is needed here. Source: [MS-TDS] 2.2.5.3 */
export function skipHeaders(reader: ByteReader): void {
  const length = reader.uint32();
  if (length < 4 || length - 4 > reader.rest) throw new Malformed(`headers of ${length} bytes`);
  reader.skip(length - 4);
}
