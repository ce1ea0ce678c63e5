import type { Catalog, PartitionedOn, Table } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { partitionNumber } from '../database/partitions.js';
import { spaceOf } from './data-spaces.js';
import { bit, type FactSource, type Facts } from './facts.js';
import { namedConstraints, objectIds, tableOfType } from './object-ids.js';

interface NumberedIndex {
  readonly id: bigint;
  /** A heap has none. */
  readonly name: string | null;
  readonly clustered: boolean;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly constraint: boolean;
  readonly columns: readonly string[];
  readonly included: readonly string[];
  readonly filter?: string | undefined;
  /** Of the heap or clustered index: the table's. */
  readonly partitionedOn?: PartitionedOn | undefined;
}

/** Indexes with their numbers: 0 is a heap, 1 the clustered one, the others follow. */
export function indexesOf(table: Table): readonly NumberedIndex[] {
  const keys = namedConstraints(table).keys.map(({ name, primary, key }) => ({
    name,
    primary,
    constraint: !primary,
    unique: true,
    clustered: key.clustered ?? primary,
    columns: key.columns,
    included: [],
    partitionedOn: key.partitionedOn,
  }));
  const others = table.indexes.map((index) => ({
    ...index,
    clustered: 'clustered' in index && index.clustered === true,
    primary: false,
    constraint: false,
  }));
  const all = [...keys, ...others];
  const clustered = all.find((index) => index.clustered);
  const heap = {
    name: null,
    clustered: false,
    unique: false,
    primary: false,
    constraint: false,
    columns: [],
    included: [],
  };
  const rest = all.filter((index) => index !== clustered);
  const { partitionedOn } = table;
  return [
    clustered ? { ...clustered, clustered: true, id: 1n, partitionedOn } : { ...heap, id: 0n, partitionedOn },
    ...rest.map((index, i) => ({ ...index, clustered: false, id: BigInt(i + 2) })),
  ];
}

/** Tables, and the tables that table types stand for. */
function indexedTables(catalog: Catalog): readonly Table[] {
  return [...catalog.tables, ...catalog.tableTypes.map(tableOfType)];
}

const indexes: FactSource = ({ catalog }) =>
  indexedTables(catalog).flatMap((table) =>
    indexesOf(table).map((index) => ({
      object_id: objectIds(catalog).of(table),
      name: index.name,
      index_id: index.id,
      type: index.id === 0n ? 0n : index.clustered ? 1n : 2n,
      type_desc: index.id === 0n ? 'HEAP' : index.clustered ? 'CLUSTERED' : 'NONCLUSTERED',
      is_unique: bit(index.unique),
      data_space_id: spaceOf(catalog, index.partitionedOn),
      ignore_dup_key: 0n,
      is_primary_key: bit(index.primary),
      is_unique_constraint: bit(index.constraint),
      fill_factor: 0n,
      is_padded: 0n,
      is_disabled: 0n,
      is_hypothetical: 0n,
      allow_row_locks: 1n,
      allow_page_locks: 1n,
      has_filter: bit(index.filter !== undefined),
      filter_definition: index.filter === undefined ? null : `(${index.filter})`,
    })),
  );

const indexColumns: FactSource = ({ catalog }) =>
  indexedTables(catalog).flatMap((table) => {
    const object_id = objectIds(catalog).of(table);
    const ordinal = (name: string): bigint =>
      BigInt(table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()) + 1);
    return indexesOf(table).flatMap(({ id, columns, included, partitionedOn }) => {
      const by = partitionedOn?.column.toLowerCase();
      const named = [...columns, ...included];
      // The column that says which partition is listed whether it belongs to the index or not.
      const beside = partitionedOn && !named.some((name) => name.toLowerCase() === by) ? [partitionedOn.column] : [];
      return [...named, ...beside].map((name, i) => ({
        object_id,
        index_id: id,
        index_column_id: BigInt(i + 1),
        column_id: ordinal(name),
        key_ordinal: i < columns.length ? BigInt(i + 1) : 0n,
        partition_ordinal: bit(name.toLowerCase() === by),
        is_descending_key: 0n,
        is_included_column: bit(i >= columns.length && i < named.length),
      }));
    });
  });

/** One for each partition of each index: how many rows are in it. */
function partitionFacts(database: Database, facts: (rows: bigint, id: bigint) => Facts): Facts[] {
  const ids = objectIds(database.catalog);
  return database.catalog.tables.flatMap((table) => {
    const object_id = ids.of(table);
    return indexesOf(table).flatMap(({ id, partitionedOn }) =>
      rowsByPartition(database, table, partitionedOn).map((rows, i) => {
        const partition_id = (object_id * 256n + id) * 16384n + BigInt(i);
        return { partition_id, object_id, index_id: id, partition_number: BigInt(i + 1), ...facts(rows, partition_id) };
      }),
    );
  });
}

function rowsByPartition(database: Database, table: Table, partitionedOn: PartitionedOn | undefined): bigint[] {
  const store = database.store(table);
  const by = partitionedOn && database.partitions.functionOf(partitionedOn);
  if (!by || !store) return [BigInt(store?.rows.length ?? 0)];
  const counts = new Array<bigint>(by.boundaries.length + 1).fill(0n);
  const column = store.ordinal(partitionedOn.column);
  for (const row of store.rows) {
    const place = partitionNumber(by, row[column] ?? null) - 1;
    counts[place] = (counts[place] ?? 0n) + 1n;
  }
  return counts;
}

/** Rows and pages; the engine has no pages. */
export const INDEX_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.indexes': indexes,
  'sys.index_columns': indexColumns,
  'sys.partitions': (database) =>
    partitionFacts(database, (rows, id) => ({
      rows,
      hobt_id: id,
      filestream_filegroup_id: 0n,
      data_compression: 0n,
      data_compression_desc: 'NONE',
    })),
  'sys.dm_db_partition_stats': (database) =>
    partitionFacts(database, (rows) => ({ row_count: rows, used_page_count: 0n, reserved_page_count: 0n })),
  'sys.allocation_units': (database) =>
    partitionFacts(database, (_, id) => ({
      allocation_unit_id: id,
      type: 1n,
      type_desc: 'IN_ROW_DATA',
      container_id: id,
      data_space_id: 1n,
      total_pages: 0n,
      used_pages: 0n,
      data_pages: 0n,
    })),
};
