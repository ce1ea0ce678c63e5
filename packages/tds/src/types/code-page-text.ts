import { decode1252, encode1252 } from '@datamigrate/tsql-engine';

const HIGH = /[^\u0000-\u007f\u00a0-\u00ff]/;

/** Text as bytes of Windows-1252 or UTF-8. */
export function encodeText(text: string, utf8: boolean): Uint8Array {
  if (utf8) return Buffer.from(text, 'utf8');
  return HIGH.test(text) ? encode1252(text) : Buffer.from(text, 'latin1');
}

export function decodeText(bytes: Buffer, utf8: boolean): string {
  return utf8 ? bytes.toString('utf8') : decode1252(bytes);
}
