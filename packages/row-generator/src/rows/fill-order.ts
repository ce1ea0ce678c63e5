import type { ForeignKey, Table } from '@datamigrate/catalog';
import { tableKey } from '../modules/column-ref.js';

/** A table in its turn, and its foreign keys to tables that are filled after it: they stand in a circle. */
export interface Turn {
  readonly table: Table;
  readonly ahead: ReadonlySet<ForeignKey>;
}

/** Referenced tables first. `softly` names tables that would better come before a table. Linear in tables and keys. */
export function fillOrder(tables: readonly Table[], softly: ReadonlyMap<string, ReadonlySet<string>>): Turn[] {
  const open = new Map(tables.map((table) => [tableKey(table), table]));
  const turns: Turn[] = [];
  const missing = (table: Table): ForeignKey[] =>
    table.foreignKeys.filter(({ references }) => {
      const key = tableKey(references);
      return key !== tableKey(table) && open.has(key);
    });
  const take = (table: Table): void => {
    const ahead = new Set(missing(table));
    open.delete(tableKey(table));
    turns.push({ table, ahead });
  };
  const active = new Set<string>();
  // Depth first: what a table needs comes before it, and a table that needs itself by way of others is a circle.
  const visit = (table: Table): void => {
    const key = tableKey(table);
    if (!open.has(key) || active.has(key)) return;
    active.add(key);
    const needed = [...table.foreignKeys].sort((a, b) => Number(isOptional(table, a)) - Number(isOptional(table, b)));
    for (const { references } of needed) visitKey(tableKey(references));
    for (const other of softly.get(key) ?? []) visitKey(other);
    active.delete(key);
    take(table);
  };
  const visitKey = (key: string): void => {
    const table = open.get(key);
    if (table) visit(table);
  };
  for (const table of tables) visit(table);
  return turns;
}

/** Whether a row may do without the row that a foreign key speaks of. */
export function isOptional(table: Table, key: ForeignKey): boolean {
  return key.columns.some((name) => columnOf(table, name)?.nullable === true);
}

export function columnOf(table: Table, name: string): Table['columns'][number] | undefined {
  return table.columns[ordinalOf(table, name)];
}

export function ordinalOf(table: Table, name: string): number {
  const wanted = name.toLowerCase();
  return table.columns.findIndex((column) => column.name.toLowerCase() === wanted);
}
