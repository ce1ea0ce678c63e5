import { Malformed } from './malformed.js';

/** Reads a message from its start to its end; reading beyond the end means that the message is malformed. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#at;
  }

  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  #take(length: number): number {
    const at = this.#at;
    if (length < 0 || at + length > this.#bytes.length) {
      throw new Malformed(`${length} bytes expected at ${at}, ${this.#bytes.length - at} there`);
    }
    this.#at = at + length;
    return at;
  }

  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  skip(length: number): void {
    this.#take(length);
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  uint16(): number {
    return this.#bytes.readUInt16LE(this.#take(2));
  }

  int16(): number {
    return this.#bytes.readInt16LE(this.#take(2));
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  int32(): number {
    return this.#bytes.readInt32LE(this.#take(4));
  }

  uint64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#take(8));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64LE(this.#take(8));
  }

  float32(): number {
    return this.#bytes.readFloatLE(this.#take(4));
  }

  float64(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  /** A whole number of any size, the lowest byte first. */
  unsigned(length: number): bigint {
    const at = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i] ?? 0);
    return value;
  }

  bytes(length: number): Buffer {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Text of so many UTF-16 units. */
  utf16(units: number): string {
    const at = this.#take(units * 2);
    return this.#bytes.toString('utf16le', at, at + units * 2);
  }

  /** Text with its length in one byte. */
  shortText(): string {
    return this.utf16(this.uint8());
  }

  /** Text with its length in two bytes. */
  text(): string {
    return this.utf16(this.uint16());
  }
}
