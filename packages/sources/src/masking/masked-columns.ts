import { byObjectKey, type Catalog, type Column, displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { sourceDiagnostics } from '../diagnostics.js';
import type { Masking } from './mask-rules.js';
import { type Mask, maskFor } from './mask-value.js';

/** Masks of a table's columns, by name in lower case. */
export type TableMasks = ReadonlyMap<string, Mask>;

export interface MaskedColumns {
  /** By `objectKey` of the table. */
  readonly tables: ReadonlyMap<string, TableMasks>;
  /** What is masked, for people. */
  readonly diagnostics: readonly Diagnostic[];
}

type Kind = 'mask' | 'empty';

/** The columns that the rules name. What refers to a masked column is masked like it, so that joins still find each other. */
export function maskedColumns(catalog: Catalog, { rules, key }: Masking): Result<MaskedColumns, Diagnostic> {
  const chosen = new Map<string, Kind>();
  const used = new Set<string>();
  for (const table of catalog.tables) {
    for (const column of table.columns) {
      const full = `${table.schema}.${table.name}.${column.name}`;
      const kindBy = (kind: Kind): void => {
        for (const pattern of rules[kind]) {
          if (!patternOf(pattern).test(full)) continue;
          used.add(pattern);
          chosen.set(placeOf(table, column.name), kind);
        }
      };
      if (rules.dynamicMasks && column.mask !== undefined) chosen.set(placeOf(table, column.name), 'mask');
      kindBy('mask');
      kindBy('empty');
    }
  }
  const unused = [...rules.mask, ...rules.empty].find((pattern) => !used.has(pattern));
  if (unused !== undefined) return err(sourceDiagnostics.create('source-mask-unused', { pattern: unused }));
  followKeys(catalog, chosen);
  return masksOf(catalog, chosen, key);
}

/** `*` stands for anything. */
function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

const placeOf = (table: Pick<Table, 'schema' | 'name'>, column: string): string =>
  `${objectKey(table)}\0${column.toLowerCase()}`;

/** Both sides of a foreign key are masked or none. */
function followKeys({ tables }: Catalog, chosen: Map<string, Kind>): void {
  const byKey = byObjectKey(tables);
  const pairs = tables.flatMap((table) =>
    table.foreignKeys.flatMap(({ columns, references, referencedColumns }) => {
      const parent = byKey.get(objectKey(references));
      const names = referencedColumns.length > 0 ? referencedColumns : (parent?.primaryKey?.columns ?? []);
      return columns.map((column, i) => [placeOf(table, column), placeOf(references, names[i] ?? '')] as const);
    }),
  );
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size;
    for (const [child, parent] of pairs) {
      if (chosen.get(child) === 'mask' && !chosen.has(parent)) chosen.set(parent, 'mask');
      if (chosen.get(parent) === 'mask' && !chosen.has(child)) chosen.set(child, 'mask');
    }
  }
}

function masksOf(
  { tables }: Catalog,
  chosen: ReadonlyMap<string, Kind>,
  key: string,
): Result<MaskedColumns, Diagnostic> {
  const found = new Map<string, Map<string, Mask>>();
  const diagnostics: Diagnostic[] = [];
  for (const table of tables) {
    const masks = new Map<string, Mask>();
    for (const column of table.columns) {
      const kind = chosen.get(placeOf(table, column.name));
      // What is computed comes out of masked values.
      if (kind === undefined || column.computed) continue;
      const mask = kind === 'empty' ? emptyFor(column) : maskFor(column.type, key);
      if (!mask) {
        const params = { column: `${displayName(table)}.${column.name}`, type: column.type.name };
        return err(sourceDiagnostics.create('source-mask-type', params));
      }
      masks.set(column.name.toLowerCase(), mask);
    }
    if (masks.size === 0) continue;
    found.set(objectKey(table), masks);
    const names = table.columns.filter(({ name }) => masks.has(name.toLowerCase())).map(({ name }) => name);
    const told = sourceDiagnostics.create('source-masked', { table: displayName(table), columns: names.join(', ') });
    diagnostics.push({ ...told, object: displayName(table) });
  }
  return ok({ tables: found, diagnostics });
}

function emptyFor({ type, nullable }: Column): Mask | undefined {
  if (nullable) return () => null;
  const empty = EMPTY[type.name];
  return empty === undefined ? undefined : () => empty;
}

const EMPTY: Readonly<Record<string, SqlValue | undefined>> = {
  varchar: '',
  nvarchar: '',
  char: '',
  nchar: '',
  varbinary: new Uint8Array(),
  bit: 0n,
  tinyint: 0n,
  smallint: 0n,
  int: 0n,
  bigint: 0n,
  decimal: 0n,
  money: 0n,
  smallmoney: 0n,
};
