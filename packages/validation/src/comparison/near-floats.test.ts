import { plain } from '@datamigrate/catalog';
import type { TextRow } from '@datamigrate/landing';
import { describe, expect, it } from 'vitest';
import { compareValues } from '../testing/compare-values.js';

const COLUMNS = [
  { name: 'Region', type: plain('int') },
  { name: 'F', type: plain('float') },
  { name: 'G', type: plain('float') },
  { name: 'R', type: plain('real') },
];
type Row = readonly [region: number, f: string | null, g: string | null, r: string | null];

/** Rows of the original and of the model: how many differ, and what of them was not taken exactly. */
async function compare(expected: readonly Row[], actual: readonly Row[], key: readonly string[] = []) {
  const { missing, extra, different, tolerances } = await compareValues({
    columns: COLUMNS,
    expected: expected.map(([region, ...values]): TextRow => [String(region), ...values]),
    actual: actual.map(([region, f, g, r]) => `(${region}, ${f}::double, ${g}::double, ${r}::real)`),
    key,
  });
  return [[missing, extra, different], tolerances.map(({ column, kind, text }) => `${column} ${kind}: ${text}`)];
}

const f = (value: string | null): Row => [1, value, '1', '1'];
const r = (value: string | null): Row => [1, '1', '1', value];
const EQUAL = [0, 0, 0];
const APART = [1, 1, 0];

describe('one value', () => {
  it.each<[string, Row, Row, readonly number[], boolean]>([
    ['the same', f('0.1'), f('0.1'), EQUAL, false],
    ['another last digit', f('0.30000000000000004'), f('0.3'), EQUAL, true],
    ['both sides of a boundary of rounding', f('1.00000000000004'), f('1.00000000000006'), EQUAL, true],
    ['both sides of a power of ten', f('999.999999999999994'), f('1000.0000000000001'), EQUAL, true],
    ['large', f('-1.2345678901234567e300'), f('-1.2345678901234562e300'), EQUAL, true],
    ['small', f('1.2345678901234567e-300'), f('1.2345678901234562e-300'), EQUAL, true],
    ['another digit of the fourteen', f('1.2345678901234'), f('1.2345678901235'), APART, false],
    ['of other signs', f('1e-17'), f('-1e-17'), APART, false],
    ['zero and nearly zero', f('0'), f('5.5e-17'), APART, false],
    ['NULL and a value', f(null), f('0'), APART, false],
    ['infinite', f('1e308'), f("'inf'"), APART, false],
    ['no number', f('1'), f("'nan'"), APART, false],
    ['another seventh digit of real', r('0.1234567'), r('0.1234569'), EQUAL, true],
    ['another sixth digit of real', r('0.123456'), r('0.123457'), APART, false],
    ['another seventh digit of float', f('0.1234567'), f('0.1234569'), APART, false],
  ])('%s', async (_, expected, actual, counts, tolerant) => {
    const [found, tolerances] = await compare([expected], [actual]);
    expect(found).toEqual(counts);
    expect(tolerances).toHaveLength(tolerant ? 1 : 0);
  });
});

it('says how many rows agree only in the digits that SQL Server promises', async () => {
  const [counts, tolerances] = await compare(
    [f('0.1'), f('0.30000000000000004'), [2, '0.7', '2', '0.1234567']],
    [[2, '0.7000000000000001', '2', '0.1234569'], f('0.3'), f('0.1')],
  );
  expect(counts).toEqual(EQUAL);
  expect(tolerances).toEqual([
    'F float: 2 rows of F equal in 14 significant digits; SQL Server leaves further digits of a float open',
    'R float: 1 rows of R equal in 6 significant digits; SQL Server leaves further digits of a real open',
  ]);
});

describe('rows without a key', () => {
  it('are paired where the last digits of one column turn the order of another', async () => {
    const [counts] = await compare(
      [f('0.1'), f('0.10000000000000002')].map(([region, value], i): Row => [region, value, String(5 + 2 * i), '1']),
      [f('0.10000000000000002'), f('0.1')].map(([region, value], i): Row => [region, value, String(5 + 2 * i), '1']),
    );
    expect(counts).toEqual(EQUAL);
  });

  it('are paired though rows stand before them that have no partner', async () => {
    const near: Row[] = ['1', '2', '3'].map((value) => f(`${value}.0000000000000004`));
    const [counts, tolerances] = await compare([f('0.5'), ...near], [f('1'), f('2'), f('3'), f('9')]);
    expect(counts).toEqual(APART);
    expect(tolerances).toHaveLength(1);
  });

  it('count as often as they occur', async () => {
    const [counts] = await compare([f('0.1'), f('0.1'), f('0.2')], [f('0.10000000000000002'), f('0.2'), f('0.2')]);
    expect(counts).toEqual(APART);
  });

  it('are not taken as equal over rows between them, each near to the next', async () => {
    const steps = ['1', '1.00000000000004', '1.00000000000008', '1.00000000000012'];
    const [counts] = await compare(
      [f('1'), f('1.00000000000004'), f('1.00000000000008')],
      [f(steps[3] ?? null), f(steps[3] ?? null), f(steps[3] ?? null)],
    );
    expect(counts).not.toEqual(EQUAL);
  });

  it('with other values in exact columns stay apart', async () => {
    expect(await compare([[1, '0.1', '1', '1']], [[2, '0.10000000000000002', '1', '1']])).toEqual([APART, []]);
  });
});

it('with a key, rows that differ by more are different ones, and near ones are not', async () => {
  const [counts, tolerances] = await compare(
    [f('0.1'), [2, '0.2', '1', '1']],
    [f('0.10000000000000002'), [2, '0.3', '1', '1']],
    ['Region'],
  );
  expect(counts).toEqual([0, 0, 1]);
  expect(tolerances).toHaveLength(1);
});
