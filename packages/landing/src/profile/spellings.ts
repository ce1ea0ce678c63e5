import { type Collation, collationByName } from '@datamigrate/catalog';
import { collationKey } from './collation-key.js';

export interface Spellings {
  /**
   * No two different values are equal under the collation, so that the target compares them as SQL Server does. Never
   * claimed for collations whose rules are not known here.
   */
  readonly spelledAlike: boolean;
  /** Two values that are equal under the collation and spelled differently, when there are any. */
  readonly conflict?: readonly [string, string];
  readonly ascii: boolean;
  readonly trailingBlanks: boolean;
  /** Number of different values. */
  readonly values: number;
}

/** Dictionary collations without letters of their own: elsewhere `v` may equal `w`, or `aa` equal `å`. */
const COMMON_DICTIONARY = /^(?:SQL_)?Latin1_General_/i;

/**
 * How values that are compared with one another are spelled: the values of columns and literals of a query, taken
 * together. Each group is a list of distinct values.
 */
export function spellings(groups: Iterable<Iterable<string>>, collation: Collation | string): Spellings {
  const rules = typeof collation === 'string' ? collationByName(collation) : collation;
  const byKey = new Map<string, string>();
  const others = new Set<string>();
  let conflict: readonly [string, string] | undefined;
  let ascii = true;
  let trailingBlanks = false;
  for (const group of groups) {
    for (const value of group) {
      const key = collationKey(value, rules);
      const known = byKey.get(key);
      if (known === value || others.has(value)) continue;
      ascii &&= /^[\x00-\x7f]*$/.test(value);
      trailingBlanks ||= value.endsWith(' ');
      if (known === undefined) byKey.set(key, value);
      else {
        others.add(value);
        conflict ??= [known, value];
      }
    }
  }
  const values = byKey.size + others.size;
  const covered = rules.order !== 'dictionary' || COMMON_DICTIONARY.test(rules.name) || values <= 1;
  const spelledAlike = covered && conflict === undefined;
  return { spelledAlike, ...(conflict === undefined ? {} : { conflict }), ascii, trailingBlanks, values };
}
