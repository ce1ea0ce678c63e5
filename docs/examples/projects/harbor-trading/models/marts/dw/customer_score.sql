{% set as_of = tsql_parameter(name='as_of', type='date', otherwise='today') %}

with customer as (
    select * from {{ ref('stg_sales__customer') }}
),

order_line_eur as (
    select * from {{ ref('order_line_eur') }}
),

invoice as (
    select * from {{ ref('stg_sales__invoice') }}
),

order_header as (
    select * from {{ ref('stg_sales__order_header') }}
),

payment as (
    select * from {{ ref('stg_sales__payment') }}
),

previous as (
    select * from {{ tsql_previous_rows(ref('stg_dw__customer_score')) }}
),

score as (
    select
        c.customer_id,
        c.customer_code,
        0 as order_count,
        cast(0 as decimal(19, 4)) as net_eur,
        cast(null as date) as last_order_on,
        0 as late_invoices,
        0 as points,
        'D' as score_class,
        cast(null as varchar) as remark
    from customer as c
    where c.status <> 'C' and c.created_at < {{ as_of }} + 1
),

order_line_eur_by_customer_id as (
    select
        v.customer_id,
        count(distinct v.order_id) as orders,
        coalesce(sum(v.amount_eur), 0) as net_eur,
        cast(max(v.order_date) as date) as last_on
    from order_line_eur as v
    where v.status <> 'X'
        and v.order_date >= cast({{ as_of }} - interval 12 months as date)
        and v.order_date < {{ as_of }} + 1
    group by v.customer_id
),

score_updated as (
    select score.* replace (
        case when o.customer_id is not null then o.orders else score.order_count end as order_count,
        case when o.customer_id is not null then o.net_eur else score.net_eur end as net_eur,
        case
            when o.customer_id is not null then o.last_on
            else score.last_order_on
        end as last_order_on
    )
    from score
    left join order_line_eur_by_customer_id as o
        on o.customer_id = score.customer_id
),

invoice_by_customer_id as (
    select
        h.customer_id,
        count(*) as late
    from invoice as i
    inner join order_header as h
        on h.order_id = i.order_id
    where i.due_date < {{ as_of }}
        and i.gross_amount > coalesce(
            (
                select sum(p.amount)
                from payment as p
                where p.invoice_no = i.invoice_no and p.paid_at < i.due_date + 1
            ),
            0
        )
    group by h.customer_id
),

score_with_late_invoices as (
    select score.* replace (
        case
            when l.customer_id is not null then l.late
            else score.late_invoices
        end as late_invoices
    )
    from score_updated as score
    left join invoice_by_customer_id as l
        on l.customer_id = score.customer_id
),

score_with_points as (
    select * replace (
        score.order_count * 10
        + case when score.net_eur >= 10000 then 50 when score.net_eur >= 1000 then 20 else 0 end
        - score.late_invoices * 15 as points
    )
    from score_with_late_invoices as score
),

score_with_points_and_remark as (
    select * replace (
        case
            when score.last_order_on < {{ as_of }} - 60 then score.points // 2
            else score.points
        end as points,
        case
            when score.last_order_on < {{ as_of }} - 60 then 'quiet'
            else score.remark
        end as remark
    )
    from score_with_points as score
),

score_with_score_class as (
    select * replace (
        rpad(
            case
                when score.points >= 80 then 'A'
                when score.points >= 30 then 'B'
                when score.points > 0 then 'C'
                else 'D'
            end,
            1,
            ' '
        ) as score_class
    )
    from score_with_points_and_remark as score
),

score_with_score_class_and_remark as (
    select * replace (
        case when score.order_count = 0 then 'N' else score.score_class end as score_class,
        case when score.order_count = 0 then 'no order in 12 months' else score.remark end as remark
    )
    from score_with_score_class as score
),

score_updated_from_customer as (
    select score.* replace (
        case
            when c.customer_id is not null
            then rpad(case when c.status = 'H' then 'X' else score.score_class end, 1, ' ')
            else score.score_class
        end as score_class,
        case
            when c.customer_id is not null
            then left(
                coalesce(score.remark || ', ', '')
                || case when c.status = 'H' then 'on hold' else 'prepayment' end,
                40
            )
            else score.remark
        end as remark
    )
    from score_with_score_class_and_remark as score
    left join customer as c
        on c.customer_id = score.customer_id and (c.status = 'H' or c.credit_limit is null)
),

customer_score_kept as (
    select
        customer_score.score_date,
        customer_score.customer_id,
        customer_score.customer_code,
        customer_score.order_count,
        customer_score.net_eur,
        customer_score.last_order_on,
        customer_score.late_invoices,
        customer_score.points,
        customer_score.score_class,
        customer_score.remark
    from previous as customer_score
    where (customer_score.score_date = {{ as_of }}) is not true
)

select *
from customer_score_kept

union all

select
    {{ as_of }} as score_date,
    score.customer_id,
    score.customer_code,
    score.order_count,
    score.net_eur,
    score.last_order_on,
    score.late_invoices,
    score.points,
    score.score_class,
    score.remark
from score_updated_from_customer as score
