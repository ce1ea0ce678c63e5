import type { Table } from '@datamigrate/catalog';
import { ordinalOf } from './fill-order.js';

/** Column sets that have to be unique, as positions; filtered indexes count as if they had no filter. */
export function uniqueSets(table: Table): readonly (readonly number[])[] {
  const names = [
    ...(table.primaryKey ? [table.primaryKey.columns] : []),
    ...table.uniqueKeys.map(({ columns }) => columns),
    ...table.indexes.filter(({ unique }) => unique).map(({ columns }) => columns),
  ];
  return names.map((columns) => columns.map((name) => ordinalOf(table, name))).filter((set) => !set.includes(-1));
}
