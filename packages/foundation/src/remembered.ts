import { Memo } from './memo.js';

/** A function from text to text that remembers what it gave; it forgets all of it when there is more than `most`. */
export function remembered(answer: (text: string) => string, most: number): (text: string) => string {
  const memo = new Memo<string>(most);
  return (text) => memo.of(text, answer);
}
