import { describe, expect, it } from 'vitest';
import { codesOf, expressionOf, queryOf } from '../testing/bind-text.js';

const DATABASE = 'SQL_Latin1_General_CP1_CI_AS';

describe('the collation of an expression', () => {
  it.each([
    ["'a'", DATABASE, 'coercible-default'],
    ['vc', DATABASE, 'implicit'],
    ['german', 'German_PhoneBook_CI_AS', 'implicit'],
    ["german + 'a'", 'German_PhoneBook_CI_AS', 'implicit'],
    ["'a' + bin2", 'Latin1_General_BIN2', 'implicit'],
    ['german + vc', 'German_PhoneBook_CI_AS', 'none'],
    ['german + vc COLLATE Latin1_General_BIN2', 'Latin1_General_BIN2', 'explicit'],
    ['UPPER(german)', 'German_PhoneBook_CI_AS', 'implicit'],
    ["CASE WHEN i = 1 THEN german ELSE 'x' END", 'German_PhoneBook_CI_AS', 'implicit'],
    ['CAST(german AS varchar(5))', 'German_PhoneBook_CI_AS', 'implicit'],
    ['CAST(i AS varchar(5))', DATABASE, 'coercible-default'],
    ['vc COLLATE database_default', DATABASE, 'explicit'],
    ['MAX(german)', 'German_PhoneBook_CI_AS', 'implicit'],
  ])('%s: %s, %s', (expression, name, label) =>
    expect(expressionOf(`SELECT ${expression} FROM dbo.Types`).collation).toEqual({ name, label }),
  );

  it('is missing where there is no text', () =>
    expect(expressionOf('SELECT i + 1 FROM dbo.Types').collation).toBeUndefined());
});

describe('the collation of a column that two queries give', () => {
  const unionOf = (left: string, right: string): string =>
    `SELECT ${left} FROM dbo.Types UNION ALL SELECT ${right} FROM dbo.Types`;

  it.each([
    ['vc', "'a'", DATABASE, 'implicit'],
    ["'a'", 'german', 'German_PhoneBook_CI_AS', 'implicit'],
    ['vc', 'german', DATABASE, 'none'],
    ['german', 'german + vc', 'German_PhoneBook_CI_AS', 'none'],
    ['vc', 'german COLLATE Latin1_General_BIN2', 'Latin1_General_BIN2', 'explicit'],
  ])('%s and %s: %s, %s', (left, right, name, label) =>
    expect(queryOf(unionOf(left, right)).columns[0]?.collation).toEqual({ name, label }),
  );

  it('is a conflict of two that are named', () =>
    expect(codesOf(unionOf('vc COLLATE Latin1_General_BIN2', 'vc COLLATE German_PhoneBook_CI_AS'))).toEqual([
      'bind-collation-conflict',
    ]));
});

describe('the collation of a comparison', () => {
  const collationOf = (condition: string): string | undefined => {
    const query = queryOf(`SELECT 1 FROM dbo.Types WHERE ${condition}`);
    const where = query.kind === 'select' ? query.where : undefined;
    return where && 'collation' in where ? where.collation : undefined;
  };

  it.each([
    ["vc = 'a'", DATABASE],
    ["german = 'a'", 'German_PhoneBook_CI_AS'],
    ["'a' < bin2", 'Latin1_General_BIN2'],
    ["german LIKE 'a%'", 'German_PhoneBook_CI_AS'],
    ['german = vc COLLATE Latin1_General_CI_AI', 'Latin1_General_CI_AI'],
    ['german IN (SELECT german FROM dbo.Types)', 'German_PhoneBook_CI_AS'],
    ['i = 1', undefined],
  ])('%s compares by %s', (condition, expected) => expect(collationOf(condition)).toBe(expected));

  it.each([
    ['german = vc', ['bind-collation-conflict']],
    ['german = bin2', ['bind-collation-conflict']],
    ['german COLLATE Latin1_General_BIN2 = vc COLLATE Latin1_General_CI_AI', ['bind-collation-conflict']],
    ['german + vc = bin2', ['bind-collation-conflict']],
    ['german COLLATE Latin1_General_BIN2 = vc', []],
  ])('%s gives %j', (condition, expected) =>
    expect(codesOf(`SELECT 1 FROM dbo.Types WHERE ${condition}`)).toEqual(expected),
  );
});
