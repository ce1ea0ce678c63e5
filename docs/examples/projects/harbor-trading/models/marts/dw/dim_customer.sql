{% set as_of = tsql_parameter(name='as_of', type='date', otherwise='today') %}

with customer as (
    select * from {{ ref('stg_sales__customer') }}
),

previous as (
    select * from {{ tsql_previous_rows(ref('stg_dw__dim_customer')) }}
),

src as (
    select
        c.customer_code,
        c.customer_name,
        nullif(rtrim(c.city), '') as city,
        nullif(rtrim(c.country_code), '') as country_code,
        c.currency_code,
        c.sales_rep_id,
        case
            when c.credit_limit is null then 'P'
            when c.credit_limit = 0 then 'C'
            when c.credit_limit < 50000 then 'S'
            when c.credit_limit < 250000 then 'M'
            else 'L'
        end as credit_class,
        c.status,
        cast(c.created_at as date) as created_on
    from customer as c
    where c.created_at < {{ as_of }} + 1
),

dim_customer_updated as (
    select
        dim_customer.customer_key,
        dim_customer.customer_code,
        dim_customer.customer_name,
        dim_customer.city,
        dim_customer.country_code,
        dim_customer.currency_code,
        dim_customer.sales_rep_id,
        dim_customer.credit_class,
        dim_customer.status,
        dim_customer.valid_from,
        case
            when s.customer_code is not null then {{ as_of }}
            else dim_customer.valid_to
        end as valid_to,
        case
            when s.customer_code is not null then false
            else dim_customer.is_current
        end as is_current,
        dim_customer.loaded_at
    from previous as dim_customer
    left join src as s
        on s.customer_code = dim_customer.customer_code
        and dim_customer.is_current
        and (
            dim_customer.customer_name <> s.customer_name
            or lower(rtrim(coalesce(dim_customer.city, ''))) <> lower(rtrim(coalesce(s.city, '')))
            or lower(rtrim(coalesce(dim_customer.country_code, ''))) <> lower(
                rtrim(coalesce(s.country_code, ''))
            )
            or dim_customer.currency_code <> s.currency_code
            or coalesce(dim_customer.sales_rep_id, 0) <> coalesce(s.sales_rep_id, 0)
            or lower(rtrim(coalesce(dim_customer.credit_class, ' '))) <> lower(
                rtrim(s.credit_class)
            )
            or dim_customer.status <> s.status
        )
),

dim_customer_with_valid_to_and_is_current as (
    select * replace (
        case
            when dim_customer.is_current
                and dim_customer.customer_key <> -1
                and not exists (
                    -- close customers that were deleted in the order system (only those without
                    -- orders can be)
                    select 1
                    from customer as c
                    where c.customer_code = dim_customer.customer_code
                )
            then {{ as_of }}
            else dim_customer.valid_to
        end as valid_to,
        case
            when dim_customer.is_current
                and dim_customer.customer_key <> -1
                and not exists (
                    select 1
                    from customer as c
                    where c.customer_code = dim_customer.customer_code
                )
            then false
            else dim_customer.is_current
        end as is_current
    )
    from dim_customer_updated as dim_customer
)

select *
from dim_customer_with_valid_to_and_is_current

union all

-- open versions: new customers and those closed above
select
    cast(
        coalesce(
            (
                select max(dim_customer.customer_key)
                from dim_customer_with_valid_to_and_is_current as dim_customer
            ),
            0
        )
        + row_number() over (order by lower(rtrim(s.customer_code))) as integer
    ) as customer_key,
    s.customer_code,
    s.customer_name,
    s.city,
    s.country_code,
    s.currency_code,
    s.sales_rep_id,
    rpad(s.credit_class, 1, ' ') as credit_class,
    s.status,
    case
        when exists (
            select 1
            from dim_customer_with_valid_to_and_is_current as o
            where o.customer_code = s.customer_code
        )
        then {{ as_of }}
        else s.created_on
    end as valid_from,
    date '9999-12-31' as valid_to,
    true as is_current,
    {{ tsql_getdate() }} as loaded_at
from src as s
where not exists (
    select 1
    from dim_customer_with_valid_to_and_is_current as d
    where d.customer_code = s.customer_code and d.is_current
)
