import type { ForeignKey, QualifiedName, ReferentialAction } from '@datamigrate/catalog';
import type { LiveRow } from '../connection/live-connection.js';
import { RowReader } from './live-rows.js';

/** What is known of the tables that keys may point at. */
export interface KnownTable extends QualifiedName {
  nameOf(column: number): string | undefined;
}

export interface LiveForeignKeys {
  readonly foreignKeys: readonly ForeignKey[];
  /** Names of keys that point at tables which were not read. */
  readonly dangling: readonly string[];
}

/** Rows of the set `foreign_key_of` of one table. */
export function foreignKeysFrom(
  rows: readonly LiveRow[],
  own: KnownTable,
  tables: ReadonlyMap<string, KnownTable>,
): LiveForeignKeys {
  const keys = new Map<string, { key: ForeignKey; columns: string[]; referenced: string[] }>();
  const dangling = new Set<string>();
  for (const row of rows) {
    const read = new RowReader(row);
    read.text();
    const id = read.text();
    const name = read.text();
    const madeUp = read.flag();
    const target = tables.get(read.text());
    const untrusted = read.flag();
    const onDelete = action(read.text());
    const onUpdate = action(read.text());
    if (!target) {
      dangling.add(name);
      continue;
    }
    const columns = keys.get(id)?.columns ?? [];
    const referenced = keys.get(id)?.referenced ?? [];
    columns.push(own.nameOf(read.number()) ?? '');
    referenced.push(target.nameOf(read.number()) ?? '');
    const key: ForeignKey = {
      ...(madeUp ? {} : { name }),
      columns,
      references: { schema: target.schema, name: target.name },
      referencedColumns: referenced,
      ...(onDelete ? { onDelete } : {}),
      ...(onUpdate ? { onUpdate } : {}),
      trusted: !untrusted,
    };
    keys.set(id, { key, columns, referenced });
  }
  return { foreignKeys: [...keys.values()].map(({ key }) => key), dangling: [...dangling] };
}

/** NO ACTION is what a key has that says nothing. */
function action(text: string): ReferentialAction | undefined {
  const written = text.replace('_', ' ').toUpperCase();
  return written === 'CASCADE' || written === 'SET NULL' || written === 'SET DEFAULT' ? written : undefined;
}
