import type { TraceLine } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { namesIn, passageMarks, passagesOf, statementOf } from './name-links.js';

const SOURCE = `CREATE PROCEDURE dw.usp_LoadFactSales @AsOf date AS
SELECT h.OrderId, h.PortId, h.ModifiedAt INTO #changed
FROM sales.OrderHeader h WHERE h.ModifiedAt < @AsOf AND h.Kind <> 'NetAmount';
DELETE f FROM dw.FactSales f JOIN #changed c ON c.OrderId = f.OrderId;
INSERT INTO dw.FactSales (OrderId, PortId, NetAmountEUR)
SELECT v.OrderId, c.PortId, v.NetAmountEUR FROM #changed c JOIN sales.OrderLine v ON v.OrderId = c.OrderId;`;
const statement = (ordinal: number, line: number, endLine: number, kind: string): TraceLine => ({
  object: 'dw.usp_LoadFactSales',
  ordinal,
  line,
  column: 1,
  endLine,
  statement: kind,
  state: 'converted',
  models: ['fct_sales'],
});
const FIRST = 11;
const TRACE = [
  statement(1, 11, 16, 'CreateProcedure'),
  statement(2, 12, 13, 'Select'),
  statement(3, 14, 14, 'Delete'),
  statement(4, 15, 16, 'Insert'),
];
const MODEL = `{% set as_of = tsql_parameter(name='as_of', type='date') %}

with order_header as (
    select * from {{ ref('stg_sales__order_header') }}
),

changed as (
    select h.order_id, h.port_id, h.modified_at
    from order_header as h
    where h.modified_at < {{ as_of }}
),

fact_sales_kept as (
    select fact_sales.order_id, fact_sales.net_amount_eur
    from fact_sales
    where not exists (select 1 from changed as c where c.order_id = fact_sales.order_id)
)

select *
from fact_sales_kept

union all

select v.order_id, c.port_id, v.net_amount_eur
from changed as c
inner join order_line as v on v.order_id = c.order_id
`;

it.each([
  ['OrderId [NetAmountEUR] @AsOf #changed', ['order_id', 'net_amount_eur', 'as_of', 'changed']],
  ["{{ ref('stg_sales__order_header') }} -- LineNum", ['order_header']],
  ['select a.x from t where not exists (select 1)', []],
])('reads the names of %s', (text, names) => {
  expect([...namesIn(text)]).toEqual(names);
});

it('divides a model into what it does', () => {
  expect(passagesOf(MODEL).map(({ from, to }) => [from, to])).toEqual([
    [7, 11],
    [13, 17],
    [19, 20],
    [24, 26],
  ]);
  expect(passagesOf('select a_b\nfrom c_d').map(({ from, to }) => [from, to])).toEqual([[1, 2]]);
  expect(passagesOf('')).toEqual([]);
});

it.each([
  [2, [[7, 11]]],
  [3, [[13, 17]]],
  [4, [[24, 26]]],
])('marks the passages of statement %i', (ordinal, lines) => {
  const one = TRACE[ordinal - 1] as TraceLine;
  const chosen = passageMarks(passagesOf(MODEL), one, SOURCE, FIRST).filter(({ kind }) => kind === 'chosen');
  expect(chosen.map(({ from, to }) => [from, to])).toEqual(lines);
});

it.each([
  [8, 2],
  [24, 4],
  [4, null],
  [99, null],
])('leads from line %i of the model to statement %s', (line, ordinal) => {
  const found = statementOf(passagesOf(MODEL), line, TRACE.slice(1), SOURCE, FIRST);
  expect(found?.ordinal ?? null).toBe(ordinal);
});
