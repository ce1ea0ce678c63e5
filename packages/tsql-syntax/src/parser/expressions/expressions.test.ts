import { describe, it } from 'vitest';
import { expectKinds, lines } from '../../testing/round-trip.js';

const VALUES = lines(`
  CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END
  CASE WHEN a = 1 THEN 1 WHEN b IS NULL OR c > 1 THEN CASE WHEN d = 1 THEN 2 END END
  COALESCE(a, b, 1)
  NULLIF(a, b)
  IIF(a > 1 AND b < 2, 'x', 'y')
  CAST(a AS decimal(10, 2))
  TRY_CAST(a AS int)
  CONVERT(varchar(10), a, 120)
  TRY_CONVERT(date, a)
  PARSE('1' AS int USING 'en-US')
  TRY_PARSE('x' AS date)
  COUNT(*)
  COUNT(DISTINCT a)
  SUM(ALL b)
  ROW_NUMBER() OVER (ORDER BY a)
  RANK() OVER (PARTITION BY a, b ORDER BY c DESC, d ASC)
  SUM(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  SUM(x) OVER (ORDER BY y RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
  AVG(x) OVER (ORDER BY b ROWS 3 PRECEDING)
  FIRST_VALUE(a) IGNORE NULLS OVER (ORDER BY b)
  STRING_AGG(a, ',') WITHIN GROUP (ORDER BY b DESC)
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY c) OVER (PARTITION BY d)
  t.c.value('@a', 'int')
  x.query('b').value('.', 'varchar(10)')
  @x.exist('/a')
  geography::Point(1, 2, 4326)
  hierarchyid::GetRoot().ToString()
  geometry::STGeomFromText('POINT (1 1)', 0).STX
  a AT TIME ZONE 'UTC' AT TIME ZONE @z
  - - 1
  1 + 2 * 3 - (4 / 5) % 6 & 7 | 8 ^ 9
  ~b
  'a' || 'b'
  1 << 2 >> 1
  0x1F
  .5
  5.
  1.5E-3
  $1.50
  N'it''s'
  {d '2020-01-01'}
  {fn CONCAT('a', 'b')}
  @@ROWCOUNT
  CURRENT_TIMESTAMP
  SYSTEM_USER
  NEXT VALUE FOR dbo.s
  NEXT VALUE FOR s OVER (ORDER BY a)
  LEFT('a', 1)
  TRIM('x' FROM a)
  TRIM(LEADING 'x' FROM a)
  DATEADD(DAY, 1, a)
  JSON_OBJECT('a':1, 'b':NULL ABSENT ON NULL)
  JSON_ARRAY(1, 'x' NULL ON NULL)
  JSON_ARRAYAGG(a ORDER BY b)
  (SELECT MAX(a) FROM t)
  'a' + 'b' COLLATE Latin1_General_BIN + c
  CAST('x' AS national character varying(10))
  CAST(1 AS double precision)
  CAST(x AS xml(dbo.c))
  CAST(v AS vector(3))
  CAST('a' AS binary varying(max))
  dbo.fn(1, DEFAULT)
  db.dbo.fn()
  GREATEST(1, 2)
  AI_GENERATE_EMBEDDINGS(N'x' USE MODEL dbo.m PARAMETERS TRY_CONVERT(json, N'{}'))
  $PARTITION.f(a)
  db.$PARTITION.f(a)
`);

const CONDITIONS = lines(String.raw`
  a > 1 AND b <> 2 OR NOT c = 3 AND (d < 4 OR e >= 5) AND f !> 6 AND g !< 7 AND h != 8
  a BETWEEN 1 AND 2 AND b NOT BETWEEN 3 AND 4
  c LIKE 'x%' ESCAPE '\' AND d NOT LIKE N'y_'
  e IN (1, 2, 3) AND f NOT IN (SELECT x FROM y)
  g IS NULL AND h IS NOT NULL
  a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d
  EXISTS (SELECT 1) AND NOT EXISTS (SELECT 2)
  i > ALL (SELECT 1) AND j = SOME (SELECT 1) AND k <> ANY (SELECT 2)
  a = (1) AND (b) = 2 AND (c IN (1) OR (d) IS NULL) AND ((e)) > ((1))
  (SELECT COUNT(*) FROM u) > 1
  CONTAINS(PROPERTY(a, 'p'), 'x')
  UPDATE(a) OR COLUMNS_UPDATED() & 1 = 1
  REGEXP_LIKE(a, 'y')
  a = 1 AND (b LIKE 'y' AND c = 1)
`);

describe('expressions', () => {
  it.each(VALUES)('value: %s', (value) => expectKinds(`SELECT ${value} FROM t`, ['Select']));
  it.each(CONDITIONS)('condition: %s', (condition) => expectKinds(`IF ${condition} SELECT 1`, ['If']));
});
