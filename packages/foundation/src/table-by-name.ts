/**
 * A table whose rows are found by a name that somebody wrote. In an object `constructor` and `__proto__` would be found,
 * too, though nobody put them there.
 */
export function tableByName<T>(rows: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(rows));
}
