import { expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';

const CASES: readonly (readonly [condition: string, kind: string])[] = [
  ['EXISTS (SELECT c.Id, c.Paid INTERSECT SELECT 1, c.Paid)', 'AND is-distinct not is-distinct not'],
  ['NOT EXISTS (SELECT c.Id, c.Paid INTERSECT SELECT 1, c.Paid)', 'OR is-distinct is-distinct'],
  ['EXISTS (SELECT c.Id EXCEPT SELECT 1)', 'is-distinct'],
  ['NOT EXISTS (SELECT c.Id EXCEPT SELECT 1)', 'is-distinct not'],
  // Converted by the set operation, or rows of tables.
  ['EXISTS (SELECT c.Id EXCEPT SELECT c.Discount)', 'exists'],
  ['EXISTS (SELECT c.Id EXCEPT SELECT NULL)', 'exists'],
  ['EXISTS (SELECT c.Id EXCEPT SELECT x.Id FROM dbo.Customer AS x)', 'exists'],
  ['EXISTS (SELECT c.Id UNION SELECT 1)', 'exists'],
];

it.each(CASES)('%s', (condition, kind) => {
  const { query } = lowerText(`SELECT c.Id FROM dbo.Customer AS c WHERE ${condition}`);
  const where = query?.kind === 'select' ? query.where : undefined;
  const shown = (predicate: typeof where): string => {
    if (predicate?.kind === 'logical') return [predicate.operator, ...predicate.operands.map(shown)].join(' ');
    return predicate?.kind === 'is-distinct' && predicate.negated ? 'is-distinct not' : (predicate?.kind ?? 'none');
  };
  expect(shown(where)).toBe(kind);
});
