import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { Malformed } from './malformed.js';

/** Each way to write, and to read the same again. */
const PARTS: readonly (readonly [string, (out: ByteWriter) => unknown, (reader: ByteReader) => unknown, unknown])[] = [
  ['uint8', (out) => out.uint8(200), (reader) => reader.uint8(), 200],
  ['uint16', (out) => out.uint16(65_535), (reader) => reader.uint16(), 65_535],
  ['int16', (out) => out.int16(-2), (reader) => reader.int16(), -2],
  ['uint32', (out) => out.uint32(4_294_967_295), (reader) => reader.uint32(), 4_294_967_295],
  ['int32', (out) => out.int32(-3), (reader) => reader.int32(), -3],
  ['uint64', (out) => out.uint64(2n ** 64n - 1n), (reader) => reader.uint64(), 2n ** 64n - 1n],
  ['int64', (out) => out.int64(-5n), (reader) => reader.int64(), -5n],
  ['float32', (out) => out.float32(0.25), (reader) => reader.float32(), 0.25],
  ['float64', (out) => out.float64(0.1), (reader) => reader.float64(), 0.1],
  ['unsigned', (out) => out.unsigned(2n ** 120n - 1n, 16), (reader) => reader.unsigned(16), 2n ** 120n - 1n],
  ['bytes', (out) => out.bytes(Uint8Array.of(1, 2, 3)), (reader) => [...reader.bytes(3)], [1, 2, 3]],
  ['utf16', (out) => out.utf16('日本'), (reader) => reader.utf16(2), '日本'],
  ['short text', (out) => out.shortText('é'), (reader) => reader.shortText(), 'é'],
  ['text', (out) => out.text('x'.repeat(300)), (reader) => reader.text(), 'x'.repeat(300)],
];

describe('bytes', () => {
  it.each(PARTS)('of %s are the same wherever the buffer has to grow', (_, write, read, expected) => {
    for (let before = 0; before < 40; before++) {
      const out = new ByteWriter(16);
      out.bytes(new Uint8Array(before).fill(7));
      write(out);
      out.uint8(9);
      const reader = new ByteReader(out.take());
      expect([...reader.bytes(before)]).toEqual(new Array(before).fill(7));
      expect(read(reader)).toEqual(expected);
      expect([reader.uint8(), reader.rest]).toEqual([9, 0]);
    }
  });

  it.each(PARTS)('of %s that end too early are malformed', (_, write, read) => {
    const out = new ByteWriter(16);
    write(out);
    const bytes = out.take();
    expect(() => read(new ByteReader(bytes.subarray(0, bytes.length - 1)))).toThrow(Malformed);
  });
});
