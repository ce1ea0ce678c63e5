import type { Table } from '@datamigrate/catalog';
import { tableKey } from '../modules/column-ref.js';
import type { ModuleFacts } from '../modules/module-facts.js';
import type { Write } from '../modules/written-values.js';
import { uniqueSets } from './table-keys.js';

/**
 * Rows that a load hands on as they are come with keys that its target takes. That holds for tables that nothing else
 * writes: those that procedures fill hold what these make.
 */
export function tellSourcesApart(tables: readonly Table[], facts: ModuleFacts): void {
  const byKey = new Map(tables.map((table) => [tableKey(table), table]));
  const written = new Set(facts.writes.map(({ table }) => table));
  for (const write of facts.writes) {
    const target = byKey.get(write.table);
    if (!target || !write.whole) continue;
    for (const set of uniqueSets(target)) {
      const source = sourceOf(set, target, write);
      const table = source && byKey.get(source.table);
      if (!source || !table || written.has(source.table)) continue;
      const isKey = uniqueSets(table).some((own) => own.every((column) => source.columns.includes(column)));
      if (!isKey) facts.tellApart(source.table, source.columns);
    }
  }
}

/** The columns of one table that the columns of a key are taken from; the others are the same in all rows. */
function sourceOf(
  set: readonly number[],
  target: Table,
  { columns }: Write,
): { readonly table: string; readonly columns: readonly number[] } | undefined {
  const found: number[] = [];
  let table: string | undefined;
  for (const column of set) {
    const value = columns.get(column);
    if (!value && target.columns[column]?.identity) return undefined;
    if (!value || value.fixed) continue;
    const [source] = value.exact;
    if (!source || value.exact.length > 1 || source.table !== (table ?? source.table)) return undefined;
    table = source.table;
    found.push(source.column);
  }
  return table === undefined ? undefined : { table, columns: found };
}
