/**
 * hierarchyid as bits. A label is the number of a child among its siblings, or several numbers with dots between them
 * for a child that was inserted later; a path is its labels in a row, filled up with zeros to whole bytes. Each number
 * has a prefix that says its range, its bits with fixed ones among them, and a bit that is 1 at the end of a label. So
 * the order of the bytes is the order of the tree.
 *
 * learn.microsoft.com/openspecs/sql_server_protocols/ms-ssclrt (SqlHierarchyId), learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference
 */
const RANGES: readonly { readonly first: bigint; readonly pattern: string }[] = [
  { first: -281479271682120n, pattern: '000100xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx' },
  { first: -4294971464n, pattern: '000101xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx' },
  { first: -4168n, pattern: '000110xxxxx0xxx0x1xxx' },
  { first: -72n, pattern: '0010xx0x1xxx' },
  { first: -8n, pattern: '00111xxx' },
  { first: 0n, pattern: '01xx' },
  { first: 4n, pattern: '100xx' },
  { first: 8n, pattern: '101xxx' },
  { first: 16n, pattern: '110xx0x1xxx' },
  { first: 80n, pattern: '1110xxx0xxx0x1xxx' },
  { first: 1104n, pattern: '11110xxxxx0xxx0x1xxx' },
  { first: 5200n, pattern: '111110xxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx' },
  { first: 4294972496n, pattern: '111111xxxxxxxxxxxxxx0xxxxxxxxxxxxxxxxxxxxx0xxxxxx0xxx0x1xxx' },
];

const SIZED = RANGES.map(({ first, pattern }) => {
  const digits = BigInt(pattern.split('x').length - 1);
  return { first, last: first + (1n << digits) - 1n, pattern };
});

/** A path: its labels from the root on, each as its numbers. */
export type HierarchyPath = readonly (readonly bigint[])[];

/** Undefined for bytes that are no hierarchyid. */
export function decodeHierarchy(bytes: Uint8Array): HierarchyPath | undefined {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const path: bigint[][] = [];
  let label: bigint[] = [];
  let at = 0;
  while (bits.slice(at).includes('1')) {
    const range = SIZED.find(({ pattern }) => isLike(bits, at, pattern));
    if (!range) return undefined;
    const { first, pattern } = range;
    const ends = bits[at + pattern.length];
    if (ends === undefined) return undefined;
    let digits = '';
    for (let i = 0; i < pattern.length; i++) if (pattern[i] === 'x') digits += bits[at + i];
    const value = first + BigInt(`0b${digits}`);
    at += pattern.length + 1;
    // A number that others follow stands one higher, which puts what is below it after it.
    label.push(ends === '1' ? value : value - 1n);
    if (ends === '0') continue;
    path.push(label);
    label = [];
  }
  return label.length > 0 || bits.length - at >= 8 ? undefined : path;
}

function isLike(bits: string, at: number, pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (bits[at + i] === undefined) return false;
    if (pattern[i] !== 'x' && pattern[i] !== bits[at + i]) return false;
  }
  return true;
}

/** Undefined for a number beyond the ranges. */
export function encodeHierarchy(path: HierarchyPath): Uint8Array | undefined {
  let bits = '';
  for (const label of path) {
    for (const [i, number] of label.entries()) {
      const isLast = i === label.length - 1;
      const value = isLast ? number : number + 1n;
      const range = SIZED.find(({ first, last }) => value >= first && value <= last);
      if (!range) return undefined;
      const width = range.pattern.split('x').length - 1;
      const digits = (value - range.first).toString(2).padStart(width, '0');
      let next = 0;
      bits += range.pattern.replace(/x/g, () => digits[next++] ?? '0') + (isLast ? '1' : '0');
    }
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(bits.slice(i * 8, i * 8 + 8).padEnd(8, '0'), 2);
  return bytes;
}

/** `/1/2.5/`; the root is `/`. */
export const hierarchyText = (path: HierarchyPath): string => `/${path.map((label) => `${label.join('.')}/`).join('')}`;

/** Undefined for a text that is no path. */
export function parseHierarchy(text: string): HierarchyPath | undefined {
  if (text === '/') return [];
  if (!/^\/(?:-?\d+(?:\.-?\d+)*\/)+$/.test(text)) return undefined;
  return text
    .slice(1, -1)
    .split('/')
    .map((label) => label.split('.').map(BigInt));
}
