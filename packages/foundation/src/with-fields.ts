/**
 * A copy of an object with more fields. Where they are new to it, `{ ...object, field }` gives every copy a hidden class
 * of its own in V8 11 (Node 20): all code that reads such objects gets slow, and the classes take memory. Fields that
 * the object has already may be spread; so may any behind the first field of a literal.
 */
export function withFields<T extends object, F extends object>(object: T, fields: F): T & F {
  return Object.assign({}, object, fields);
}
