import { bytesAt, type StoredBytes } from '../files/stored-bytes.js';

/** What a zip file says about one of its entries. */
export interface ZipEntry {
  readonly name: string;
  /** 0 as it is, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** Where its own header stands. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const FULL = 0xffff_ffff;
/** Of the directory alone: half a million entries. */
const LARGEST_DIRECTORY = 64 * 1024 * 1024;

const name = new TextDecoder();

/** The directory at the end of a zip file; undefined where there is none. Source: PKWARE APPNOTE 6.3.10, 4.3 */
export function zipDirectory(stored: StoredBytes): readonly ZipEntry[] | undefined {
  const from = Math.max(0, stored.size - END_SIZE - LONGEST_COMMENT - 20);
  const tail = viewOf(bytesAt(stored, from, stored.size - from));
  let end = tail.byteLength - END_SIZE;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) return undefined;
  const small = {
    count: tail.getUint16(end + 10, true),
    size: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  };
  const place = end >= 20 && tail.getUint32(end - 20, true) === LOCATOR_64 ? large(stored, tail, end - 20) : small;
  if (!place || place.size > LARGEST_DIRECTORY || place.offset + place.size > stored.size) return undefined;
  return entriesOf(viewOf(bytesAt(stored, place.offset, place.size)), place.count);
}

/** Where the packed bytes of an entry begin; undefined where no entry stands. */
export function packedFrom(stored: StoredBytes, { offset }: ZipEntry): number | undefined {
  const header = viewOf(bytesAt(stored, offset, 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL_ENTRY) return undefined;
  return offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
}

function large(stored: StoredBytes, tail: DataView, locator: number) {
  const record = viewOf(bytesAt(stored, number64(tail, locator + 8), 56));
  if (record.byteLength < 56 || record.getUint32(0, true) !== END_64) return undefined;
  return { count: number64(record, 32), size: number64(record, 40), offset: number64(record, 48) };
}

function entriesOf(view: DataView, count: number): readonly ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return undefined;
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > view.byteLength) return undefined;
    const written = {
      size: view.getUint32(at + 24, true),
      packed: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    };
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
    entries.push({
      name: name.decode(bytes),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...largeNumbers(view, at + 46 + nameLength, extraLength, written),
    });
    at = next;
  }
  return entries;
}

/** Numbers of 8 bytes stand in an extra field, those that are needed in this order. */
function largeNumbers(
  view: DataView,
  from: number,
  length: number,
  written: Pick<ZipEntry, 'size' | 'packed' | 'offset'>,
) {
  const found = { ...written };
  for (let at = from; at + 4 <= from + length; ) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let place = at + 4;
      for (const key of ['size', 'packed', 'offset'] as const) {
        if (written[key] !== FULL || place + 8 > end) continue;
        found[key] = number64(view, place);
        place += 8;
      }
    }
    at = end;
  }
  return found;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const number64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
