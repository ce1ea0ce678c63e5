{{ config(materialized='incremental', incremental_strategy='append') }}

{% set as_of = tsql_parameter(name='as_of', type='date', otherwise='today') %}

with payment as (
    select * from {{ ref('stg_sales__payment') }}
),

invoice as (
    select * from {{ ref('stg_sales__invoice') }}
),

order_header as (
    select * from {{ ref('stg_sales__order_header') }}
),

customer as (
    select * from {{ ref('stg_sales__customer') }}
),

previous as (
    select * from {% if is_incremental() %}{{ this }}{% else %}{{ ref('stg_dw__fact_payment') }}{% endif %}
),

new_rows as (
    select
        p.payment_id,
        p.invoice_no,
        c.customer_code,
        cast(p.paid_at as date) as paid_on,
        strftime(p.paid_at, '%Y-%m') as paid_month,
        p.amount,
        upper(coalesce(nullif(rtrim(p.method), ''), 'unknown')) as method,
        cast(date_diff('day', i.invoice_date, p.paid_at) as smallint) as days_to_pay
    from payment as p
    inner join invoice as i
        on i.invoice_no = p.invoice_no
    inner join order_header as h
        on h.order_id = i.order_id
    inner join customer as c
        on c.customer_id = h.customer_id
    where p.paid_at < {{ as_of }} + 1
        and not exists (
            select 1
            from previous as f
            where f.payment_id = p.payment_id
        )
)

select * from new_rows
{% if not is_incremental() %}
union all
select * from previous
{% endif %}
