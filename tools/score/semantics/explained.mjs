// Cases whose expectation is not followed, each with the reason.
export const EXPLAINED = {
  'date-part-ms-datetime-round':
    'The case expects 127 by the documentation of rounding. A datetime of .127 is 38/300 of a second, and since compatibility level 130 its parts are cut from that: support.microsoft.com/help/4010261. The case q-web-ms-part-raw-ticks, confirmed by a second engine, says the same: .997 has 996 milliseconds.',
  'null-isnull-col-245':
    "The case expects error 245 for '-' as an int. SQL Server reads a sign alone as 0: SELECT CAST('-' AS int) gives 0, as captured from SQL Server 2025; learn.microsoft.com/sql/t-sql/functions/isnumeric-transact-sql names + and - among what converts to a number.",
};
