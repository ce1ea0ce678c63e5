import { expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';

it('a longer text type around a shorter one keeps the shorter one, which cuts', () => {
  const { query } = lowerText('SELECT CAST(CAST(Name AS nvarchar(5)) AS nvarchar(10)) AS n FROM dbo.Customer;');
  const item = query?.kind === 'select' ? query.select[0]?.expression : undefined;
  expect(item).toMatchObject({
    kind: 'cast',
    type: { name: 'nvarchar', length: 10 },
    operand: { kind: 'cast', type: { name: 'nvarchar', length: 5 } },
  });
});
