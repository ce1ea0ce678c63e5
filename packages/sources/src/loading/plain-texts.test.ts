import { type Column, decimal, fractional, plain, type SqlType, string, typeText } from '@datamigrate/catalog';
import { bulkLoad, Database, executeSql, tableRows } from '@datamigrate/tsql-engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainTexts } from './plain-texts.js';

const columnOf = (type: SqlType): Column => ({ name: 'v', type, nullable: true });

/** What the engine makes of a text of a file; undefined where it refuses it. */
function throughEngine(type: SqlType): (text: string) => string | null | undefined {
  const database = new Database({});
  executeSql(database, `CREATE TABLE dbo.T (v ${typeText(type)} NULL)`);
  const [table] = database.catalog.tables;
  if (!table) throw new Error('there is no table');
  return (text) => {
    database.store(table)?.adopt([]);
    const outcome = bulkLoad(database, table, { columns: ['v'], form: 'text', rows: [[text]], mostErrors: 0 });
    return outcome?.loaded === 1 ? tableRows(database, table)?.[0]?.[0] : undefined;
  };
}

const DIGITS = fc.string({ unit: fc.constantFrom('0', '1', '9', '-', '.', ' ', '+'), minLength: 1, maxLength: 12 });
const WORDS = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', 'é', '€', '\t', '😀', '0'),
  minLength: 1,
  maxLength: 8,
});
const MOMENTS = fc
  .tuple(
    fc.constantFrom('2024', '2023', '1900', '0001', '0000', '9999'),
    fc.constantFrom('01', '02', '04', '12', '13', '00'),
    fc.constantFrom('01', '28', '29', '30', '31', '00', '32'),
    fc.constantFrom(
      '',
      ' 00:00:00',
      ' 23:59:59.997',
      ' 24:00:00',
      ' 12:60:00',
      'T12:00:00.500',
      ' 12:00:00.5',
      ' 1:00:00',
    ),
  )
  .map(([year, month, day, time]) => `${year}-${month}-${day}${time}`);

describe('texts that are taken as they are', () => {
  it.each<readonly [SqlType, fc.Arbitrary<string>]>([
    [plain('bit'), DIGITS],
    [plain('tinyint'), DIGITS],
    [plain('smallint'), DIGITS],
    [plain('int'), DIGITS],
    [plain('bigint'), DIGITS],
    [plain('money'), DIGITS],
    [plain('smallmoney'), DIGITS],
    [decimal(5, 2), DIGITS],
    [decimal(2, 2), DIGITS],
    [decimal(3, 0), DIGITS],
    [plain('date'), MOMENTS],
    [fractional('datetime2', 3), MOMENTS],
    [fractional('datetime2', 0), MOMENTS],
    [string('varchar', 4), WORDS],
    [string('nvarchar', 4), WORDS],
    [string('nvarchar', 'max'), WORDS],
  ])('of %j are those that the engine gives back', (type, texts) => {
    const engine = throughEngine(type);
    const quick = plainTexts([columnOf(type)], ['V']);
    fc.assert(
      fc.property(texts, (text) => {
        const [row] = quick?.([[text]]) ?? [];
        if (row) expect(engine(text)).toBe(row[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('are found in usual files', () => {
    const quick = plainTexts(
      [
        columnOf(plain('int')),
        { ...columnOf(decimal(9, 2)), name: 'w' },
        { ...columnOf(fractional('datetime2', 3)), name: 'x' },
      ],
      ['x', 'w', 'v'],
    );
    expect(
      quick?.([
        ['2024-02-29 23:59:59.997', '12.50', '7'],
        [null, '-0.01', null],
      ]),
    ).toEqual([
      ['7', '12.50', '2024-02-29 23:59:59.997'],
      [null, '-0.01', null],
    ]);
    expect(quick?.([['2024-02-29 23:59:59.997', '12.5', '7']])).toBeUndefined();
  });

  it.each<readonly [string, readonly Column[], readonly string[]]>([
    ['a column that the file does not have', [columnOf(plain('int'))], ['w']],
    ['a computed column', [{ ...columnOf(plain('int')), computed: { definition: '1', persisted: false } }], ['v']],
    ['a type with rules of its own', [columnOf(plain('datetime'))], ['v']],
  ])('are not asked for with %s', (_, columns, given) => expect(plainTexts(columns, given)).toBeUndefined());

  it('are not NULL where the column is not', () => {
    expect(plainTexts([{ ...columnOf(plain('int')), nullable: false }], ['v'])?.([[null]])).toBeUndefined();
  });
});
