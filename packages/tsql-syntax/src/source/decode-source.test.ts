import { describe, expect, it } from 'vitest';
import { decodeSource, type SourceEncoding } from './decode-source.js';

const TEXT = "SELECT N'Grüße €, 𝒳' AS [Ω];\r\nGO\r\n";

const utf8 = (text: string): number[] => [...Buffer.from(text, 'utf8')];
const utf16le = (text: string): number[] => [...Buffer.from(text, 'utf16le')];
const utf16be = (text: string): number[] => [...Buffer.from(text, 'utf16le').swap16()];

function decoded(bytes: readonly number[]) {
  const result = decodeSource(Uint8Array.from(bytes));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('decodeSource', () => {
  const cases: readonly [name: string, bytes: number[], encoding: SourceEncoding, mark: number][] = [
    ['UTF-8', utf8(TEXT), 'utf-8', 0],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, ...utf8(TEXT)], 'utf-8', 3],
    ['UTF-16 with a mark', [0xff, 0xfe, ...utf16le(TEXT)], 'utf-16le', 2],
    ['UTF-16 without a mark', utf16le(TEXT), 'utf-16le', 0],
    ['big-endian UTF-16 with a mark', [0xfe, 0xff, ...utf16be(TEXT)], 'utf-16be', 2],
    ['big-endian UTF-16 without a mark', utf16be(TEXT), 'utf-16be', 0],
  ];
  it.each(cases)('reads %s', (_, bytes, encoding, mark) => {
    expect(decoded(bytes)).toMatchObject({ text: TEXT, encoding, mark });
  });

  it.each(cases)('maps every offset of %s back to its byte', (_, bytes, encoding, mark) => {
    const source = decoded(bytes);
    const encode = { 'utf-8': utf8, 'utf-16le': utf16le, 'utf-16be': utf16be }[encoding as 'utf-8'];
    for (const at of [TEXT.length, 0, 8, 12, TEXT.indexOf('AS'), TEXT.indexOf('Ω'), TEXT.indexOf('GO'), 3]) {
      expect(source.byteOffset(at)).toBe(mark + encode(TEXT.slice(0, at)).length);
    }
  });

  it('reads what is not valid UTF-8 as Windows-1252, byte for character', () => {
    const source = decoded([...utf8("PRINT '"), 0x80, 0xe9, 0x96, 0x81, 0x27]);
    expect(source).toMatchObject({ text: "PRINT '€é–\u0081'", encoding: 'windows-1252' });
    expect(source.byteOffset(9)).toBe(9);
  });

  it('calls a text without special characters ascii', () => {
    expect(decoded(utf8('SELECT 1'))).toMatchObject({ text: 'SELECT 1', encoding: 'ascii' });
    expect(decoded([])).toMatchObject({ text: '', encoding: 'ascii' });
  });

  it('ignores half a character at the end of UTF-16 and maps the end to the end of the bytes', () => {
    const source = decoded([0xff, 0xfe, ...utf16le('SELECT 1'), 0x20]);
    expect(source.text).toBe('SELECT 1');
    expect(source.byteOffset(8)).toBe(19);
  });

  it.each([
    ['a zip archive', [0x50, 0x4b, 3, 4, 0x14, 0, 0, 0, 8, 0, 0x21, 0x53, 9]],
    ['text with zero bytes', [...utf8('SELECT 1'), 0, ...utf8(' FROM t')]],
    ['a mark before binary data', [0xff, 0xfe, 0, 0, 0, 0, 1, 2]],
  ])('refuses %s', (_, bytes) => {
    expect(decodeSource(Uint8Array.from(bytes))).toMatchObject({ ok: false, error: { code: 'parse-binary-file' } });
  });
});
