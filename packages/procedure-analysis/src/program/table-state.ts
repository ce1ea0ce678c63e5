import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { TableKey } from './keys.js';

/** Where the rows of a table stand at a point of the procedure. */
export type TableVersion =
  /** As they were before the procedure. */
  | { readonly kind: 'before' }
  | { readonly kind: 'empty' }
  /** The rows of a common table expression of the program. */
  | { readonly kind: 'cte'; readonly cte: Bound.CteId; readonly name: string };

/** A table that the procedure works with. */
export interface TableState {
  /** `schema.name` in lower case, or the name of a temporary table with its # or @. */
  readonly key: string;
  /** What its versions are called. */
  readonly title: string;
  /** Of permanent tables. */
  readonly object?: QualifiedName | undefined;
  readonly columns: readonly Bound.StoredColumn[];
  readonly version: TableVersion;
  /** Keys that a constraint keeps: a statement that breaks one fails. */
  readonly declared: readonly TableKey[];
  /** Those, and what else no two rows share at this point. */
  readonly keys: readonly TableKey[];
  /** Inserts on top of the rows before the procedure, as long as nothing else happened. */
  readonly added: readonly Bound.BoundQuery[] | undefined;
  /** The version from which rows have only been deleted since: an identity goes on behind the keys of all of them. */
  readonly undeleted?: TableVersion | undefined;
  readonly written: boolean;
}

/** What a table becomes where rows are deleted from it. */
export const afterDelete = ({ keys, undeleted, version }: TableState): Partial<TableState> => ({
  keys,
  undeleted: undeleted ?? version,
});

/** What a table becomes where all rows are deleted from it. */
export const emptied = (table: TableState): TableState => ({
  ...table,
  ...afterDelete(table),
  version: { kind: 'empty' },
  added: undefined,
  written: true,
});

/** A name without the signs of temporary tables and variables. */
export const titled = (name: string): string => name.replace(/^[#@]+/, '');

/** Whether columns have the same names and types, in the same order. */
export function sameColumns(
  { columns }: Pick<TableState, 'columns'>,
  others: readonly { readonly name: string; readonly type: Bound.OutputColumn['type'] }[],
): boolean {
  const text = (all: typeof others): string => JSON.stringify(all.map(({ name, type }) => [name.toLowerCase(), type]));
  return text(columns) === text(others);
}
