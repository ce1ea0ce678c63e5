import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf } from '../testing/model-of.js';

it('keeps comments where they were', () => {
  const view = `-- Items that sell well.
-- Asked for by the board.
CREATE VIEW dbo.v AS
/* See the manual {{ p. 3 }}. */
WITH
  -- What was sold.
  sold AS (
    SELECT Id, Price -- net
         , Sold
    FROM dbo.Item AS i -- all of them
    WHERE Sold IS NOT NULL -- gifts as well
      -- Free ones do not count.
      AND Price > 0
  )
SELECT
  -- The key.
  s.Id,
  /* How much it is,
     and how much it was. */
  CASE WHEN s.Price > 10 THEN 'much' -- really
       ELSE 'little' END AS Amount, -- a word
  COUNT(*) AS N
  -- s.Sold
FROM sold AS s
-- Its name again.
JOIN dbo.Item AS i ON i.Id = s.Id -- one each
-- By all.
GROUP BY s.Id, s.Price
HAVING COUNT(*) > 0 -- at least one
-- The end.
`;
  expect(modelOf(view)).toMatchInlineSnapshot(`
    "-- See the manual { { p. 3 } }.
    with item as (
        select * from {{ ref('item') }}
    ),

    -- What was sold.
    sold as (
        select
            i.id,
            i.price,  -- net
            i.sold
        from item as i  -- all of them
        where i.sold is not null  -- gifts as well
            -- Free ones do not count.
            and i.price > 0
    )

    select
        -- The key.
        s.id,
        -- How much it is,
        -- and how much it was.
        -- really
        case when s.price > 10 then 'much' else 'little' end as amount,  -- a word
        count(*) as n
    -- s.Sold
    from sold as s
    -- Its name again.
    inner join item as i
        on i.id = s.id  -- one each
    -- By all.
    group by s.id, s.price
    -- The end.
    having count(*) > 0  -- at least one
    "
  `);
});

const VIEW = `CREATE VIEW dbo.v AS WITH a AS ( SELECT Id , Price AS P FROM dbo.Item AS i WHERE Id > 1 AND ( Price = 2 OR Sold IS NULL ) ) ,
  b AS ( SELECT TOP ( 3 ) Id , Price FROM dbo.Item ORDER BY Price DESC , Id ) , d AS ( SELECT TOP ( 100 ) PERCENT Id FROM dbo.Item ORDER BY Id )
  SELECT DISTINCT x.Id , ( SELECT MAX ( y.Price ) FROM dbo.Item AS y WHERE y.Id = x.Id ) AS M , CASE WHEN x.P > 1 THEN 1 ELSE 2 END AS C
  FROM a AS x LEFT JOIN ( SELECT Id , Price FROM dbo.Item ) AS z ON z.Id = x.Id AND z.Price > 3 , dbo.Item AS w , b AS v , d AS u
  WHERE w.Id = x.Id AND EXISTS ( SELECT Id FROM dbo.Item AS e WHERE e.Id = x.Id )
  UNION ALL SELECT Id , Price , 3 FROM dbo.Item GROUP BY Id , Price HAVING COUNT ( * ) > 1`;

const withoutComments = (sql: string): string => sql.replace(/--[^\n]*/g, '').replace(/\s+/g, '');

it('keeps every comment once, and the query as it is', () => {
  const words = VIEW.split(/\s+/);
  const plain = withoutComments(modelOf(VIEW));
  const comment = fc.record({
    at: fc.integer({ min: 1, max: words.length }),
    form: fc.constantFrom(
      (text: string) => ` -- ${text}\n`,
      (text: string) => `\n-- ${text}\n`,
      (text: string) => ` /* ${text} */ `,
    ),
  });
  fc.assert(
    fc.property(fc.array(comment, { minLength: 1, maxLength: 8 }), (comments) => {
      let text = '';
      for (let i = 0; i <= words.length; i++) {
        comments.forEach(({ at, form }, n) => {
          if (at === i) text += form(`note${n}it`);
        });
        text += `${words[i] ?? ''} `;
      }
      const sql = modelOf(text);
      expect(withoutComments(sql)).toBe(plain);
      comments.forEach((_, n) => {
        expect(sql.split(`note${n}it`)).toHaveLength(2);
      });
    }),
    { numRuns: 150 },
  );
});

it('writes no comments into texts', () => {
  const sql = modelOf(`CREATE VIEW dbo.v AS SELECT '-- no' AS a, Id /* yes */ FROM dbo.Item`);
  expect(sql).toContain("'-- no' as a");
  expect(sql).toContain('id  -- yes');
});
