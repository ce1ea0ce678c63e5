/** Text of floats: the shortest that reads back for results, six digits and an exponent of three for CAST. */

/** Shortest text that gives the same float: `1`, `0.1`, `1E+20`. */
export function shortestFloatText(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

export function shortestRealText(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** CAST and style 0: at most six significant digits; from 17 digits on, half away from zero. */
export function shortFloatText(value: number, digits = 6): string {
  if (value === 0) return '0';
  const [mantissa, exponent] = significant(value, digits);
  const negative = value < 0 ? '-' : '';
  if (exponent < -5 || exponent >= digits) {
    const fraction = mantissa.slice(1).replace(/0+$/, '');
    return `${negative}${mantissa[0]}${fraction ? `.${fraction}` : ''}${exponentText(exponent)}`;
  }
  if (exponent < 0) return `${negative}0.${'0'.repeat(-exponent - 1)}${mantissa.replace(/0+$/, '')}`;
  const fraction = mantissa.slice(exponent + 1).replace(/0+$/, '');
  return `${negative}${mantissa.slice(0, exponent + 1)}${fraction ? `.${fraction}` : ''}`;
}

/** Styles 1, 2 and 3: always an exponent, 8, 16 or 17 digits. */
export function scientificText(value: number, digits: number): string {
  const [mantissa, exponent] = value === 0 ? ['0'.repeat(digits), 0] : significant(value, digits);
  return `${value < 0 ? '-' : ''}${mantissa[0]}.${mantissa.slice(1)}${exponentText(exponent)}`;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(3, '0')}`;
}

/** The first `digits` digits, rounded from seventeen of them, and the exponent of the first. */
function significant(value: number, digits: number): [string, number] {
  const [written = '0', power = '0'] = Math.abs(value).toExponential(16).split('e');
  const all = BigInt(written.replace('.', ''));
  const exponent = Number(power);
  if (digits >= 17) return [all.toString(), exponent];
  const divisor = 10n ** BigInt(17 - digits);
  const rounded = (all + divisor / 2n) / divisor;
  const text = rounded.toString();
  return text.length > digits ? [text.slice(0, digits), exponent + 1] : [text, exponent];
}
