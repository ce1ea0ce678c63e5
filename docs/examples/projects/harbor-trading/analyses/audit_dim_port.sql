-- Empty when both hold the same rows: compile it and run it where both are.
with original as (
    select
        port_id,
        port_code,
        port_name,
        country_code,
        region,
        is_warehouse,
        loaded_at
    from {{ ref('stg_dw__dim_port') }}
),

migrated as (
    select
        port_id,
        port_code,
        port_name,
        country_code,
        region,
        is_warehouse,
        loaded_at
    from {{ ref('dim_port') }}
),

final as (
    select
        'only in SQL Server' as found_in,
        *
    from (
        select * from original
        except all
        select * from migrated
    ) as differing

    union all

    select
        'only in dbt' as found_in,
        *
    from (
        select * from migrated
        except all
        select * from original
    ) as differing
)

select * from final
