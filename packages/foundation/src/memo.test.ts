import { expect, it } from 'vitest';
import { Memo } from './memo.js';

it('knows that there is no answer, too', () => {
  const memo = new Memo<number | undefined>(2);
  let asked = 0;
  const answer = (): undefined => {
    asked++;
  };
  expect([memo.of('a', answer), memo.of('a', answer)]).toEqual([undefined, undefined]);
  expect(asked).toBe(1);
});
