import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut } from '../layout/doc.js';
import { type DuckdbSession, openDuckdb } from '../testing/duckdb-session.js';
import { atom, BINDING, binary, type Sql } from './sql.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

interface Tree {
  readonly sql: Sql;
  readonly value: bigint;
}

const OPERATORS = [
  { text: '+', binding: BINDING.additive, compute: (a: bigint, b: bigint) => a + b },
  { text: '-', binding: BINDING.additive, compute: (a: bigint, b: bigint) => a - b },
  { text: '*', binding: BINDING.multiplicative, compute: (a: bigint, b: bigint) => a * b },
] as const;

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.integer({ min: 0, max: 9 }).map((number): Tree => ({ sql: atom(`${number}::hugeint`), value: BigInt(number) })),
    fc.tuple(fc.constantFrom(...OPERATORS), tie('tree'), tie('tree')).map(
      ([{ text, binding, compute }, left, right]): Tree => ({
        sql: binary(text, binding, left.sql, right.sql),
        value: compute(left.value, right.value),
      }),
    ),
  ),
}));

it('sets parentheses so that DuckDB computes the tree that was meant', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async ({ sql, value }) => {
      expect(await duckdb.rows(`select cast(${layOut(sql.doc)} as varchar)`)).toEqual([value.toString()]);
    }),
    { numRuns: 200 },
  );
});

it('writes none where none is needed', () => {
  const sum = binary('+', BINDING.additive, atom('a'), atom('b'));
  expect(layOut(binary('+', BINDING.additive, sum, atom('c')).doc)).toBe('a + b + c');
  expect(layOut(binary('*', BINDING.multiplicative, sum, atom('c')).doc)).toBe('(a + b) * c');
  expect(layOut(binary('-', BINDING.additive, atom('c'), sum).doc)).toBe('c - (a + b)');
});
