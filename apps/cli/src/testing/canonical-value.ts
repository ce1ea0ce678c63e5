/** One form for values of a type: numbers without zeros at their ends, moments without an empty fraction. */
export function canonicalValue(value: string | null, type: string): string | null {
  if (value === null) return null;
  const [base = ''] = type.split('(');
  if (base === 'bit') return value.replace(/^true$/i, '1').replace(/^false$/i, '0');
  if (['float', 'real'].includes(base)) return String(Number(Number(value).toPrecision(base === 'real' ? 7 : 15)));
  if (['decimal', 'numeric', 'money', 'smallmoney'].includes(base))
    return value
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
      .replace(/^-(0?)$/, '0');
  if (base === 'date') return value.slice(0, 10);
  if (base.startsWith('datetime') || base === 'smalldatetime' || base === 'time') {
    const full = /^\d{4}-\d\d-\d\d$/.test(value) ? `${value} 00:00:00` : value;
    return base === 'datetimeoffset' ? full : full.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  }
  if (base === 'varbinary' || base === 'binary') return value.toUpperCase().replace(/^0X/, '');
  return base === 'uniqueidentifier' ? value.toUpperCase() : value;
}
