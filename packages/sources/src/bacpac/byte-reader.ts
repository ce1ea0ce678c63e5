import { DataFault } from '../data/table-data.js';
import { joined, type StoredBytes } from '../files/stored-bytes.js';

/** Reads a data file one field after the other. What is missing is a `DataFault`, never a made-up value. */
export class ByteReader {
  readonly #size: number;
  readonly #chunks: Iterator<Uint8Array>;
  /** What was read of the file and not yet taken; `#at` is the place in it. */
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  /** Where in the file `#bytes` begins. */
  #base = 0;

  constructor(stored: StoredBytes) {
    this.#size = stored.size;
    this.#chunks = stored.chunks();
  }

  get offset(): number {
    return this.#base + this.#at;
  }

  get atEnd(): boolean {
    if (this.#has(1)) return false;
    // Whoever unpacks it compares checksums behind the last byte.
    while (this.#chunks.next().done !== true);
    return true;
  }

  /** Lets go of the file. */
  close(): void {
    this.#chunks.return?.();
  }

  take(length: number): Uint8Array {
    if (!this.#has(length)) throw new DataFault(`it ends in the middle of a row, at byte ${this.#size}`);
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** A length of 1, 2, 4 or 8 bytes; undefined for the one that marks a NULL (all bits set). */
  length(size: PrefixSize): number | undefined {
    const start = this.offset;
    const bytes = this.take(size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, size);
    switch (size) {
      case 1: {
        const value = view.getUint8(0);
        return value === 0xff ? undefined : value;
      }
      case 2: {
        const value = view.getUint16(0, true);
        return value === 0xffff ? undefined : value;
      }
      case 4: {
        const value = view.getUint32(0, true);
        return value === 0xffff_ffff ? undefined : value;
      }
      case 8: {
        const value = view.getBigInt64(0, true);
        if (value === -1n) return undefined;
        if (value < 0n || value > BigInt(this.#size)) throw new DataFault(`a length at byte ${start} is impossible`);
        return Number(value);
      }
    }
  }

  /** Whether so many bytes are there still; they are in `#bytes` then. */
  #has(length: number): boolean {
    if (this.#bytes.length - this.#at >= length) return true;
    // A length that leads out of the file must not make anybody read all of it.
    if (this.offset + length > this.#size) return false;
    const parts = [this.#bytes.subarray(this.#at)];
    let there = this.#bytes.length - this.#at;
    while (there < length) {
      const next = this.#chunks.next();
      if (next.done) return false;
      parts.push(next.value);
      there += next.value.length;
    }
    this.#base += this.#at;
    this.#at = 0;
    this.#bytes = joined(parts.filter((part) => part.length > 0));
    return true;
  }
}

export type PrefixSize = 1 | 2 | 4 | 8;
