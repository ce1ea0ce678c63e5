import { crc32 } from 'node:zlib';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { Inflate } from 'fflate';
import { sourceDiagnostics } from '../diagnostics.js';
import { bytesAt, held, joined, type StoredBytes } from '../files/stored-bytes.js';
import { packedFrom, type ZipEntry, zipDirectory } from './zip-directory.js';

/** The bounds within which a package is unpacked. */
export interface ZipLimits {
  /** Bytes of one entry, unpacked. */
  readonly entry: number;
  /** Bytes of all entries, unpacked. */
  readonly total: number;
  readonly entries: number;
  /** How many times larger than its packed form an entry above `ratioFrom` bytes may be. Models of XML reach 40. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

const MB = 1024 * 1024;
/** Entries with rows are unpacked piece by piece: the rows of a package may be far more than memory holds. */
export const ZIP_LIMITS: ZipLimits = {
  entry: 1024 * MB,
  total: 256 * 1024 * MB,
  entries: 200_000,
  ratio: 250,
  ratioFrom: 8 * MB,
};

/** Of packages that others have written (`isGuarded`): who sent a few megabytes must not fill anybody's memory. */
export const STRANGERS_LIMITS: ZipLimits = { ...ZIP_LIMITS, total: 4096 * MB };

/** A zip file whose entries are unpacked when they are asked for. */
export interface Zip {
  readonly names: readonly string[];
  /** Undefined for an entry that is not there or cannot be unpacked. */
  read(name: string): Uint8Array | undefined;
  /** An entry piece by piece, for what is large. A `DamagedEntry` is thrown where it cannot be unpacked to its end. */
  open(name: string): StoredBytes | undefined;
}

export class DamagedEntry extends Error {
  override name = 'DamagedEntry';
}

export function openZip(
  path: string,
  kind: string,
  stored: StoredBytes | Uint8Array,
  limits: ZipLimits = ZIP_LIMITS,
): Result<Zip, Diagnostic> {
  const file = stored instanceof Uint8Array ? held(stored) : stored;
  const invalid = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-package-invalid', { path, kind, reason }));
  const tooLarge = (reason: string): Result<never, Diagnostic> =>
    err(sourceDiagnostics.create('source-package-too-large', { path, reason }));
  const [first, second] = bytesAt(file, 0, 2);
  if (first !== 0x50 || second !== 0x4b) return invalid('it is no zip file');
  const entries = zipDirectory(file);
  if (!entries) return invalid('it is damaged, or was not copied to its end');
  if (entries.length > limits.entries) return tooLarge(`it holds ${entries.length} files`);
  for (const { name, size, packed } of entries) {
    if (size > limits.entry) return tooLarge(`${name} would be ${megabytes(size)} when unpacked`);
    const times = size / Math.max(1, packed);
    if (size > limits.ratioFrom && times > limits.ratio)
      return tooLarge(`${name} would grow to ${Math.round(times)} times its size when unpacked`);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.total) return tooLarge(`it would be ${megabytes(total)} when unpacked`);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const open = (name: string): StoredBytes | undefined => {
    const entry = byName.get(name);
    return entry && { size: entry.size, chunks: () => unpacked(file, entry) };
  };
  return ok({
    names: [...byName.keys()],
    open,
    read: (name) => {
      const entry = open(name);
      try {
        return entry && joined([...entry.chunks()]);
      } catch (error) {
        if (error instanceof DamagedEntry) return undefined;
        throw error;
      }
    },
  });
}

/** Deflate makes 1,032 bytes of one at most: what waits between two pieces stays below 17 MB. */
const PACKED_AT_A_TIME = 16 * 1024;

function* unpacked(file: StoredBytes, entry: ZipEntry): Generator<Uint8Array, void, undefined> {
  const damaged = (): DamagedEntry => new DamagedEntry(`${entry.name} is damaged`);
  const from = packedFrom(file, entry);
  if (from === undefined || (entry.method !== 0 && entry.method !== 8)) throw damaged();
  let size = 0;
  let crc = 0;
  const packed = file.chunks(from, entry.packed);
  for (const piece of entry.method === 0 ? packed : inflated(packed, damaged)) {
    size += piece.length;
    // It says how large it is: more is a lie, and might have no end.
    if (size > entry.size) throw damaged();
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged();
}

function* inflated(packed: Iterable<Uint8Array>, damaged: () => DamagedEntry): Generator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => ready.push(piece));
  for (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += PACKED_AT_A_TIME) {
      try {
        inflate.push(chunk.subarray(at, at + PACKED_AT_A_TIME));
      } catch {
        throw damaged();
      }
      yield* ready;
      ready = [];
    }
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / MB)} MB`;
