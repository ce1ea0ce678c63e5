import { collationByName } from '@datamigrate/catalog';
import type { FixtureRow } from '@datamigrate/dbt-project';
import { collationKey } from '@datamigrate/landing';

/**
 * Whether a text of the result stands among the given rows in other spellings, too, any of which SQL Server may return:
 * rows that a model is free to give differently are no evidence. `collations` are those of its columns.
 */
export function haveOpenSpellings(
  collations: Readonly<Record<string, string>>,
  given: readonly FixtureRow[],
  expected: readonly FixtureRow[],
): boolean {
  const texts = new Set(given.flatMap((row) => Object.values(row).filter((value) => typeof value === 'string')));
  return Object.entries(collations).some(([column, name]) => {
    const collation = collationByName(name);
    const shown = new Set(
      expected.flatMap((row) => {
        const value = row[column];
        return typeof value === 'string' ? [collationKey(value, collation)] : [];
      }),
    );
    const spelled = new Map<string, string>();
    for (const text of texts) {
      const key = collationKey(text, collation);
      if (shown.has(key) && (spelled.get(key) ?? text) !== text) return true;
      spelled.set(key, text);
    }
    return false;
  });
}
