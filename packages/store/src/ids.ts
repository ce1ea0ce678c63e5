import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, type IdKind } from '@datamigrate/contracts';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id: its kind, 48 bits of time and 80 of chance, so that ids sort by the time of making. */
export function newId(kind: IdKind, now: Date = new Date()): string {
  let time = '';
  for (let left = now.getTime(), i = 0; i < 10; i++, left = Math.floor(left / 32)) time = DIGITS[left % 32] + time;
  const chance = [...randomBytes(16)].map((byte) => DIGITS[byte % 32]).join('');
  return `${ID_PREFIXES[kind]}_${time}${chance}`;
}
