import { describe, expect, it } from 'vitest';
import { RESERVED_WORDS, WORDS } from '../lexer/words/index.js';
import { parseBatch } from '../parser/parse-batch.js';
import { lines } from './round-trip.js';

/** Places where a name may stand; `W` is the name. */
const PLACES = lines(`
  SELECT W FROM t
  SELECT a AS W FROM t
  SELECT a, b W, c FROM t
  SELECT W.a, t.W FROM t AS W
  SELECT * FROM W
  SELECT * FROM dbo.W
  SELECT a FROM t WHERE W = 1 AND W IN (1) ORDER BY W
  SELECT W FROM t GROUP BY W
  SELECT CASE W WHEN 1 THEN W ELSE W END FROM t
  SELECT W = 1 FROM t
  SELECT dbo.W(1)
  SELECT a FROM t CROSS JOIN W
  SELECT 1 AS a INTO W
  WITH W AS (SELECT 1 a) SELECT * FROM W
  CREATE TABLE W (a int, W int NOT NULL)
  ALTER TABLE W ADD W int
  DROP TABLE W
  CREATE PROC W AS SELECT 1
  CREATE VIEW W AS SELECT 1 a
  CREATE INDEX W ON t (W)
  CREATE SCHEMA W
  EXEC W
  EXEC dbo.W 1
  EXEC p W
  DECLARE @a W
  DECLARE W CURSOR FOR SELECT 1
  FETCH NEXT FROM W INTO @a
  UPDATE W SET W = W + 1
  INSERT INTO W (W) VALUES (1)
  DELETE FROM W WHERE W = 1
  MERGE t AS W USING u ON W.a = u.a WHEN MATCHED THEN DELETE;
  GRANT SELECT ON W TO W
  BEGIN TRAN W
  GOTO W
  SELECT 1; W: SELECT 1
  USE W
`);

describe('every word that is not reserved', () => {
  const reserved = new Set<string>(RESERVED_WORDS);
  const names = WORDS.filter((word) => !reserved.has(word)).map((word) => word.toLowerCase());

  it.each(PLACES)('is a name in %s', (place) => {
    expect(names.filter((name) => parseBatch(place.replace(/\bW\b/g, name)).diagnostics.length > 0)).toEqual([]);
  });

  it('is an alias without AS, save for three that go on with FROM', () => {
    const bad = names.filter((name) => parseBatch(`SELECT * FROM t ${name} WHERE 1 = 1`).diagnostics.length > 0);
    expect(bad).toEqual(['apply', 'output', 'using']);
  });
});

describe('every reserved word', () => {
  it('is no name unless it is quoted', () => {
    const free = RESERVED_WORDS.filter((word) => parseBatch(`CREATE TABLE ${word} (a int)`).diagnostics.length === 0);
    expect(free).toEqual([]);
    const bad = RESERVED_WORDS.filter((word) => parseBatch(`CREATE TABLE [${word}] (a int)`).diagnostics.length > 0);
    expect(bad).toEqual([]);
  });
});
