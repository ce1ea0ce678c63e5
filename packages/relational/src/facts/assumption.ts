import type { BaseColumn, ValueSources } from './data-facts.js';

export type AssumptionCode =
  | 'spelled-alike'
  | 'simple-letters'
  | 'simple-order'
  | 'no-trailing-blanks'
  | 'never-zero'
  | 'moderate-amounts'
  | 'byte-length';

/** Something that plain SQL relies on. It holds in the landed rows and becomes a test of the same name. */
export interface Assumption {
  readonly code: AssumptionCode;
  readonly columns: readonly BaseColumn[];
  readonly literals: readonly string[];
  readonly text: string;
}

const TEXTS: { readonly [C in AssumptionCode]: string } = {
  'spelled-alike': 'Values that SQL Server takes for equal are always spelled the same',
  'simple-letters': 'Values hold only characters whose equality is decided by case and trailing blanks',
  'simple-order': 'Values hold only letters A to Z, digits and blanks, which sort alike everywhere',
  'no-trailing-blanks': 'Values do not end in blanks',
  'never-zero': 'Values are never zero',
  'moderate-amounts': 'Values lie between minus one million and one million',
  'byte-length': 'Values have {} bytes',
};

export function assumptionOf(code: AssumptionCode, sources: ValueSources): Assumption {
  const columns = distinctColumns(sources.columns);
  const literals = sources.literals.length < 2 ? sources.literals : [...new Set(sources.literals)].sort();
  const names = columns.map(({ table, column }) => `${table.schema}.${table.name}.${column}`);
  const isBeside = literals.length > 0 && code !== 'byte-length';
  const beside = isBeside ? ` (beside ${literals.map((text) => `'${text}'`).join(', ')})` : '';
  return {
    code,
    columns,
    literals,
    text: `${TEXTS[code].replace('{}', literals.join())}: ${names.join(', ')}${beside}.`,
  };
}

function distinctColumns(columns: readonly BaseColumn[]): readonly BaseColumn[] {
  if (columns.length < 2) return columns;
  const byName = new Map(columns.map((column) => [keyOf(column), column]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, column]) => column);
}

export function keyOf({ table, column }: BaseColumn): string {
  return `${table.schema}.${table.name}.${column}`;
}
