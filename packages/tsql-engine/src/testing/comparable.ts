/** A value of a result in a form in which two spellings of it are the same text. */
export function comparable(value: string | null, type: string): string | null {
  if (value === null) return null;
  switch (type.split('(')[0]?.trim().toLowerCase()) {
    case 'decimal':
    case 'numeric':
    case 'money':
    case 'smallmoney':
      return withoutZeros(value);
    case 'real':
      return String(Number(Number(value).toPrecision(7)));
    case 'float':
      return String(Number(Number(value).toPrecision(15)));
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
    case 'time':
      return withoutZeros(value);
    default:
      return value;
  }
}

function withoutZeros(value: string): string {
  return value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
}
