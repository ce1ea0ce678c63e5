/** SQLCMD variables by their names in lower case. */
export type Variables = Map<string, string>;

const REFERENCE = /\$\(([A-Za-z_][\w.-]*)\)/g;
/** A value may name other variables; one that names itself ends here. */
const DEEPEST = 8;

/** Fills in `$(name)`; what has no value stays as it is and is named in `missing`. */
export function substitute(text: string, variables: Variables): { readonly text: string; readonly missing: string[] } {
  const missing = new Set<string>();
  if (!text.includes('$(')) return { text, missing: [] };
  const fill = (part: string, depth: number): string =>
    part.replace(REFERENCE, (written, name: string) => {
      const value = variables.get(name.toLowerCase());
      if (value === undefined) missing.add(name);
      if (value === undefined || depth > DEEPEST) return written;
      return value.includes('$(') ? fill(value, depth + 1) : value;
    });
  return { text: fill(text, 0), missing: [...missing] };
}
