import type { QualifiedName } from '@datamigrate/catalog';

/** A column of a table whose rows are known. */
export interface BaseColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

/** Where the values of an expression come from: columns and literals, nothing else. */
export interface ValueSources {
  readonly columns: readonly BaseColumn[];
  readonly literals: readonly string[];
}

/** What the landed rows tell. Every answer that is used becomes an assumption with a test in the generated project. */
export interface DataFacts {
  /** Values that are equal under the collation are always spelled the same. */
  spelledAlike(sources: ValueSources, collation: string): boolean;
  /** Only characters whose equality under the collation is decided by case alone: no ß, ligatures, combining marks. */
  simpleLetters(sources: ValueSources): boolean;
  /** Only letters A-Z, digits and blanks: their order under the collation is that of their lower-case code points. */
  simpleOrder(sources: ValueSources): boolean;
  noTrailingBlanks(sources: ValueSources): boolean;
  /** A number column holds no zero. */
  neverZero(column: BaseColumn): boolean;
}

/** Of a source without rows: nothing is known. */
export const NO_FACTS: DataFacts = {
  spelledAlike: ({ columns, literals }) =>
    columns.length === 0 && new Set(literals.map(fold)).size === new Set(literals).size,
  simpleLetters: ({ columns, literals }) => columns.length === 0 && literals.every((text) => SIMPLE.test(text)),
  simpleOrder: ({ columns, literals }) =>
    columns.length === 0 && literals.every((text) => /^[A-Za-z0-9 ]*$/.test(text)),
  noTrailingBlanks: ({ columns, literals }) => columns.length === 0 && literals.every((text) => !text.endsWith(' ')),
  neverZero: () => false,
};

const fold = (text: string): string => text.replace(/ +$/, '').toLowerCase();

/** Printable ASCII, and the Latin letters that are one character with one case partner and no expansion. */
const SIMPLE = /^[\t\r\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýĀ-ıĴ-ňŊ-őŔ-ſ]*$/;
