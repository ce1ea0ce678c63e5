{{ config(materialized='view') }}

with fct_sales as (
    select * from {{ ref('fct_sales') }}
),

m as (
    select
        f.date_key // 100 as month_key,
        count(distinct f.order_id) as orders,
        cast(sum(f.quantity) as integer) as pieces,
        sum(f.net_amount_eur) as net_eur
    from fct_sales as f
    where not f.is_cancelled
    group by f.date_key // 100
)

select
    m.month_key,
    m.month_key // 100 as year_no,
    m.month_key % 100 as month_no,
    m.orders,
    m.pieces,
    m.net_eur,
    m.pieces // m.orders as pieces_per_order,
    lag(m.net_eur) over (order by m.month_key) as prev_net_eur,
    sum(m.net_eur) over (partition by m.month_key // 100 order by m.month_key) as year_to_date_eur,
    rank() over (order by m.net_eur desc nulls last) as month_rank
from m
