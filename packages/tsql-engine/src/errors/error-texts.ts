interface ErrorFact {
  readonly message: string;
  /** 16 unless it says otherwise. */
  readonly severity?: number;
}

/**
 * The errors that the engine raises. `{}` is filled in order.
 * Source: learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
 */
export const ERRORS: Readonly<Record<number, ErrorFact | undefined>> = {
  102: { message: "Incorrect syntax near '{}'.", severity: 15 },
  127: { message: 'A TOP N or FETCH rowcount value may not be negative.', severity: 15 },
  133: { message: "A GOTO statement references the label '{}' but the label has not been declared.", severity: 15 },
  137: { message: 'Must declare the scalar variable "{}".', severity: 15 },
  189: { message: 'The {} function requires {} to {} arguments.', severity: 15 },
  195: { message: "'{}' is not a recognized built-in function name.", severity: 15 },
  201: { message: "Procedure or function '{}' expects parameter '{}', which was not supplied." },
  206: { message: 'Operand type clash: {} is incompatible with {}' },
  208: { message: "Invalid object name '{}'." },
  214: { message: "Procedure expects parameter '{}' of type '{}'." },
  217: { message: 'Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).' },
  220: { message: 'Arithmetic overflow error for data type {}, value = {}.' },
  232: { message: 'Arithmetic overflow error for type {}, value = {}.' },
  235: { message: 'Cannot convert a char value to money. The char value has incorrect syntax.' },
  237: { message: 'There is insufficient result space to convert a money value to {}.' },
  213: { message: 'Column name or number of supplied values does not match table definition.' },
  240: {
    message: 'Types don\'t match between the anchor and the recursive part in column "{}" of recursive query "{}".',
  },
  241: { message: 'Conversion failed when converting date and/or time from character string.' },
  242: { message: 'The conversion of a {} data type to a {} data type resulted in an out-of-range value.' },
  244: { message: "The conversion of the {} value '{}' overflowed an {} column. Use a larger integer column." },
  245: { message: "Conversion failed when converting the {} value '{}' to data type {}." },
  248: { message: "The conversion of the {} value '{}' overflowed an int column." },
  281: { message: '{} is not a valid style number when converting from {} to a character string.' },
  289: { message: 'Cannot construct data type {}, some of the arguments have values which are not valid.' },
  291: { message: "CAST or CONVERT: invalid attributes specified for type '{}'" },
  295: { message: 'Conversion failed when converting character string to smalldatetime data type.' },
  402: { message: 'The data types {} and {} are incompatible in the {} operator.' },
  500: {
    message:
      'Trying to pass a table-valued parameter with {} column(s) where the corresponding user-defined table type requires {} column(s).',
  },
  506: { message: 'The invalid escape character "{}" was specified in a {} predicate.' },
  512: {
    message:
      'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
  },
  515: {
    message: "Cannot insert the value NULL into column '{}', table '{}'; column does not allow nulls. {} fails.",
  },
  517: { message: "Adding a value to a '{}' column caused an overflow." },
  530: {
    message: 'The statement terminated. The maximum recursion {} has been exhausted before statement completion.',
  },
  535: {
    message:
      'The {} function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use {} with a less precise datepart.',
  },
  536: { message: 'Invalid length parameter passed to the {} function.' },
  537: { message: 'Invalid length parameter passed to the LEFT or SUBSTRING function.' },
  544: {
    message: "Cannot insert explicit value for identity column in table '{}' when IDENTITY_INSERT is set to OFF.",
  },
  545: {
    message:
      "Explicit value must be specified for identity column in table '{}' either when IDENTITY_INSERT is set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column.",
  },
  547: { message: 'The {} statement conflicted with the {} constraint "{}". The conflict occurred in {}.' },
  628: { message: 'Cannot issue SAVE TRANSACTION when there is no active transaction.' },
  1014: { message: 'A TOP or FETCH clause contains an invalid value.', severity: 15 },
  1062: {
    message: 'The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.',
    severity: 15,
  },
  1031: { message: 'Percent values must be between 0 and 100.', severity: 15 },
  2229: { message: 'XQuery: The name "{}" does not denote a namespace.' },
  2370: { message: "XQuery: No more tokens expected at the end of the XQuery expression. Found '{}'." },
  2389: {
    message: "XQuery [{}]: requires a singleton (or empty sequence), found operand of type 'xdt:untypedAtomic *'",
  },
  2390: { message: 'XQuery [nodes()]: The result of the query is not a set of nodes.' },
  2396: { message: 'XQuery [query()]: Attribute may not appear outside of an element.' },
  2501: { message: 'Cannot find a table or object with the name "{}". Check the system catalog.' },
  2601: {
    message: "Cannot insert duplicate key row in object '{}' with unique index '{}'. The duplicate key value is ({}).",
  },
  2627: {
    message:
      "Violation of {} constraint '{}'. Cannot insert duplicate key in object '{}'. The duplicate key value is ({}).",
    severity: 14,
  },
  2628: { message: "String or binary data would be truncated in table '{}', column '{}'. Truncated value: '{}'." },
  2715: { message: 'Column, parameter, or variable {}: Cannot find data type {}.' },
  2717: { message: 'The size ({}) given to the {} exceeds the maximum allowed ({}).' },
  2740: {
    message: 'SET LANGUAGE failed because {} is not an official language name or a language alias on this SQL Server.',
  },
  2741: { message: 'SET DATEFORMAT date order {} is invalid.' },
  2742: { message: 'SET DATEFIRST {} is out of range.' },
  2812: { message: "Could not find stored procedure '{}'." },
  2714: { message: "There is already an object named '{}' in the database." },
  3606: { message: 'Arithmetic overflow occurred.' },
  3607: { message: 'Division by zero occurred.' },
  3609: { message: 'The transaction ended in the trigger. The batch has been aborted.' },
  3623: { message: 'An invalid floating point operation occurred.' },
  3701: { message: "Cannot drop the {} '{}', because it does not exist or you do not have permission.", severity: 11 },
  3902: { message: 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.' },
  3903: { message: 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.' },
  3930: {
    message:
      'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.',
  },
  3998: { message: 'Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.' },
  4199: { message: 'Argument value {} is invalid for argument 3 of generate_series function.' },
  1505: {
    message:
      "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name '{}' and the index name '{}'. The duplicate key value is ({}).",
  },
  4701: { message: 'Cannot find the object "{}" because it does not exist or you do not have permissions.' },
  4901: {
    message:
      "ALTER TABLE only allows columns to be added that can contain nulls, or have a DEFAULT definition specified, or the column being added is an identity or timestamp column, or alternatively if none of the previous conditions are satisfied the table must be empty to allow addition of this column. Column '{}' cannot be added to non-empty table '{}' because it does not satisfy these conditions.",
  },
  4712: { message: "Cannot truncate table '{}' because it is being referenced by a FOREIGN KEY constraint." },
  4902: { message: 'Cannot find the object "{}" because it does not exist or you do not have permissions.' },
  4904: {
    message: "ALTER TABLE SWITCH statement failed. The specified partition {} of target table '{}' must be empty.",
  },
  4911: {
    message:
      "Cannot specify a partitioned table without partition number in ALTER TABLE SWITCH statement. The table '{}' is partitioned.",
  },
  4943: {
    message: "ALTER TABLE SWITCH statement failed because table '{}' has {} columns and table '{}' has {} columns.",
  },
  4972: {
    message:
      "ALTER TABLE SWITCH statement failed. Check constraints or partition function of source table '{}' allows values that are not allowed by check constraints or partition function on target table '{}'.",
  },
  4905: { message: "ALTER TABLE SWITCH statement failed. The target table '{}' must be empty." },
  6522: {
    message: 'A .NET Framework error occurred during execution of user-defined routine or aggregate "{}": \n{}',
  },
  7722: { message: "Invalid partition number {} specified for {} '{}', partition number can range from 1 to {}." },
  7729: { message: "Cannot specify partition number in the {} {} statement as the {} '{}' is not partitioned." },
  7702: { message: "The type of the partition function '{}' is not known." },
  7997: { message: "'{}' does not contain an identity column." },
  8111: { message: "Cannot define PRIMARY KEY constraint on nullable column in table '{}'." },
  8114: { message: 'Error converting data type {} to {}.' },
  8115: { message: 'Arithmetic overflow error converting {} to data type {}.' },
  8116: { message: 'Argument data type {} is invalid for argument {} of {} function.' },
  8134: { message: 'Divide by zero error encountered.' },
  8144: { message: 'Procedure or function {} has too many arguments specified.' },
  8145: { message: '{} is not a parameter for procedure {}.' },
  8152: { message: 'String or binary data would be truncated.' },
  8164: { message: 'An INSERT EXEC statement cannot be nested.' },
  8162: {
    message:
      'The formal parameter "{}" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.',
  },
  8167: { message: 'The type of column "{}" conflicts with the type of other columns specified in the UNPIVOT list.' },
  8169: { message: 'Conversion failed when converting from a character string to uniqueidentifier.' },
  8170: { message: 'Insufficient result space to convert uniqueidentifier value to char.' },
  8178: {
    message: "The parameterized query '({})' expects the parameter '{}', which was not supplied.",
  },
  8672: {
    message:
      'The MERGE statement attempted to UPDATE or DELETE the same row more than once. This happens when a target row matches more than one source row. A MERGE statement cannot UPDATE/DELETE the same row of the target table multiple times. Refine the ON clause to ensure a target row matches at most one source row, or use the GROUP BY clause to group the source rows.',
  },
  6335: { message: 'XML datatype instance has too many levels of nested nodes. Maximum allowed depth is 128 levels.' },
  9400: { message: 'XML parsing: unexpected end of input' },
  9436: { message: 'XML parsing: end tag does not match start tag' },
  9437: { message: 'XML parsing: duplicate attribute' },
  9459: { message: 'XML parsing: undeclared prefix' },
  9420: { message: 'XML parsing: illegal xml character' },
  9806: { message: 'The datepart {} is not supported by date function {}.' },
  9812: { message: 'The timezone provided to builtin function {} is invalid.' },
  9834: { message: 'Invalid bucket width value passed to {} function. Only positive values are allowed.' },
  9803: { message: 'Invalid data for type "{}".' },
  9807: {
    message:
      'The input character string does not follow style {}, either change the input character string or use a different style.',
  },
  9810: { message: 'The datepart {} is not supported by date function {} for data type {}.' },
  9819: { message: "Error converting string value '{}' into data type {} using culture ''." },
  9820: { message: 'The timezone provided to builtin function {} is invalid.' },
  9828: {
    message:
      'The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.',
  },
  9829: {
    message:
      'STRING_AGG aggregation result exceeded the limit of 8000 bytes. Use LOB types to avoid result truncation.',
  },
  13535: {
    message:
      "Data modification failed on system-versioned table '{}' because transaction time was earlier than period start time for affected records.",
  },
  13545: {
    message: "Truncate failed on table '{}' because it is not a supported operation on system-versioned tables.",
  },
  13552: {
    message:
      "Drop table operation failed on table '{}' because it is not a supported operation on system-versioned temporal tables.",
  },
  13559: { message: "Cannot insert rows in a temporal history table '{}'." },
  13560: { message: "Cannot delete rows from a temporal history table '{}'." },
  13561: { message: "Cannot update rows in a temporal history table '{}'." },
  13607: { message: "JSON path is not properly formatted. Unexpected character '{}' is found at position {}." },
  13608: { message: 'Property cannot be found on the specified JSON path.' },
  13609: { message: "JSON text is not properly formatted. Unexpected character '{}' is found at position {}." },
  13624: { message: 'Object or array cannot be found in the specified JSON path.' },
  13623: { message: 'Scalar value cannot be found in the specified JSON path.' },
  15225: {
    message:
      "No item by the name of '{}' could be found in the current database '{}', given that @itemtype was input as '{}'.",
    severity: 11,
  },
  15335: {
    message:
      "Error: The new name '{}' is already in use as a {} name and would cause a duplicate that is not permitted.",
    severity: 11,
  },
  16915: { message: "A cursor with the name '{}' already exists." },
  16916: { message: "A cursor with the name '{}' does not exist." },
  16917: { message: 'Cursor is not open.' },
  16905: { message: 'The cursor is already open.' },
  16931: { message: 'There are no rows in the current fetch buffer.' },
  16924: {
    message: 'Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.',
  },
};
