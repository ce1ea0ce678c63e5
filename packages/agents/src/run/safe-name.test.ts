import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeName } from './safe-name.js';

it('keeps what can be read', () => {
  expect(safeName('dbo.LoadCustomer')).toMatch(/^dbo\.LoadCustomer-[0-9a-f]{12}$/);
});

it.each([
  ['dbo.A', 'dbo.a'],
  ['a/b', 'a\\b'],
  ['', ' '],
  ['x'.repeat(300), `${'x'.repeat(299)}y`],
  ['\ud800', '\ud801'],
  ['é', 'e\u0301'],
])('keeps %j and %j apart, whatever the file system', (a, b) => {
  expect(safeName(a).toLowerCase()).not.toBe(safeName(b).toLowerCase());
});

it('is a file name everywhere', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('..', '.', 'CON', 'con.x', 'nul', 'a.', 'COM1.t'),
  );
  fc.assert(
    fc.property(names, (name) => {
      const safe = safeName(name);
      expect(safe).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,98}$/);
      expect(safe.split('.')[0]).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
    }),
    { seed: 20260721 },
  );
});
