import {
  collationByName,
  DEFAULT_COLLATION,
  displayName,
  isCharacter,
  type QualifiedName,
  type Table,
} from '@datamigrate/catalog';
import type { ColumnAddress, DataProfile } from './data-profile.js';

/** Whether the text in a column is spelled alike, in itself and in whatever it is compared with. */
export type SpelledAlike = (table: Table, column: string) => boolean;

/**
 * Settles for every column of text in a foreign key, and for those with literals, whether the landed rows spell equal values
 * alike: together with the column that the key names, and with the literals (of a CHECK, for example).
 */
export async function provenSpellings(
  profile: DataProfile,
  tables: readonly Table[],
  literals: SpelledLiterals = () => [],
): Promise<SpelledAlike> {
  const proven = new Set<string>();
  for (const table of tables) {
    for (const { name, type, collation = DEFAULT_COLLATION } of table.columns) {
      if (!isCharacter(type)) continue;
      const compared = literals(table, name);
      const referenced = referencedColumns(table, name);
      if (compared.length === 0 && referenced.length === 0) continue;
      const found = await profile.spellings(
        [address(table, name), ...referenced],
        compared,
        collationByName(collation),
      );
      if (found?.spelledAlike) proven.add(key(table, name));
    }
  }
  return (table, column) => proven.has(key(table, column));
}

export type SpelledLiterals = (table: Table, column: string) => readonly string[];

function referencedColumns({ foreignKeys }: Table, column: string): ColumnAddress[] {
  return foreignKeys.flatMap(({ columns, references, referencedColumns }) => {
    const place = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    const referenced = referencedColumns[place];
    return referenced === undefined ? [] : [address(references, referenced)];
  });
}

function address({ schema, name }: QualifiedName, column: string): ColumnAddress {
  return { schema, table: name, column };
}

function key(table: QualifiedName, column: string): string {
  return `${displayName(table)}.${column}`.toLowerCase();
}
