import type { InvoiceDetail } from '@datamigrate/contracts';

/** Dollars without floating point: 12345 is 123.45. */
export function dollars(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.abs(cents);
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** RFC 4180. Texts that a spreadsheet would run as a formula are quoted with an apostrophe. */
export function invoiceCsv({ number, month, lines, totalCents }: InvoiceDetail): string {
  const rows = [
    ['invoice', 'month', 'kind', 'text', 'quantity', 'unit_usd', 'amount_usd'],
    ...lines.map(({ kind, text, quantity, unitCents, cents }) => [
      number,
      month,
      kind,
      text,
      `${quantity}`,
      dollars(unitCents),
      dollars(cents),
    ]),
    [number, month, 'total', '', '', '', dollars(totalCents)],
  ];
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function invoicePage({ number, month, organisation, issuedAt, lines, totalCents }: InvoiceDetail): string {
  const rows = lines
    .map(
      ({ text, quantity, unitCents, cents }) =>
        `<tr><td>${escaped(text)}</td><td>${quantity}</td><td>$${dollars(unitCents)}</td><td>$${dollars(cents)}</td></tr>`,
    )
    .join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Invoice ${escaped(number)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;color:#111;max-width:44rem;margin:3rem auto;padding:0 1rem}table{width:100%;border-collapse:collapse}
td,th{padding:.5rem;border-bottom:1px solid #ccc;text-align:right}td:first-child,th:first-child{text-align:left}tfoot td{font-weight:600}@media print{body{margin:0}}</style></head>
<body><h1>Invoice ${escaped(number)}</h1><p>DataMigrate AI for ${escaped(organisation)}<br>Month ${escaped(month)}, issued ${escaped(issuedAt.slice(0, 10))}</p>
<table><thead><tr><th scope="col">What</th><th scope="col">Quantity</th><th scope="col">Each</th><th scope="col">Amount</th></tr></thead><tbody>${rows}</tbody>
<tfoot><tr><td colspan="3">Total (USD)</td><td>$${dollars(totalCents)}</td></tr></tfoot></table></body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
