import type { QualifiedName } from '@datamigrate/catalog';

/** A column of a table of the catalog. */
export interface ColumnRef {
  /** `schema.name` in lower case. */
  readonly table: string;
  /** Position in the table, from 0. */
  readonly column: number;
}

export function keyOf({ table, column }: ColumnRef): string {
  return `${table}#${column}`;
}

export function tableKey({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`.toLowerCase();
}
