import { list, parenthesized, startingWhen } from '../rules.js';
import { identifier } from '../values.js';

/** `(a, b)` before WITH or AS: CREATE TABLE AS SELECT names its columns and leaves their types to the query. */
export const columnNames = startingWhen(parenthesized(list(identifier)), (p) => {
  if (!p.at('(')) return false;
  let ahead = 1;
  while (p.isIdentifierAt(ahead) && p.term(ahead + 1) === ',') ahead += 2;
  const next = p.term(ahead + 2);
  return p.isIdentifierAt(ahead) && p.term(ahead + 1) === ')' && (next === 'WITH' || next === 'AS');
});
