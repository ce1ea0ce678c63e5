import { createHash } from 'node:crypto';

const READABLE_LENGTH = 80;
/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name for the name of an object, which may hold any character. The readable part is for people; the hash keeps
 * names apart that differ in case only or in characters that a file name cannot hold.
 */
export function safeName(name: string): string {
  const readable = name.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, READABLE_LENGTH);
  const hash = createHash('sha256').update(JSON.stringify(name)).digest('hex').slice(0, 12);
  return `${DEVICE.test(readable) || readable.startsWith('.') ? '_' : ''}${readable}-${hash}`;
}
