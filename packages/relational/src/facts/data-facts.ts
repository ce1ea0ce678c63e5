import type { QualifiedName } from '@datamigrate/catalog';
import { canonicalText } from './canonical-text.js';

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

/** What is known of a column's values. */
export interface ValueOrigin {
  /** The values are exactly those of these columns and literals. */
  readonly exact: ValueSources | undefined;
  /** The values are put together from these columns and literals. */
  readonly parts: ValueSources | undefined;
  /** They tell of who runs the load. */
  readonly ofRun?: boolean;
  /** Of binary values that are put together. */
  readonly bytes?: ByteLengths;
}

/** How long binary values are: those of columns are as long as their rows tell. */
export interface ByteLengths {
  readonly lengths: readonly number[];
  readonly columns: readonly BaseColumn[];
}

export const UNKNOWN_ORIGIN: ValueOrigin = { exact: undefined, parts: undefined };

/** The values of one column of a table. */
export function columnOrigin(table: QualifiedName, column: string): ValueOrigin {
  const sources: ValueSources = { columns: [{ table, column }], literals: [] };
  return { exact: sources, parts: sources };
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
  /** A number column holds values between −1,000,000 and 1,000,000 alone. */
  moderateAmounts?(column: BaseColumn): boolean;
  /** A binary column holds values of so many bytes alone. */
  byteLength?(column: BaseColumn, length: number): boolean;
}

/** Of a source without rows: nothing is known. */
export const NO_FACTS: DataFacts = {
  spelledAlike: ({ columns, literals }, collation) =>
    columns.length === 0 &&
    new Set(literals.map((text) => canonicalText(text, collation, true))).size === new Set(literals).size &&
    literals.every((text) => SIMPLE.test(text)),
  simpleLetters: ({ columns, literals }) => columns.length === 0 && literals.every((text) => SIMPLE.test(text)),
  simpleOrder: ({ columns, literals }) =>
    columns.length === 0 && literals.every((text) => /^[A-Za-z0-9 ]*$/.test(text)),
  noTrailingBlanks: ({ columns, literals }) => columns.length === 0 && literals.every((text) => !text.endsWith(' ')),
  neverZero: () => false,
};

/**
 * Of a source without rows, when assumptions may be made: texts are compared by their collation keys, as if they held
 * nothing that needs more. Every such use becomes an assumption.
 */
export const ASSUMED_FACTS: DataFacts = {
  ...NO_FACTS,
  simpleLetters: ({ literals }) => literals.every((text) => SIMPLE.test(text)),
  simpleOrder: ({ literals }) => literals.every((text) => /^[A-Za-z0-9 ]*$/.test(text)),
};

/** Printable ASCII, and the Latin letters that are one character with one case partner and no expansion. */
const SIMPLE = /^[\t\r\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýĀ-ıĴ-ňŊ-őŔ-ſ]*$/;
