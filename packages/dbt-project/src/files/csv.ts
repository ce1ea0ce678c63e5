/** A line of a CSV file; NULL is an empty field. */
export function csvLine(values: readonly (string | null)[]): string {
  return values.map((value) => (value === null ? '' : csvField(value))).join(',');
}

const csvField = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
