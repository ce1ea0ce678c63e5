// Cases whose expectation is not followed, each with the reason.
export const EXPLAINED = {
  'null-isnull-col-245':
    "The case expects error 245 for '-' as an int. SQL Server reads a sign alone as 0: SELECT CAST('-' AS int) gives 0, as captured from SQL Server 2025; learn.microsoft.com/sql/t-sql/functions/isnumeric-transact-sql names + and - among what converts to a number.",
};
