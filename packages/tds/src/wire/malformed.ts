/** Bytes that are no TDS, or not the part of it that is spoken here: the connection ends. */
export class Malformed extends Error {
  override name = 'Malformed';
}
