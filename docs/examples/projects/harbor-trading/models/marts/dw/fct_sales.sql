{% set as_of = tsql_parameter(name='as_of', type='date', otherwise='today') %}

with load_control_before as (
    select * from {{ tsql_former_rows('load_control', ref('stg_etl__load_control')) }}
),

order_header as (
    select * from {{ ref('stg_sales__order_header') }}
),

previous as (
    select * from {{ tsql_previous_rows(ref('stg_dw__fact_sales')) }}
),

order_line_eur as (
    select * from {{ ref('order_line_eur') }}
),

customer as (
    select * from {{ ref('stg_sales__customer') }}
),

dim_customer as (
    select * from {{ ref('dim_customer') }}
),

dim_product as (
    select * from {{ ref('dim_product') }}
),

from_value as (
    select coalesce(lc.last_value, timestamp '1900-01-01 00:00:00') as from_value
    from load_control_before as lc
    where lc.load_name = 'FactSales'
),

changed as (
    select
        h.order_id,
        h.port_id,
        h.modified_at
    from order_header as h
    where h.modified_at > (
            select from_value.from_value
            from from_value
        )
        and h.modified_at < {{ as_of }} + 1
),

fact_sales_kept as (
    select
        fct_sales.order_id,
        fct_sales.line_num,
        fct_sales.date_key,
        fct_sales.customer_key,
        fct_sales.product_key,
        fct_sales.sales_rep_id,
        fct_sales.port_id,
        fct_sales.quantity,
        fct_sales.packs,
        fct_sales.net_amount,
        fct_sales.net_amount_eur,
        fct_sales.cost_amount,
        fct_sales.is_cancelled,
        fct_sales.loaded_at
    from previous as fct_sales
    where not exists (
        select 1
        from changed as c
        where c.order_id = fct_sales.order_id
    )
)

select *
from fact_sales_kept

union all

select
    v.order_id,
    v.line_num,
    cast(strftime(v.order_date, '%Y%m%d') as integer) as date_key,
    coalesce(dc.customer_key, -1) as customer_key,
    coalesce(dp.product_key, -1) as product_key,
    v.sales_rep_id,
    c.port_id,
    v.quantity,
    {{ tsql_int_divide('v.quantity', 'coalesce(dp.pack_size, 1)') }} as packs,
    v.line_amount as net_amount,
    v.amount_eur as net_amount_eur,
    {{ tsql_money_range('v.quantity * dp.standard_cost') }} as cost_amount,
    v.status = 'X' as is_cancelled,
    {{ tsql_getdate() }} as loaded_at
from changed as c
inner join order_line_eur as v
    on v.order_id = c.order_id
inner join customer as cu
    on cu.customer_id = v.customer_id
left join dim_customer as dc
    on dc.customer_code = cu.customer_code
    and dc.valid_from <= cast(v.order_date as date)
    and dc.valid_to > cast(v.order_date as date)
left join dim_product as dp
    on dp.product_id = v.product_id
