import { isUnicode } from '@datamigrate/catalog';
import { canonicalText } from '../facts/canonical-text.js';
import type { CollationKey, RelExpression } from '../tree/expression.js';

/** The collation key of a text, folded at once for a literal. */
export function collationKey(
  value: RelExpression,
  collation: string,
  unicode?: boolean,
  guarded = false,
  letterless = false,
): RelExpression {
  const words = unicode ?? isUnicode(value.type);
  if (value.kind === 'literal') {
    return typeof value.value === 'string' ? { ...value, value: canonicalText(value.value, collation, words) } : value;
  }
  const key: CollationKey = { use: 'equality', collation, unicode: words, guarded };
  return keyOperation(value, letterless ? { ...key, letterless } : key);
}

/** What decides the order of texts; literals too, as the key is more than the text in lower case. */
export function orderKey(value: RelExpression, collation: string, unicode: boolean): RelExpression {
  return keyOperation(value, { use: 'order', collation, unicode, guarded: true });
}

function keyOperation(value: RelExpression, key: CollationKey): RelExpression {
  if (value.kind === 'literal' && value.value === null) return value;
  return {
    kind: 'operation',
    operator: 'collation-key',
    operands: [value],
    key,
    type: value.type,
    nullable: value.nullable,
  };
}
