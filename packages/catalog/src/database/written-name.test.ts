import { expect, it } from 'vitest';
import { quotedIdentifier, quotedName, quotedText } from './written-name.js';

it('doubles what would end a name or a text', () => {
  expect(quotedIdentifier('a]; DROP TABLE b')).toBe('[a]]; DROP TABLE b]');
  expect(quotedName({ schema: 'x]y', name: 'a b' })).toBe('[x]]y].[a b]');
  expect(quotedText("it's")).toBe("N'it''s'");
});
