import { describe, expect, it } from 'vitest';
import { NO_FACTS } from '../facts/data-facts.js';
import { facts, lowerText } from '../testing/lower-text.js';
import { treeText } from '../tree/same-tree.js';

const CHECKS = ['within-dates', 'within-number', 'within-money', 'basic-text', 'code-page-text'];

/** The checks in an expression over dbo.Customer, from the outside to the inside. */
function checksOf(sql: string, checks = true): readonly string[] {
  const text = treeText(lowerText(`SELECT ${sql} AS v FROM dbo.Customer`, NO_FACTS, { checks }).query);
  return [...text.matchAll(/"operator":"([\w-]+)"/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => CHECKS.includes(name));
}

describe('Checks at run time', () => {
  it.each([
    ['DATEADD(day, Id, CAST(Seen AS date))', ['within-dates']],
    ['EOMONTH(CAST(Seen AS date), 1)', ['within-dates']],
    ['EOMONTH(CAST(Seen AS date))', []],
    ['CAST(CAST(Seen AS date) AS datetime) + 1', ['within-dates', 'within-dates']],
    ['CAST(CAST(Seen AS datetime2) AS date)', []],
    ['Id + 1', ['within-number']],
    ['CAST(Id AS float) * Id + Id', ['within-number']],
    ['CAST(Id AS float) / Id', ['within-number']],
    ['CAST(Id AS float) / 2', []],
    ['EXP(Id)', ['within-number']],
    ['Discount + 1', []],
    ['-Due', ['within-money']],
    ['CAST(Discount AS money)', []],
    ['CAST(CAST(City AS bigint) AS money)', ['within-money']],
    ['LEN(Name)', ['basic-text']],
    ['LEN(City)', []],
    ['LEFT(UPPER(SUBSTRING(Name, 1, 9)), 3)', ['basic-text']],
    ['CAST(Name AS varchar(50))', ['code-page-text']],
    ["CAST(N'x' AS varchar(50))", []],
  ])('%s has %j', (sql, wanted) => expect(checksOf(sql)).toEqual(wanted));

  it.each(['DATEADD(day, Id, CAST(Seen AS date))', 'Id + 1', 'EXP(Id)', 'LEN(Name)', 'CAST(Discount AS money)'])(
    '%s has none in a project',
    (sql) => expect(checksOf(sql, false)).toEqual([]),
  );

  it('of smalldatetime stand in projects as well', () => {
    expect(checksOf('CAST(Seen AS smalldatetime)', false)).toEqual(['within-dates']);
    expect(checksOf('TRY_CAST(Seen AS smalldatetime)', false)).toEqual([]);
    expect(checksOf('CAST(CAST(Seen AS date) AS datetime)', false)).toEqual([]);
  });

  it('of code pages are not needed where values are known', () => {
    const known = facts({ simpleLetters: () => true });
    const { query, assumptions } = lowerText('SELECT CAST(Name AS varchar(50)) AS v FROM dbo.Customer', known);
    expect(treeText(query)).not.toContain('code-page-text');
    expect(assumptions.map(({ code }) => code)).toEqual(['simple-letters']);
  });
});
