import { createHmac } from 'node:crypto';

/** Digits, each with the number of values that it can have. */
export interface Digits {
  readonly radices: readonly number[];
  readonly values: readonly number[];
}

/** More do not fit into the hash that shifts them. */
const LONGEST = 48;
const ROUNDS = 4;

/**
 * Other digits of the same form: one to one, so that what is unique stays so, and the same for the same digits and key.
 * A Feistel network whose halves are numbers of any range: each half is shifted by a keyed hash of the other one.
 */
export function permute(key: string, { radices, values }: Digits): readonly number[] {
  const result: number[] = [];
  for (let from = 0; from < values.length; from += LONGEST) {
    const to = Math.min(from + LONGEST, values.length);
    // What stands before is part of the key: the second half of a long text says nothing about others.
    const tweak = `${key}\0${values.slice(0, from).join(' ')}`;
    result.push(...permuteBlock(tweak, radices.slice(from, to), values.slice(from, to)));
  }
  return result;
}

function permuteBlock(key: string, radices: readonly number[], values: readonly number[]): readonly number[] {
  const middle = Math.ceil(radices.length / 2);
  const [leftRadices, rightRadices] = [radices.slice(0, middle), radices.slice(middle)];
  const [leftRange, rightRange] = [rangeOf(leftRadices), rangeOf(rightRadices)];
  let left = numberOf(leftRadices, values.slice(0, middle));
  let right = numberOf(rightRadices, values.slice(middle));
  for (let round = 0; round < ROUNDS; round++) {
    left = (left + hashed(key, `${radices.join()} ${round} l ${right}`)) % leftRange;
    right = (right + hashed(key, `${radices.join()} ${round} r ${left}`)) % rightRange;
  }
  return [...digitsOf(leftRadices, left), ...digitsOf(rightRadices, right)];
}

const rangeOf = (radices: readonly number[]): bigint => radices.reduce((product, radix) => product * BigInt(radix), 1n);

const numberOf = (radices: readonly number[], values: readonly number[]): bigint =>
  radices.reduce((number, radix, i) => number * BigInt(radix) + BigInt(values[i] ?? 0), 0n);

function digitsOf(radices: readonly number[], number: bigint): number[] {
  const digits: number[] = [];
  let rest = number;
  for (const radix of [...radices].reverse()) {
    digits.push(Number(rest % BigInt(radix)));
    rest /= BigInt(radix);
  }
  return digits.reverse();
}

function hashed(key: string, text: string): bigint {
  return BigInt(`0x${createHmac('sha256', key).update(text).digest('hex')}`);
}
