import type { SqlType, TypeName } from './sql-type.js';

/** Whether one type becomes another: by itself, only when asked to (CAST), or never. */
export type Conversion = 'implicit' | 'explicit' | 'forbidden';

interface ConversionRow {
  /** Targets that need CAST or CONVERT. */
  readonly explicit: readonly TypeName[];
  /** Targets that cannot be reached. What is in neither list converts implicitly. */
  readonly forbidden: readonly TypeName[];
}

const CLR: readonly TypeName[] = ['hierarchyid', 'geometry', 'geography'];
const LOB: readonly TypeName[] = ['text', 'ntext', 'image'];
const NEW_TIMES: readonly TypeName[] = ['date', 'time', 'datetime2', 'datetimeoffset'];
const LEGACY_TIMES: readonly TypeName[] = ['datetime', 'smalldatetime'];
const NUMBERS: readonly TypeName[] = [
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'smallmoney',
  'money',
  'decimal',
  'real',
  'float',
];

const NUMBER_ROW: ConversionRow = {
  explicit: [],
  forbidden: [...NEW_TIMES, 'uniqueidentifier', ...LOB, 'xml', 'json', ...CLR, 'vector'],
};
const LEGACY_TIME_ROW: ConversionRow = {
  explicit: [...NUMBERS, 'binary', 'varbinary', 'rowversion'],
  forbidden: ['uniqueidentifier', ...LOB, 'xml', 'json', ...CLR, 'vector'],
};
const newTimeRow = (...unreachable: TypeName[]): ConversionRow => ({
  explicit: ['binary', 'varbinary'],
  forbidden: [...NUMBERS, 'rowversion', 'uniqueidentifier', ...LOB, 'xml', 'json', ...CLR, 'vector', ...unreachable],
});
const STRING_ROW: ConversionRow = { explicit: ['binary', 'varbinary', 'rowversion'], forbidden: [] };
const LARGE_TEXT_ROW: ConversionRow = {
  explicit: [],
  forbidden: [
    ...NUMBERS,
    ...NEW_TIMES,
    ...LEGACY_TIMES,
    'binary',
    'varbinary',
    'rowversion',
    'uniqueidentifier',
    'image',
    'sql_variant',
    'json',
    ...CLR,
    'vector',
  ],
};
const BINARY_ROW: ConversionRow = { explicit: [], forbidden: ['float', 'real', 'text', 'ntext', 'json', 'vector'] };

/**
 * What each type converts to.
 * Source: learn.microsoft.com/sql/t-sql/data-types/data-type-conversion-database-engine (the chart)
 */
export const CONVERSIONS: { readonly [N in TypeName]: ConversionRow } = {
  null: { explicit: [], forbidden: [] },
  bit: NUMBER_ROW,
  tinyint: NUMBER_ROW,
  smallint: NUMBER_ROW,
  int: NUMBER_ROW,
  bigint: NUMBER_ROW,
  smallmoney: NUMBER_ROW,
  money: NUMBER_ROW,
  decimal: NUMBER_ROW,
  real: NUMBER_ROW,
  float: { ...NUMBER_ROW, forbidden: [...NUMBER_ROW.forbidden, 'rowversion'] },
  datetime: LEGACY_TIME_ROW,
  smalldatetime: LEGACY_TIME_ROW,
  date: newTimeRow('time'),
  time: newTimeRow('date'),
  datetime2: newTimeRow(),
  datetimeoffset: newTimeRow(),
  char: STRING_ROW,
  varchar: STRING_ROW,
  nchar: { explicit: [...STRING_ROW.explicit], forbidden: ['image'] },
  nvarchar: { explicit: [...STRING_ROW.explicit], forbidden: ['image'] },
  text: LARGE_TEXT_ROW,
  ntext: LARGE_TEXT_ROW,
  image: {
    explicit: [],
    forbidden: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'char',
      'varchar',
      'nchar',
      'nvarchar',
      'text',
      'ntext',
      'uniqueidentifier',
      'sql_variant',
      'xml',
      'json',
      ...CLR,
      'vector',
    ],
  },
  binary: BINARY_ROW,
  varbinary: BINARY_ROW,
  rowversion: {
    explicit: [],
    forbidden: [
      'float',
      'real',
      ...NEW_TIMES,
      'nchar',
      'nvarchar',
      'text',
      'ntext',
      'uniqueidentifier',
      'sql_variant',
      'xml',
      'json',
      ...CLR,
      'vector',
    ],
  },
  uniqueidentifier: {
    explicit: [],
    forbidden: [...NUMBERS, ...NEW_TIMES, ...LEGACY_TIMES, 'rowversion', ...LOB, 'xml', 'json', ...CLR, 'vector'],
  },
  sql_variant: {
    explicit: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'char',
      'varchar',
      'nchar',
      'nvarchar',
      'binary',
      'varbinary',
      'uniqueidentifier',
    ],
    forbidden: ['rowversion', ...LOB, 'xml', 'json', ...CLR, 'vector'],
  },
  xml: {
    explicit: ['char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary'],
    forbidden: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'rowversion',
      'uniqueidentifier',
      ...LOB,
      'sql_variant',
      'json',
      ...CLR,
      'vector',
    ],
  },
  json: {
    explicit: [],
    forbidden: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'binary',
      'varbinary',
      'rowversion',
      'uniqueidentifier',
      ...LOB,
      'sql_variant',
      'xml',
      ...CLR,
    ],
  },
  hierarchyid: clrRow('hierarchyid'),
  geometry: clrRow('geometry'),
  geography: clrRow('geography'),
  vector: {
    explicit: [],
    forbidden: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'binary',
      'varbinary',
      'rowversion',
      'uniqueidentifier',
      ...LOB,
      'sql_variant',
      'xml',
      ...CLR,
    ],
  },
  cursor: { explicit: [], forbidden: [...NUMBERS, ...NEW_TIMES, ...LEGACY_TIMES] },
  table: { explicit: [], forbidden: [...NUMBERS, ...NEW_TIMES, ...LEGACY_TIMES] },
};

function clrRow(self: TypeName): ConversionRow {
  return {
    explicit: ['char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary', 'xml'],
    forbidden: [
      ...NUMBERS,
      ...NEW_TIMES,
      ...LEGACY_TIMES,
      'rowversion',
      'uniqueidentifier',
      ...LOB,
      'sql_variant',
      'json',
      'vector',
      ...CLR.filter((name) => name !== self),
    ],
  };
}

export function conversionBetween(source: SqlType, target: SqlType): Conversion {
  if (source.name === target.name) return 'implicit';
  const row = CONVERSIONS[source.name];
  if (row.forbidden.includes(target.name)) return 'forbidden';
  return row.explicit.includes(target.name) ? 'explicit' : 'implicit';
}
