import { ADMINISTRATIVE_WORDS } from './administrative.js';
import { CONTEXTUAL_WORDS } from './contextual.js';
import { DESCRIBED_WORDS } from './described.js';
import { FEATURE_WORDS } from './features.js';
import { RESERVED_WORDS } from './reserved.js';
import { SYMBOLS } from './symbols.js';

/** A word the grammar knows, in upper case. */
export type Word =
  | (typeof RESERVED_WORDS)[number]
  | (typeof CONTEXTUAL_WORDS)[number]
  | (typeof DESCRIBED_WORDS)[number]
  | (typeof ADMINISTRATIVE_WORDS)[number]
  | (typeof FEATURE_WORDS)[number];

export type SymbolText = (typeof SYMBOLS)[number];

/** What the parser asks for by name: `p.at('SELECT')`, `p.eat(',')`. */
export type Term = Word | SymbolText;

export const WORDS: readonly Word[] = [
  ...new Set<Word>([
    ...RESERVED_WORDS,
    ...CONTEXTUAL_WORDS,
    ...DESCRIBED_WORDS,
    ...ADMINISTRATIVE_WORDS,
    ...FEATURE_WORDS,
  ]),
];

export { RESERVED_WORDS, SYMBOLS };
