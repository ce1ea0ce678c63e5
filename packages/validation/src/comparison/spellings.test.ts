import { plain, string } from '@datamigrate/catalog';
import { expect, it } from 'vitest';
import { compareValues } from '../testing/compare-values.js';

const COLUMNS = [
  { name: 'Region', type: string('nvarchar', 20) },
  { name: 'Total', type: plain('float') },
];
type Row = readonly [region: string | null, total: string];

async function compare(expected: readonly Row[], actual: readonly Row[], collation?: string) {
  const { missing, extra, tolerances } = await compareValues({
    columns: COLUMNS,
    expected,
    actual: actual.map(([region, total]) => `(${region === null ? 'null' : `'${region}'`}, ${total}::double)`),
    ...(collation ? { spellings: { region: collation } } : {}),
  });
  return [missing, extra, tolerances.map(({ column, kind }) => `${column} ${kind}`)];
}

const CI_AS = 'Latin1_General_100_CI_AS';
const SPELLED = ['Region spelling'];

it.each<[string, string | null, string | null, string | undefined, boolean]>([
  ['case', 'North', 'NORTH', CI_AS, true],
  ['blanks at the end', 'North', 'North  ', CI_AS, true],
  ['both', 'Süd ', 'SÜD', CI_AS, true],
  ['accents', 'Süd', 'Sud', CI_AS, false],
  ['accents that do not count', 'Süd', 'SUD', 'Latin1_General_100_CI_AI', true],
  ['case that counts', 'North', 'NORTH', 'Latin1_General_100_CS_AS', false],
  ['blanks where case counts', 'North', 'North ', 'Latin1_General_100_CS_AS', true],
  ['case under a binary collation', 'North', 'NORTH', 'Latin1_General_BIN2', false],
  ['blanks at the front', 'North', ' North', CI_AS, false],
  ['another word', 'North', 'South', CI_AS, false],
  ['NULL and no text', null, '', CI_AS, false],
  ['a spelling that nothing leaves open', 'North', 'NORTH', undefined, false],
])('%s', async (_, expected, actual, collation, equal) => {
  const rows = await compare([[expected, '1']], [[actual, '1']], collation);
  expect(rows).toEqual(equal ? [0, 0, SPELLED] : [1, 1, []]);
});

it('is not named for rows that are spelled the same', async () => {
  expect(await compare([['North', '1']], [['North', '1']], CI_AS)).toEqual([0, 0, []]);
});

it('rows count as often as they occur, with the other values that they have', async () => {
  const rows: Row[] = [
    ['North', '1'],
    ['north', '1'],
    ['North', '2'],
  ];
  expect(await compare(rows, [rows[0] as Row, ['NORTH', '1'], ['NORTH', '2']], CI_AS)).toEqual([0, 0, SPELLED]);
  expect(await compare(rows, [rows[0] as Row, ['NORTH', '2'], ['NORTH', '2']], CI_AS)).toEqual([1, 1, SPELLED]);
});

it('rows may differ in spelling and in the last digits of a float', async () => {
  expect(await compare([['North', '0.30000000000000004']], [['NORTH ', '0.3']], CI_AS)).toEqual([
    0,
    0,
    ['Region spelling', 'Total float'],
  ]);
});
