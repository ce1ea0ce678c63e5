import { collationByName } from '@datamigrate/catalog';

const KNOWN = new Map<string, boolean>();

/** Whether varchar under a collation is UTF-8. Asked for every conversion of text, so the answer is kept. */
export function isUtf8Collation(name: string | undefined): boolean {
  if (name === undefined) return false;
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const { utf8 } = collationByName(name);
  KNOWN.set(name, utf8);
  return utf8;
}
