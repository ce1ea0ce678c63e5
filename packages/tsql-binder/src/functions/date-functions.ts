import { fractional, fractionOf, plain, string } from '@datamigrate/catalog';
import { asIs, type FunctionFact, moment, momentOf, returns, sameAs, to } from './function-fact.js';

const int = plain('int');
const datetime = plain('datetime');
const date = plain('date');
const offset7 = fractional('datetimeoffset', 7);

/** The scale of DATETIME2FROMPARTS and its like is a literal argument. */
const scaled =
  (name: 'time' | 'datetime2' | 'datetimeoffset', position: number): FunctionFact['returns'] =>
  (args) => {
    const argument = args[position];
    const scale = argument?.kind === 'literal' && typeof argument.value === 'bigint' ? Number(argument.value) : 7;
    return fractional(name, Math.min(7, Math.max(0, scale)));
  };

const ints = (count: number): FunctionFact['parameters'] => Array.from({ length: count }, () => to(int));

/**
 * Functions of date and time. Those with a date part take it apart from their arguments: see DATE_PART_FUNCTIONS.
 * learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql
 */
export const DATE_FUNCTIONS = {
  /** The operator; nothing can be called by this name. A time zone's name does not convert by itself. */
  'AT TIME ZONE': {
    parameters: [asIs, asIs],
    returns: (args) => fractional('datetimeoffset', args[0] ? fractionOf(args[0].type) : 7),
  },
  CURRENT_TIMESTAMP: { parameters: [], returns: returns(datetime), nullable: 'never', deterministic: false },
  CURRENT_DATE: { parameters: [], returns: returns(date), nullable: 'never', deterministic: false },
  CURRENT_TIMEZONE: {
    parameters: [],
    returns: returns(string('nvarchar', 128)),
    nullable: 'never',
    deterministic: false,
  },
  CURRENT_TIMEZONE_ID: {
    parameters: [],
    returns: returns(string('nvarchar', 128)),
    nullable: 'never',
    deterministic: false,
  },
  DATEADD: { parameters: [to(plain('bigint')), moment(datetime)], returns: momentOf(1) },
  DATEDIFF: { parameters: [moment(offset7), moment(offset7)], returns: returns(int) },
  DATEDIFF_BIG: { parameters: [moment(offset7), moment(offset7)], returns: returns(plain('bigint')) },
  DATEFROMPARTS: { parameters: ints(3), returns: returns(date) },
  DATENAME: { parameters: [moment(offset7)], returns: returns(string('nvarchar', 30)) },
  DATEPART: { parameters: [moment(offset7)], returns: returns(int) },
  DATETIME2FROMPARTS: { parameters: ints(8), returns: scaled('datetime2', 7) },
  DATETIMEFROMPARTS: { parameters: ints(7), returns: returns(datetime) },
  DATETIMEOFFSETFROMPARTS: { parameters: ints(10), returns: scaled('datetimeoffset', 9) },
  DATETRUNC: { parameters: [moment(fractional('datetime2', 7))], returns: momentOf(0) },
  DATE_BUCKET: {
    parameters: [to(plain('bigint')), moment(fractional('datetime2', 7)), moment(fractional('datetime2', 7))],
    optional: 1,
    returns: momentOf(1),
  },
  DAY: { parameters: [moment(offset7)], returns: returns(int) },
  EOMONTH: { parameters: [moment(date), to(int)], optional: 1, returns: returns(date) },
  GETDATE: { parameters: [], returns: returns(datetime), nullable: 'never', deterministic: false },
  GETUTCDATE: { parameters: [], returns: returns(datetime), nullable: 'never', deterministic: false },
  ISDATE: { parameters: [asIs], returns: returns(int), nullable: 'never', deterministic: false },
  MONTH: { parameters: [moment(offset7)], returns: returns(int) },
  /** The type is the one that stands behind AS. */
  PARSE: { parameters: [to(string('nvarchar', 4000)), asIs], optional: 1, returns: sameAs(0) },
  SMALLDATETIMEFROMPARTS: { parameters: ints(5), returns: returns(plain('smalldatetime')) },
  SWITCHOFFSET: { parameters: [moment(offset7), asIs], returns: momentOf(0) },
  SYSDATETIME: {
    parameters: [],
    returns: returns(fractional('datetime2', 7)),
    nullable: 'never',
    deterministic: false,
  },
  SYSDATETIMEOFFSET: { parameters: [], returns: returns(offset7), nullable: 'never', deterministic: false },
  SYSUTCDATETIME: {
    parameters: [],
    returns: returns(fractional('datetime2', 7)),
    nullable: 'never',
    deterministic: false,
  },
  TIMEFROMPARTS: { parameters: ints(5), returns: scaled('time', 4) },
  TODATETIMEOFFSET: { parameters: [moment(fractional('datetime2', 7)), asIs], returns: returns(offset7) },
  TRY_PARSE: {
    parameters: [to(string('nvarchar', 4000)), asIs],
    optional: 1,
    returns: sameAs(0),
    nullable: 'always',
  },
  YEAR: { parameters: [moment(offset7)], returns: returns(int) },
} as const satisfies Record<string, FunctionFact>;

/** Functions whose first argument is the name of a date part. */
export const DATE_PART_FUNCTIONS: ReadonlySet<string> = new Set([
  'DATEADD',
  'DATEDIFF',
  'DATEDIFF_BIG',
  'DATENAME',
  'DATEPART',
  'DATETRUNC',
  'DATE_BUCKET',
]);
