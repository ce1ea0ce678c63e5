import type { ForeignKey, Table } from '@datamigrate/catalog';
import { keyOf, tableKey } from '../modules/column-ref.js';
import type { ModuleFacts } from '../modules/module-facts.js';
import { distinctValue } from '../values/distinct-value.js';
import type { ValueText } from '../values/value-text.js';
import { isOptional, ordinalOf } from './fill-order.js';
import { type FilledRow, type FilledRows, referencedColumns } from './filled-rows.js';
import type { FlowingKey } from './flowing-keys.js';

/** How many keys are made up for a table that is filled later. */
const MADE_UP = 6;

/** A foreign key of a table, and the keys that its rows may name. */
export interface ForeignValues {
  readonly columns: readonly number[];
  readonly referenced: readonly number[];
  readonly optional: boolean;
  /** The table refers to itself: its own rows are added as they are made. */
  readonly toItself: boolean;
  /** No constraint of the table, but what modules make of its values. */
  readonly flowing: boolean;
  readonly choices: Choice[];
}

export interface Choice {
  readonly values: readonly string[];
  readonly recipe?: number | undefined;
}

/** The foreign keys of a table as they can be satisfied now; a text that says which of them cannot be. */
export function foreignValues(
  table: Table,
  parentOf: (key: ForeignKey) => Table | undefined,
  filled: FilledRows,
  ahead: ReadonlySet<ForeignKey>,
): readonly ForeignValues[] | string {
  const found: ForeignValues[] = [];
  for (const key of table.foreignKeys) {
    const parent = parentOf(key);
    const columns = key.columns.map((name) => ordinalOf(table, name));
    const referenced = parent ? referencedColumns(parent, key) : [];
    if (!parent || columns.includes(-1) || referenced.includes(-1) || columns.length !== referenced.length) continue;
    const optional = isOptional(table, key);
    const toItself = parent === table;
    const present = filled.of(parent).flatMap((row) => choice(row, referenced));
    const choices = ahead.has(key) && present.length === 0 && !optional ? madeUp(parent, referenced, filled) : present;
    if (choices.length === 0 && !optional && !toItself)
      return `foreign key ${key.name ?? key.columns.join(', ')} needs rows of ${parent.schema}.${parent.name}, which has none.`;
    found.push({ columns, referenced, optional, toItself, flowing: false, choices });
  }
  return found;
}

/** Keys that the values of a table's columns have to be when modules hand them on. Those of an empty table are none. */
export function flowingValues(
  table: Table,
  keys: readonly FlowingKey[],
  facts: ModuleFacts,
  filled: FilledRows,
): readonly ForeignValues[] {
  return keys.flatMap(({ columns, parent, referenced }): ForeignValues[] => {
    const choices = filled.of(parent).flatMap((row) => choice(row, referenced));
    const optional = columns.some(
      (column) => table.columns[column]?.nullable && !facts.required.has(keyOf({ table: tableKey(table), column })),
    );
    return choices.length === 0 ? [] : [{ columns, referenced, optional, toItself: false, flowing: true, choices }];
  });
}

export function choice(row: FilledRow, referenced: readonly number[]): Choice[] {
  const values = referenced.map((column) => row.values[column] ?? null);
  return values.includes(null) ? [] : [{ values: values as string[], recipe: row.recipe }];
}

/** Keys that the table, when its turn comes, has to have. */
function madeUp(parent: Table, referenced: readonly number[], filled: FilledRows): Choice[] {
  return Array.from({ length: MADE_UP }, (_, n): Choice[] => {
    const values = referenced.map((column) => distinctValue(parent.columns[column]?.type ?? { name: 'null' }, n));
    if (values.includes(undefined)) return [];
    filled.demand(parent, new Map(referenced.map((column, i) => [column, values[i] as string])));
    return [{ values: values as string[] }];
  }).flat();
}

/** A choice that agrees with the values that the row has already; one of another key may share its columns. */
export function agreeing(foreign: ForeignValues, values: readonly ValueText[], from: number): Choice | undefined {
  const { choices, columns } = foreign;
  const open = columns.every((column) => values[column] === undefined);
  const most = Math.min(choices.length, 300);
  for (let i = 0; i < most; i++) {
    const candidate = choices[(from + i) % choices.length];
    if (!candidate) return undefined;
    if (open || columns.every((column, n) => values[column] === undefined || values[column] === candidate.values[n]))
      return candidate;
  }
  return undefined;
}
