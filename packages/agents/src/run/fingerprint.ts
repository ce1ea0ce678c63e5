import { createHash } from 'node:crypto';

/** Of bytes or of a JSON value whose keys stand in a fixed order. */
export function fingerprint(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
