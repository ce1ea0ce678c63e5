import { expect, it } from 'vitest';
import { passage, safeNext } from './access.js';

const app = { meta: { layout: 'app' as const }, fullPath: '/migrations?state=waiting', next: undefined };
const guests = { meta: { layout: 'plain' as const, guestsOnly: true }, fullPath: '/sign-in', next: '/billing' };

it('sends guests to sign in and remembers where they wanted to go, filters included', () => {
  expect(passage(app, { signedIn: false })).toEqual({ go: false, to: '/sign-in?next=%2Fmigrations%3Fstate%3Dwaiting' });
  expect(passage(app, { signedIn: true })).toEqual({ go: true });
});

it('sends the signed-in from sign-in to where they wanted to go', () => {
  expect(passage(guests, { signedIn: true })).toEqual({ go: false, to: '/billing' });
  expect(passage(guests, { signedIn: false })).toEqual({ go: true });
});

it.each([
  ['/migrations', '/migrations'],
  ['//evil.example', '/dashboard'],
  ['/\\evil.example', '/dashboard'],
  ['https://evil.example', '/dashboard'],
  [['/a'], '/dashboard'],
  [undefined, '/dashboard'],
])('goes on to %s only when it is a path of the app', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
