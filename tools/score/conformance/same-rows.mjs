// Whether two lists of rows hold the same values; each value is text or null, its type is SQL Server's.

/** @param {boolean} ordered whether the order of the rows is part of the answer */
export function sameRows(expected, types, got, ordered = false) {
  if (expected.length !== got.length) return false;
  const left = expected.map((row) => rowKey(row, types));
  const right = got.map((row) => rowKey(row, types));
  if (!ordered) {
    left.sort();
    right.sort();
  }
  return left.every((row, i) => row === right[i]);
}

function rowKey(row, types) {
  return JSON.stringify(row.map((value, i) => valueKey(value, types[i] ?? '')));
}

function valueKey(value, type) {
  if (value === null || value === undefined) return null;
  const text = String(value);
  const base = type.split('(')[0].trim().toLowerCase();
  switch (base) {
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'bit':
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return plainNumber(text);
    case 'float':
      return Number(Number(text).toPrecision(15));
    case 'real':
      return Number(Number(text).toPrecision(7));
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
    case 'datetimeoffset':
    case 'time':
      return text.replace(/(\.\d*?)0+(?=$| )/, '$1').replace(/\.(?=$| )/, '');
    case 'uniqueidentifier':
      return text.toUpperCase();
    case 'varbinary':
    case 'binary':
      return text.toUpperCase();
    default:
      return text;
  }
}

/** Without zeros that say nothing: 1.50 and 1.5 are one number. */
function plainNumber(text) {
  const [, sign, whole, fraction] = /^([-+]?)0*(\d*)\.?(\d*?)0*$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}
