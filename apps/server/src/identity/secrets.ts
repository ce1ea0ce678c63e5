import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '@datamigrate/store';

/** For links and cookies: 256 bits of chance. Only the hash is stored. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

export function hashOf(text: string): string {
  return hash('sha256', text);
}

export interface KeySecret {
  readonly id: string;
  /** mk_live_<id>_<secret>; shown once. */
  readonly text: string;
  readonly hash: string;
  readonly hint: string;
}

const KEY = /^mk_live_([0-9a-z]{26})_([\w-]{43})$/;

export function newKeySecret(id: string = newId('key')): KeySecret {
  const secret = randomBytes(32).toString('base64url');
  const text = `mk_live_${id.replace(/^key_/, '')}_${secret}`;
  return { id, text, hash: hashOf(secret), hint: `${text.slice(0, 14)}…${text.slice(-4)}` };
}

/** The parts of a key as it was sent. */
export function readKey(text: string): { id: string; hash: string } | undefined {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id: `key_${id}`, hash: hashOf(secret) };
}

export function sameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
