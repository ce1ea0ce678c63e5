/** Windows code page 1252: what varchar of the Latin1 collations is stored in. */
const HIGH: readonly number[] = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
  0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

const BYTE_OF = new Map(HIGH.map((code, i) => [code, 0x80 + i]));

export function characterOfByte(byte: number): string {
  return String.fromCharCode(byte >= 0x80 && byte < 0xa0 ? (HIGH[byte - 0x80] ?? byte) : byte);
}

/** The byte of a character; `?` where the code page has none. */
export function byteOfCharacter(code: number): number {
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  return BYTE_OF.get(code) ?? BEST_FIT.get(code) ?? 0x3f;
}

/** A few characters that Windows turns into a similar one instead of a question mark. */
const BEST_FIT: ReadonlyMap<number, number> = new Map([
  [0x393, 0x47],
  [0x398, 0x54],
  [0x3a3, 0x53],
  [0x3a6, 0x46],
  [0x3a9, 0x4f],
  [0x3b1, 0x61],
  [0x3b4, 0x64],
  [0x3b5, 0x65],
  [0x3c0, 0x70],
  [0x3c3, 0x73],
  [0x3c4, 0x74],
  [0x3c6, 0x66],
  ...Array.from({ length: 94 }, (_, i) => [0xff01 + i, 0x21 + i] as const),
  [0x100, 0x41],
  [0x101, 0x61],
  [0x102, 0x41],
  [0x103, 0x61],
  [0x104, 0x41],
  [0x105, 0x61],
  [0x106, 0x43],
  [0x107, 0x63],
  [0x10c, 0x43],
  [0x10d, 0x63],
  [0x10e, 0x44],
  [0x10f, 0x64],
  [0x112, 0x45],
  [0x113, 0x65],
  [0x118, 0x45],
  [0x119, 0x65],
  [0x11a, 0x45],
  [0x11b, 0x65],
  [0x141, 0x4c],
  [0x142, 0x6c],
  [0x143, 0x4e],
  [0x144, 0x6e],
  [0x147, 0x4e],
  [0x148, 0x6e],
  [0x158, 0x52],
  [0x159, 0x72],
  [0x15a, 0x53],
  [0x15b, 0x73],
  [0x164, 0x54],
  [0x165, 0x74],
  [0x16e, 0x55],
  [0x16f, 0x75],
  [0x179, 0x5a],
  [0x17a, 0x7a],
  [0x17b, 0x5a],
  [0x17c, 0x7a],
]);

export function encode1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => byteOfCharacter(character.codePointAt(0) ?? 0));
}

/** Text as varchar can hold it: what the code page lacks becomes `?`, a surrogate pair two of them. */
export function narrow(text: string): string {
  if (isLatin(text)) return text;
  let result = '';
  for (let i = 0; i < text.length; i++) result += characterOfByte(byteOfCharacter(text.charCodeAt(i)));
  return result;
}

function isLatin(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff || (code >= 0x80 && code < 0xa0)) return false;
  }
  return true;
}

export function decode1252(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += characterOfByte(byte);
  return text;
}

export function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[2 * i] = code & 0xff;
    bytes[2 * i + 1] = code >> 8;
  }
  return bytes;
}

export function decodeUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8));
  return text;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
);

export function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}
