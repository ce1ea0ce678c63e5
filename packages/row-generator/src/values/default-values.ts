import { isCharacter, isUnicode, type SqlType } from '@datamigrate/catalog';

const WHOLE = ['1', '2', '3', '5', '10', '0', '7', '12', '42', '100', '-1'];
const DECIMALS = ['1', '10', '0.5', '19.99', '2.5', '100', '0', '7.25', '1234.56', '-1', '-0.01'];
const DAYS = [
  '2024-02-29',
  '2023-12-31',
  '2024-01-01',
  '2024-01-31',
  '2023-06-30',
  '2024-03-15',
  '2022-07-04',
  '2024-12-31',
];
const TIMES = ['00:00:00', '12:30:00', '23:59:59', '08:15:30', '00:00:01'];
const WORDS = ['Alpha', 'alpha', 'Beta', 'Gamma', 'BETA', 'Delta ', 'A', 'b', 'Zeta Ltd', "O'Neil", '10', ''];
const WIDE_WORDS = ['Ångström', 'Müller', 'naïve'];
const GUIDS = ['00000000-0000-0000-0000-000000000001', '6F9619FF-8B86-D011-B42D-00C04FC964FF'];

/**
 * Three points as SQL Server keeps them: SRID 4326, version, a mark for a point, and two numbers.
 * learn.microsoft.com/openspecs/sql_server_protocols/ms-ssclrt
 */
const POINTS = [
  '0xE6100000010C00000000000024400000000000003440',
  '0xE6100000010C0000000000C04740000000000000F03F',
  '0xE6100000010C0000000000000000000000000000F0BF',
];

/** Values of a type when nothing is known about a column: ordinary ones first, edges between them, no extremes that would overflow every sum. */
export function defaultValues(type: SqlType): readonly string[] {
  if (isCharacter(type)) {
    const limit = 'length' in type && typeof type.length === 'number' ? type.length : 40;
    const words = isUnicode(type) ? [...WORDS, ...WIDE_WORDS] : WORDS;
    return [...new Set(words.map((word) => word.slice(0, limit)))];
  }
  switch (type.name) {
    case 'bit':
      return ['1', '0'];
    case 'tinyint':
      return WHOLE.filter((value) => !value.startsWith('-'));
    case 'smallint':
    case 'int':
    case 'bigint':
      return WHOLE;
    case 'decimal':
      return DECIMALS.filter((value) => fits(value, type.precision, type.scale));
    case 'money':
    case 'smallmoney':
    case 'float':
    case 'real':
      return DECIMALS;
    case 'date':
      return DAYS;
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return DAYS.flatMap((day, i) => [`${day} 00:00:00`, `${day} ${TIMES[i % TIMES.length]}`]);
    case 'datetimeoffset':
      return DAYS.map((day, i) => `${day} ${TIMES[i % TIMES.length]} ${i % 2 === 0 ? '+00:00' : '+02:00'}`);
    case 'time':
      return TIMES;
    case 'uniqueidentifier':
      return GUIDS;
    case 'binary':
    case 'varbinary':
      return type.length === 1 ? ['0x00', '0x01', '0xFF'] : ['0x00', '0x01FF', '0xFF'];
    case 'image':
      return ['0x00', '0x01FF'];
    case 'hierarchyid':
      return ['/', '/1/', '/1/1/', '/1/2/', '/2/', '/1/1/3/'];
    case 'geography':
    case 'geometry':
      return POINTS;
    case 'xml':
      return ['<r a="1"><v>1</v></r>', '<r/>'];
    case 'json':
      return ['{"a":1}', '{}'];
    default:
      return [];
  }
}

/** Whether a decimal number as text has room in a type. */
function fits(text: string, precision: number, scale: number): boolean {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return fraction.length <= scale && whole.replace(/^0+/, '').length <= precision - scale;
}
