import { describe, expect, it } from 'vitest';
import { parseBatch } from '../parser/parse-batch.js';
import { printed } from '../testing/round-trip.js';
import { printNode, printStatements } from './print.js';

describe('printStatements', () => {
  it('writes one clause a line, keywords in upper case', () => {
    expect(printed('select a,b as c from t inner join u on t.x=u.x where a=1 and b in (1,2) order by a desc')).toBe(
      `SELECT
    a,
    b AS c
FROM t
INNER JOIN u ON t.x = u.x
WHERE a = 1
    AND b IN (1, 2)
ORDER BY a DESC;`,
    );
  });

  it('keeps every comment behind or before what it stands at', () => {
    expect(
      printed(`-- header
/* block */
CREATE PROC p -- name
  @a int, -- first
  @b int = 2 /* second */
AS
-- before
BEGIN
  SELECT a, -- col
    b FROM t -- table
  WHERE x = 1 /* c */ ; -- end
  IF @a = 1 -- cond
    SELECT 1 -- then
  ELSE -- else
    SELECT 2
  -- last
END
-- after`),
    ).toBe(`-- header
/* block */
CREATE PROC p -- name
@a int, -- first
@b int = 2 /* second */
AS
-- before
BEGIN
    SELECT
        a, -- col
        b
    FROM t -- table
    WHERE x = 1 /* c */; -- end
    IF @a = 1 -- cond
        SELECT 1 -- then
    ELSE -- else
        SELECT 2;
    -- last
END;
-- after`);
  });

  it('puts two line comments on two lines', () => {
    expect(printed('SELECT 1 -- a\n, -- b\n2')).toBe('SELECT\n    1, -- a\n    -- b\n    2;');
  });

  it('keeps names and strings as they were quoted', () => {
    expect(printed(`SELECT [a]]b], "c""d", 'e''f', N'g' FROM [x].y`)).toBe(
      `SELECT
    [a]]b],
    "c""d",
    'e''f',
    N'g'
FROM [x].y;`,
    );
  });

  it('separates what would read differently without a blank', () => {
    expect(printed('SELECT - -1, a - -b, 1 - +2')).toContain('- -1');
  });
});

describe('printNode', () => {
  it('writes any node', () => {
    const [statement] = parseBatch('UPDATE t SET a = b + 1').statements;
    expect(statement && printNode(statement)).toBe('UPDATE t\nSET a = b + 1');
  });
});

it('refuses what could not be read', () => {
  expect(() => printStatements(parseBatch('SELECT FROM t').statements)).toThrow();
});
