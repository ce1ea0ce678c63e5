import { describe, expect, it } from 'vitest';
import { facts, lowerText } from '../testing/lower-text.js';
import { treeText } from '../tree/same-tree.js';
import { NO_FACTS } from './data-facts.js';

const OF_32 = facts({ byteLength: ({ column }, length) => column === 'Hash' && length === 32 });
const NAME = "HASHBYTES('SHA2_256', Name)";

/** Whether a condition over the rows of dbo.Customer compares keys, and what it assumes. */
function compared(condition: string, from = 'dbo.Customer', known = OF_32) {
  const { query, assumptions, diagnostics } = lowerText(`SELECT Id FROM ${from} WHERE ${condition}`, known);
  expect(diagnostics).toEqual([]);
  const assumed = assumptions.map(({ code, columns, literals }) =>
    [code, columns[0]?.column, literals.join()].join(' '),
  );
  return { keys: treeText(query).includes('"type-key"'), assumed };
}

describe('binary values are compared as they are', () => {
  it.each<[string, readonly string[]]>([
    [`Hash = ${NAME}`, ['byte-length Hash 32']],
    [`ISNULL(Hash, ${NAME}) <> CASE WHEN Id > 1 THEN ${NAME} END`, ['byte-length Hash 32']],
    [`Hash < CAST(${NAME} AS varbinary(32))`, ['byte-length Hash 32']],
    [`${NAME} = HASHBYTES('sha2_256 ', City)`, []],
    ["Mark = HASHBYTES('MD5', Name)", []],
    ['Mark = CAST(Badge AS binary(16))', []],
    ['Hash = Hash', ['byte-length Hash 32']],
  ])('where both are of one length: %s', (condition, assumed) => {
    expect(compared(condition)).toEqual({ keys: false, assumed });
  });

  it.each([
    ["Hash = HASHBYTES('SHA1', Name)"],
    ["HASHBYTES('MD5', Name) = HASHBYTES('SHA1', Name)"],
    [`Mark = ${NAME}`],
    [`Hash = ISNULL(Mark, ${NAME})`],
    [`CAST(${NAME} AS varbinary(20)) = ${NAME}`],
    ['Hash = CAST(Name AS varbinary(32))'],
    ['Hash = 0x01'],
  ])('and by their keys where lengths differ, or are not known: %s', (condition) => {
    expect(compared(condition)).toEqual({ keys: true, assumed: [] });
  });

  it('through queries inside, as far as rows say it', () => {
    const from = `(SELECT Id, Name, Hash AS stored, ${NAME} AS made FROM dbo.Customer) AS c`;
    expect(compared('stored <> made', from)).toEqual({ keys: false, assumed: ['byte-length Hash 32'] });
    expect(compared('stored <> made', from, NO_FACTS)).toEqual({ keys: true, assumed: [] });
    expect(compared(`made = ${NAME}`, from, NO_FACTS)).toEqual({ keys: false, assumed: [] });
  });
});

it.each([
  [`CAST(${NAME} AS varbinary(32))`, false],
  [`CAST(${NAME} AS binary(32))`, false],
  [`CAST(ISNULL(HASHBYTES('MD5', Name), Mark) AS binary(16))`, false],
  [`CAST(${NAME} AS varbinary(31))`, true],
  [`CAST(${NAME} AS binary(64))`, true],
  ['CAST(Hash AS binary(32))', true],
])('a conversion that keeps all bytes is left out: %s', (value, stays) => {
  const { query } = lowerText(`SELECT ${value} AS v FROM dbo.Customer`, OF_32);
  expect(treeText(query).includes('"kind":"cast"')).toBe(stays);
});
