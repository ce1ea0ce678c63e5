import { invariant } from '@datamigrate/foundation';
import { TERM_TEXT } from '../lexer/term-table.js';
import type { Term } from '../lexer/words/index.js';

const KNOWN = new Set<string>(TERM_TEXT);

/** The terms of a phrase like `NOT FOR REPLICATION`. A word that no list under lexer/words has is our mistake. */
export function terms(phrase: string): Term[] {
  return phrase.split(' ').map((word) => {
    invariant(KNOWN.has(word) && word !== '', `'${word}' of the phrase '${phrase}' is missing from lexer/words`);
    return word as Term;
  });
}
