import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, type IdKind } from '@datamigrate/contracts';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Asking the system for chance costs more than an id does: it is asked for some at a time. */
let pool = Buffer.alloc(0);
let used = 0;

function chance(): string {
  if (used + 16 > pool.length) {
    pool = randomBytes(4096);
    used = 0;
  }
  let text = '';
  for (let i = 0; i < 16; i++) text += DIGITS[(pool[used++] ?? 0) % 32];
  return text;
}

/** A new id: its kind, 48 bits of time and 80 of chance, so that ids sort by the time of making. */
export function newId(kind: IdKind, now: Date = new Date()): string {
  let time = '';
  for (let left = now.getTime(), i = 0; i < 10; i++, left = Math.floor(left / 32)) time = DIGITS[left % 32] + time;
  return `${ID_PREFIXES[kind]}_${time}${chance()}`;
}
