import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { syntaxDiagnostics } from '../diagnostics.js';

/** How a file's bytes are to be read. `ascii` needs no choice: every encoding but UTF-16 agrees on it. */
export type SourceEncoding = 'ascii' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedSource {
  /** The text without its byte order mark. */
  readonly text: string;
  readonly encoding: SourceEncoding;
  /** Length of the byte order mark, 0 when there is none. */
  readonly mark: number;
  /** Where in the bytes the character at this offset of `text` starts; the text's length maps to the bytes' length. */
  byteOffset(offset: number): number;
}

/**
 * Decodes a script: by its byte order mark, else as UTF-16 where zero bytes show it, else as UTF-8 where the bytes are
 * valid UTF-8, else as Windows-1252, in which SQL Server's tools write "ANSI" files. Bytes that no text has are a
 * binary file: a diagnostic.
 */
export function decodeSource(bytes: Uint8Array): Result<DecodedSource, Diagnostic> {
  const decoded = decode(bytes);
  return decoded ? ok(decoded) : err(syntaxDiagnostics.create('parse-binary-file', {}));
}

function decode(bytes: Uint8Array): DecodedSource | undefined {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decodeUtf8(bytes, 3) ?? decodeAnsi(bytes, 0);
  if (startsWith(bytes, 0xff, 0xfe)) return decodeUtf16(bytes, 2, true);
  if (startsWith(bytes, 0xfe, 0xff)) return decodeUtf16(bytes, 2, false);
  const order = guessUtf16(bytes);
  if (order !== undefined) return decodeUtf16(bytes, 0, order === 'little');
  if (bytes.includes(0)) return undefined;
  return decodeUtf8(bytes, 0) ?? decodeAnsi(bytes, 0);
}

function startsWith(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return bytes.length >= mark.length && mark.every((byte, i) => bytes[i] === byte);
}

/** SQL is mostly ASCII, so that every other byte of UTF-16 without a mark is zero. */
function guessUtf16(bytes: Uint8Array): 'little' | 'big' | undefined {
  const sample = Math.min(bytes.length & ~1, SAMPLE);
  if (sample < 2) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < sample; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  const characters = sample / 2;
  if (oddZeros > characters * 0.6 && evenZeros === 0) return 'little';
  if (evenZeros > characters * 0.6 && oddZeros === 0) return 'big';
  return undefined;
}

const SAMPLE = 4096;

function decodeUtf16(bytes: Uint8Array, mark: number, little: boolean): DecodedSource | undefined {
  const units = (bytes.length - mark) >> 1;
  const { length } = bytes;
  const parts: string[] = [];
  const chunk = new Uint16Array(Math.min(units, CHUNK));
  for (let from = 0; from < units; from += CHUNK) {
    const count = Math.min(CHUNK, units - from);
    for (let i = 0; i < count; i++) {
      const at = mark + (from + i) * 2;
      const first = bytes[at] as number;
      const second = bytes[at + 1] as number;
      chunk[i] = little ? first | (second << 8) : (first << 8) | second;
    }
    parts.push(String.fromCharCode(...chunk.subarray(0, count)));
  }
  const text = parts.join('');
  if (text.includes('\0')) return undefined;
  return {
    text,
    encoding: little ? 'utf-16le' : 'utf-16be',
    mark,
    byteOffset: (offset) => (offset >= units ? length : mark + offset * 2),
  };
}

/** Arguments of one call of String.fromCharCode. */
const CHUNK = 8192;

/** Browsers and Node have it; the types of this package name no platform. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array, mark: number): DecodedSource | undefined {
  let text: string;
  try {
    text = utf8.decode(mark > 0 ? bytes.subarray(mark) : bytes);
  } catch {
    return undefined;
  }
  const ascii = text.length === bytes.length - mark;
  if (ascii) return { text, encoding: mark > 0 ? 'utf-8' : 'ascii', mark, byteOffset: (offset) => mark + offset };
  return { text, encoding: 'utf-8', mark, byteOffset: utf8Offsets(text, mark) };
}

/** Offsets are asked for in rising order mostly: counting goes on from the last answer. */
function utf8Offsets(text: string, mark: number): (offset: number) => number {
  let knownOffset = 0;
  let knownByte = mark;
  return (offset) => {
    if (offset < knownOffset) {
      knownOffset = 0;
      knownByte = mark;
    }
    for (; knownOffset < offset; knownOffset++) knownByte += utf8Width(text.charCodeAt(knownOffset));
    return knownByte;
  };
}

/** Bytes that a UTF-16 unit adds: the two halves of a surrogate pair share four. */
function utf8Width(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
}

/** Windows-1252 is one byte a character; 0x80 to 0x9f are where it differs from Latin-1. */
function decodeAnsi(bytes: Uint8Array, mark: number): DecodedSource {
  const parts: string[] = [];
  for (let from = mark; from < bytes.length; from += CHUNK) {
    const units = Array.from(bytes.subarray(from, from + CHUNK), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? ANSI_80_9F.charCodeAt(byte - 0x80) : byte,
    );
    parts.push(String.fromCharCode(...units));
  }
  return { text: parts.join(''), encoding: 'windows-1252', mark, byteOffset: (offset) => mark + offset };
}

/** The five codes that Windows-1252 leaves open stay what they are, as Windows itself reads them. */
const ANSI_80_9F = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
