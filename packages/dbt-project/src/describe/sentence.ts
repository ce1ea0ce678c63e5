/** A sentence with its full stop and a capital letter at its start, unless it starts with a name. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const first = /^[a-z]+(?=[\s,.]|$)/.test(trimmed) ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed;
  return /[.!?:…]$/.test(first) ? first : `${first}.`;
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  const [last = ''] = items.slice(-1);
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

export const inCode = (items: readonly string[]): string[] => items.map((item) => `\`${item}\``);

/** Parts of a description, empty ones left out, one paragraph each. */
export const paragraphs = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
