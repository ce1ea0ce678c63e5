with source as (

    select * from {{ source('sales', 'Customer') }}

),

renamed as (

    select
        CustomerId as customer_id,
        CustomerCode as customer_code,
        CustomerName as customer_name,
        City as city,
        CountryCode as country_code,
        CurrencyCode as currency_code,
        CreditLimit as credit_limit,
        PaymentDays as payment_days,
        SalesRepId as sales_rep_id,
        Phone as phone,
        Status as status,
        CreatedAt as created_at,
        Notes as notes
    from source

)

select * from renamed
