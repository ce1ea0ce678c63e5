import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes of a file, or of a part of one, that are never all in memory. */
export interface StoredBytes {
  readonly size: number;
  /** Each part is an array of its own. The file is closed when the last one was taken, or nobody wants more. */
  chunks(from?: number, length?: number): Generator<Uint8Array, void, undefined>;
}

const CHUNK = 256 * 1024;

export function storedIn(path: string, chunk = CHUNK): StoredBytes {
  const { size } = statSync(path);
  return {
    size,
    *chunks(from = 0, length = size - from) {
      const file = openSync(path, 'r');
      try {
        const end = Math.min(size, from + length);
        for (let at = from; at < end; ) {
          const bytes = new Uint8Array(Math.min(chunk, end - at));
          const read = readSync(file, bytes, 0, bytes.length, at);
          if (read === 0) return;
          yield bytes.subarray(0, read);
          at += read;
        }
      } finally {
        closeSync(file);
      }
    },
  };
}

/** The same for bytes that are in memory already. */
export function held(bytes: Uint8Array, chunk = CHUNK): StoredBytes {
  return {
    size: bytes.length,
    *chunks(from = 0, length = bytes.length - from) {
      const end = Math.min(bytes.length, from + length);
      for (let at = from; at < end; at += chunk) yield bytes.subarray(at, Math.min(end, at + chunk));
    },
  };
}

/** A part that is small enough to be taken at once. */
export function bytesAt(stored: StoredBytes, from: number, length: number): Uint8Array {
  return joined([...stored.chunks(from, length)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only = new Uint8Array()] = parts;
  if (parts.length <= 1) return only;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
