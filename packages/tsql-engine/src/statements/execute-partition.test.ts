import { describe, expect, it } from 'vitest';
import { errorOf, rows } from '../testing/run-sql.js';

const TABLES = `CREATE PARTITION FUNCTION pf (date) AS RANGE RIGHT FOR VALUES ('20240101', '20230101');
CREATE PARTITION SCHEME ps AS PARTITION pf ALL TO ([PRIMARY]);
GO
CREATE TABLE dbo.Fact (Day date NULL, N int NOT NULL) ON ps (Day);
CREATE TABLE dbo.Stage (Day date NULL, N int NOT NULL, CONSTRAINT CK CHECK (N < 100));
CREATE TABLE dbo.Other (Day date NULL, N int NOT NULL);
CREATE CLUSTERED INDEX cx ON dbo.Other (Day) ON ps (Day);
INSERT dbo.Fact VALUES (NULL, 1), ('20221231', 2), ('20230101', 3), ('20231231', 4), ('20240101', 5);
GO
`;
const NUMBERS = `SELECT (SELECT STRING_AGG(N, ',') WITHIN GROUP (ORDER BY N) FROM dbo.Fact), (SELECT STRING_AGG(N, ',') WITHIN GROUP (ORDER BY N) FROM dbo.Stage),
(SELECT STRING_AGG(N, ',') WITHIN GROUP (ORDER BY N) FROM dbo.Other)`;

describe('ALTER TABLE … SWITCH', () => {
  it.each([
    ['ALTER TABLE dbo.Fact SWITCH PARTITION 1 TO dbo.Stage', ['3,4,5', '1,2', null]],
    ['ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Stage', ['1,2,5', '3,4', null]],
    ['ALTER TABLE dbo.Fact SWITCH PARTITION 3 TO dbo.Other PARTITION 3', ['1,2,3,4', null, '5']],
    [
      'ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Stage; ALTER TABLE dbo.Stage SWITCH TO dbo.Fact PARTITION 2',
      ['1,2,3,4,5', null, null],
    ],
    [
      "ALTER PARTITION FUNCTION pf () MERGE RANGE ('20240101'); ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Stage",
      ['1,2', '3,4,5', null],
    ],
    [
      "ALTER PARTITION FUNCTION pf () SPLIT RANGE ('20230601'); ALTER TABLE dbo.Fact SWITCH PARTITION 3 TO dbo.Stage",
      ['1,2,3,5', '4', null],
    ],
    ['BEGIN TRANSACTION; ALTER TABLE dbo.Fact SWITCH PARTITION 1 TO dbo.Stage; ROLLBACK', ['1,2,3,4,5', null, null]],
  ])('%s', (sql, expected) => {
    expect(rows(`${TABLES}${sql};\nGO\n${NUMBERS}`)).toEqual([expected]);
  });

  it.each([
    ['ALTER TABLE dbo.Fact SWITCH TO dbo.Stage', 4911],
    ["INSERT dbo.Stage VALUES ('20230101', 9); ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Stage", 4905],
    ["INSERT dbo.Stage VALUES ('20230101', 9); ALTER TABLE dbo.Stage SWITCH TO dbo.Fact PARTITION 2", 4904],
    ['ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Other PARTITION 3', 4972],
    ["INSERT dbo.Fact VALUES ('20230102', 100); ALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Stage", 4972],
    ['CREATE TABLE dbo.Narrow (Day date NULL);\nGO\nALTER TABLE dbo.Fact SWITCH PARTITION 2 TO dbo.Narrow', 4943],
  ])('%s fails with %i', (sql, number) => {
    expect(errorOf(`${TABLES}${sql}`)).toBe(number);
  });
});

describe('partitions', () => {
  it.each([
    [
      "SELECT $PARTITION.pf('20221231'), $PARTITION.pf('20230101'), $PARTITION.pf('2025-01-01'), $PARTITION.pf(NULL)",
      ['1', '2', '3', '1'],
    ],
    [
      "SELECT STRING_AGG(CONCAT(p, N), ' ') WITHIN GROUP (ORDER BY N) FROM (SELECT $PARTITION.pf(Day) AS p, N FROM dbo.Fact) AS f",
      ['11 12 23 24 35'],
    ],
  ])('%s', (sql, expected) => expect(rows(TABLES + sql)).toEqual([expected]));

  it.each([
    ['2', '1,2,5'],
    ['1, 3', '3,4'],
    ['2 TO 3', '1,2'],
  ])('TRUNCATE … PARTITIONS (%s)', (list, left) => {
    const sql = `${TABLES}TRUNCATE TABLE dbo.Fact WITH (PARTITIONS (${list}));\nGO\n${NUMBERS}`;
    expect(rows(sql)[0]?.[0]).toBe(left);
  });

  it.each([
    ['SELECT $PARTITION.nothing(1)', 208],
    ['TRUNCATE TABLE dbo.Stage WITH (PARTITIONS (1))', 7729],
    ['TRUNCATE TABLE dbo.Fact WITH (PARTITIONS (4))', 7722],
    ['TRUNCATE TABLE dbo.Nowhere WITH (PARTITIONS (4))', 4701],
  ])('%s fails with %i', (sql, number) => expect(errorOf(TABLES + sql)).toBe(number));
});
