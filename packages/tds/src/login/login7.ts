import { FEATURE } from '../protocol/prelogin-options.js';
import { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';

export interface Login {
  readonly version: number;
  readonly packetSize: number;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly application: string;
  readonly language: string;
  readonly database: string;
  /** Integrated or federated authentication instead of a password. */
  readonly otherAuthentication: boolean;
  readonly features: ReadonlySet<number>;
}

/** Where the offsets of the texts begin, and bits of the options. Source: [MS-TDS] 2.2.6.4 */
const OFFSETS_AT = 36;
const INTEGRATED_SECURITY = 0x80;
const HAS_EXTENSION = 0x10;
const FEDERATED = 0x02;

export function readLogin(payload: Buffer): Login {
  const head = new ByteReader(payload);
  const length = head.uint32();
  if (length > payload.length) throw new Malformed('a LOGIN7 that is longer than its message');
  const version = head.uint32();
  const packetSize = head.uint32();
  head.skip(4 + 4 + 4 + 1);
  const flags2 = head.uint8();
  head.skip(1);
  const flags3 = head.uint8();
  head.skip(OFFSETS_AT - head.position);
  const text = (): string => {
    const offset = head.uint16();
    return textAt(payload, offset, head.uint16());
  };
  const host = text();
  const user = text();
  const passwordAt = head.uint16();
  const password = unmangled(payload, passwordAt, head.uint16());
  const application = text();
  text();
  const extensionAt = head.uint16();
  head.skip(2);
  text();
  const language = text();
  const database = text();
  const features = (flags3 & HAS_EXTENSION) !== 0 ? readFeatures(payload, extensionAt) : new Set<number>();
  const otherAuthentication = (flags2 & INTEGRATED_SECURITY) !== 0 || features.has(FEDERATED);
  return { version, packetSize, host, user, password, application, language, database, otherAuthentication, features };
}

function slice(payload: Buffer, offset: number, length: number): Buffer {
  if (offset + length > payload.length) throw new Malformed('a text of LOGIN7 beyond its end');
  return payload.subarray(offset, offset + length);
}

function textAt(payload: Buffer, offset: number, units: number): string {
  return units === 0 ? '' : slice(payload, offset, units * 2).toString('utf16le');
}

/** Each byte of the password has its halves swapped and is then XORed with A5. */
function unmangled(payload: Buffer, offset: number, units: number): string {
  if (units === 0) return '';
  const bytes = slice(payload, offset, units * 2);
  const plain = Buffer.from(
    bytes.map((byte) => {
      const crossed = byte ^ 0xa5;
      return ((crossed & 0x0f) << 4) | (crossed >> 4);
    }),
  );
  return plain.toString('utf16le');
}

function readFeatures(payload: Buffer, pointerAt: number): ReadonlySet<number> {
  const at = slice(payload, pointerAt, 4).readUInt32LE(0);
  const reader = new ByteReader(slice(payload, at, payload.length - at));
  const features = new Set<number>();
  for (let id = reader.uint8(); id !== FEATURE.end; id = reader.uint8()) {
    features.add(id);
    reader.skip(reader.uint32());
  }
  return features;
}
