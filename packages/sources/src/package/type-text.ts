import { elementsOf, isTrue, type ModelElement, nameParts, referencesOf } from './model-element.js';

/** The type of a SqlTypeSpecifier, or of an element that holds one, as T-SQL writes it. */
export function typeText(element: ModelElement): string {
  const specifier = elementsOf(element, 'TypeSpecifier')[0] ?? elementsOf(element, 'Type')[0] ?? element;
  // The schema collection of typed xml says what is valid, not what a value is.
  if (specifier.type === 'SqlXmlTypeSpecifier') return 'xml';
  const [written = '[sql_variant]'] = referencesOf(specifier, 'Type');
  const builtIn = builtInName(written);
  if (builtIn === undefined) return written;
  return `${builtIn}${facets(builtIn, specifier)}`;
}

/** `[int]` and `[sys].[sysname]`; undefined for types that the database defines. */
function builtInName(written: string): string | undefined {
  const parts = nameParts(written);
  const own = parts.length === 1 || parts[0]?.toLowerCase() === '[sys]';
  return own ? (parts.at(-1) ?? '').slice(1, -1).toLowerCase() : undefined;
}

function facets(type: string, specifier: ModelElement): string {
  if (isTrue(specifier, 'IsMax')) return '(max)';
  const [length, precision, scale] = ['Length', 'Precision', 'Scale'].map((name) => specifier.properties.get(name));
  if (length !== undefined) return `(${length})`;
  if (type === 'decimal' || type === 'numeric') return `(${precision ?? 18}, ${scale ?? 0})`;
  if (type === 'float') return precision === undefined ? '' : `(${precision})`;
  return scale !== undefined && /^(datetime2|datetimeoffset|time)$/.test(type) ? `(${scale})` : '';
}
