import { RESERVED_WORDS, SYMBOLS, type Term, WORDS } from './words/index.js';

/**
 * Numbers for the terms of the grammar, so that a token holds two bytes instead of a string.
 * Id 0 is "no term": an identifier or a literal.
 */
const TERMS: readonly (Term | '')[] = ['', ...SYMBOLS, ...WORDS];

export const TERM_TEXT: readonly (Term | '')[] = TERMS;

const reserved = new Set<string>(RESERVED_WORDS);

/** 1 for ids of reserved words. */
export const IS_RESERVED: Uint8Array = Uint8Array.from(TERMS, (text) => (reserved.has(text) ? 1 : 0));

export const SYMBOL_ID: ReadonlyMap<string, number> = new Map(SYMBOLS.map((text, i) => [text, i + 1]));

/**
 * Open-addressing table from the hash of a word's upper-case letters to its id. A Map would need a substring and an
 * upper-case copy of every identifier of the input; this needs neither.
 */
const TABLE_BITS = 13;
const TABLE_MASK = (1 << TABLE_BITS) - 1;
const table = new Uint16Array(TABLE_MASK + 1);

export const HASH_SEED = 5381;

/** One step of the word hash; `upper` is the code of an upper-case ASCII letter, a digit or `_`. */
export function hashStep(hash: number, upper: number): number {
  return (Math.imul(hash, 33) ^ upper) | 0;
}

for (let id = SYMBOLS.length + 1; id < TERMS.length; id++) {
  const word = TERMS[id] ?? '';
  let hash = HASH_SEED;
  for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i));
  let slot = slotOf(hash);
  while (table[slot] !== 0) slot = (slot + 1) & TABLE_MASK;
  table[slot] = id;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> TABLE_BITS)) & TABLE_MASK;
}

/** The id of the word at text[start, end) whose hash is `hash`, or 0 when the grammar does not know it. */
export function findWord(text: string, start: number, end: number, hash: number): number {
  let slot = slotOf(hash);
  for (;;) {
    const id = table[slot] ?? 0;
    if (id === 0) return 0;
    const word = TERMS[id] as string;
    if (word.length === end - start && equalsIgnoringCase(text, start, word)) return id;
    slot = (slot + 1) & TABLE_MASK;
  }
}

function equalsIgnoringCase(text: string, start: number, upper: string): boolean {
  for (let i = 0; i < upper.length; i++) {
    const code = text.charCodeAt(start + i);
    const folded = code >= 97 && code <= 122 ? code - 32 : code;
    if (folded !== upper.charCodeAt(i)) return false;
  }
  return true;
}
