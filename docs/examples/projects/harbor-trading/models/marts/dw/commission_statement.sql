{% set as_of = tsql_parameter(name='as_of', type='date', otherwise='today') %}

with previous as (
    select * from {{ tsql_previous_rows(ref('stg_dw__commission_statement')) }}
),

employee as (
    select * from {{ ref('stg_sales__employee') }}
),

order_line_eur as (
    select * from {{ ref('order_line_eur') }}
),

commission_statement_kept as (
    select
        commission_statement.period_start,
        commission_statement.employee_id,
        commission_statement.statement_id,
        commission_statement.order_count,
        commission_statement.base_eur,
        commission_statement.commission_pct,
        commission_statement.commission
    from previous as commission_statement
    where (
        commission_statement.period_start = cast(date_trunc('month', {{ as_of }}) as date)
    ) is not true
),

rep_cursor as (
    select
        e.employee_id,
        e.commission_pct as pct
    from employee as e
    where e.commission_pct is not null
        and e.hire_date < cast(
            cast(date_trunc('month', {{ as_of }}) as date) + interval 1 months as date
        )
        and (e.leave_date is null or e.leave_date >= cast(date_trunc('month', {{ as_of }}) as date))
)

select *
from commission_statement_kept

union all

select
    cast(date_trunc('month', {{ as_of }}) as date) as period_start,
    rep_cursor.employee_id,
    uuid() as statement_id,
    order_line_eur_summary.order_count,
    order_line_eur_summary.base_eur,
    rep_cursor.pct as commission_pct,
    case
        when order_line_eur_summary.base_eur is null or order_line_eur_summary.base_eur <= 0 then 0
        when {{ tsql_money_range(
            'round(order_line_eur_summary.base_eur * coalesce(rep_cursor.pct, 0), 2) + case when order_line_eur_summary.base_eur > 20000 then round(' ~ tsql_money_range('order_line_eur_summary.base_eur - 20000') ~ ' * 0.005, 2) else 0 end'
        ) }} > 5000
        then 5000
        else {{ tsql_money_range(
            'round(order_line_eur_summary.base_eur * coalesce(rep_cursor.pct, 0), 2) + case when order_line_eur_summary.base_eur > 20000 then round(' ~ tsql_money_range('order_line_eur_summary.base_eur - 20000') ~ ' * 0.005, 2) else 0 end'
        ) }}
    end as commission
from rep_cursor
cross join lateral (
    select
        count(distinct v.order_id) as order_count,
        coalesce(sum(v.amount_eur), 0) as base_eur
    from order_line_eur as v
    where v.sales_rep_id = rep_cursor.employee_id
        and v.status in ('C', 'S')
        and v.order_date >= cast(date_trunc('month', {{ as_of }}) as date)
        and v.order_date < cast(
            cast(date_trunc('month', {{ as_of }}) as date) + interval 1 months as date
        )
) as order_line_eur_summary
where order_line_eur_summary.order_count > 0
