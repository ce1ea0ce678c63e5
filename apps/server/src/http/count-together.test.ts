import { expect, it } from 'vitest';
import { countTogether } from './count-together.js';

const HOUR = 3_600_000;

/** A database of counts that keeps what it was asked. */
function counting() {
  const written: string[] = [];
  const counts = new Map<string, number>();
  const count = countTogether(async (hour, asked) => {
    written.push(asked.map(({ bucket, by }) => `${bucket}+${by}`).join(' '));
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (asked.some(({ bucket }) => bucket === 'broken')) throw new Error('the database is gone');
    return asked.map(({ bucket, by }) => {
      const sum = (counts.get(`${hour} ${bucket}`) ?? 0) + by;
      counts.set(`${hour} ${bucket}`, sum);
      return sum;
    });
  });
  return { count, written };
}

it('writes what comes together at once, each bucket once, and tells each caller its own count', async () => {
  const { count, written } = counting();
  const all = await Promise.all([count('a', 0, 5), count('b', 0, 7), count('a', 0, 1), count('a', HOUR, 2)]);
  expect(all).toEqual([5, 7, 6, 2]);
  expect(written).toEqual(['a+5 b+7', 'a+1', 'a+2']);
});

it('takes what comes while it writes into the next statement', async () => {
  const { count, written } = counting();
  const first = count('a', 0, 1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const later = [count('b', 0, 1), count('c', 0, 1)];
  await Promise.all([first, ...later]);
  expect(written).toEqual(['a+1', 'b+1 c+1']);
});

it('tells all callers of a statement that failed, and goes on', async () => {
  const { count } = counting();
  const both = await Promise.allSettled([count('broken', 0, 1), count('a', 0, 1)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await count('a', 0, 3)).toBe(3);
});
