import { DataFault } from '../data/table-data.js';

/** Reads the bytes of a data file one field after the other. What is missing is a `DataFault`, never a made-up value. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new DataFault(`it ends in the middle of a row, at byte ${this.#bytes.length}`);
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  /** A length of 1, 2, 4 or 8 bytes; undefined for the one that marks a NULL (all bits set). */
  length(size: PrefixSize): number | undefined {
    const start = this.#at;
    this.take(size);
    switch (size) {
      case 1: {
        const value = this.#view.getUint8(start);
        return value === 0xff ? undefined : value;
      }
      case 2: {
        const value = this.#view.getUint16(start, true);
        return value === 0xffff ? undefined : value;
      }
      case 4: {
        const value = this.#view.getUint32(start, true);
        return value === 0xffff_ffff ? undefined : value;
      }
      case 8: {
        const value = this.#view.getBigInt64(start, true);
        if (value === -1n) return undefined;
        if (value < 0n || value > BigInt(this.#bytes.length))
          throw new DataFault(`a length at byte ${start} is impossible`);
        return Number(value);
      }
    }
  }
}

export type PrefixSize = 1 | 2 | 4 | 8;
