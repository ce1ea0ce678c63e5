/** Fields of a BCP file in native form, written by hand: what the decoder is tested against. */
export const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** A length of so many bytes, lowest first, and the field behind it. */
export function counted(prefix: 1 | 2 | 4 | 8, field: Uint8Array): Uint8Array {
  const length = new Uint8Array(prefix);
  for (let i = 0; i < prefix; i++) length[i] = Math.floor(field.length / 256 ** i) % 256;
  return join(length, field);
}

export const nullField = (prefix: 1 | 2 | 4 | 8): Uint8Array => new Uint8Array(prefix).fill(0xff);

/** UTF-16, lowest byte first. */
export const wide = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le'));

export function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}
