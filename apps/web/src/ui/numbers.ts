const whole = new Intl.NumberFormat('en');
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const UNITS = ['B', 'kB', 'MB', 'GB'];

export function countText(value: number): string {
  return whole.format(value);
}

export function moneyText(cents: number): string {
  return dollars.format(cents / 100);
}

/** Never 100 % while one is missing, never 0 % while there is one. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '<1 %';
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : 100} %`;
}

export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** "1 model", "3 models". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}
