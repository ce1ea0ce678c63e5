import type {
  LinkedServer,
  PartitionedOn,
  PartitionFunction,
  PartitionScheme,
  QualifiedName,
  SqlType,
  Table,
  TableSize,
} from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Answer, LiveRow } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import type { Features } from './features.js';
import { groupedRows, RowReader } from './live-rows.js';
import { typeFrom } from './type-from.js';

/** Values of any type as text, in a form that does not depend on the language of the login: by base type, its conversion. */
const TEXTS: readonly (readonly [types: readonly string[], text: string])[] = [
  [['datetime', 'smalldatetime'], 'CONVERT(nvarchar(100), CONVERT(datetime, r.value), 121)'],
  [['date', 'datetime2'], 'CONVERT(nvarchar(100), CONVERT(datetime2(7), r.value), 121)'],
  [['datetimeoffset'], 'CONVERT(nvarchar(100), CONVERT(datetimeoffset(7), r.value), 121)'],
  [['time'], 'CONVERT(nvarchar(100), CONVERT(time(7), r.value), 121)'],
  [['money', 'smallmoney'], 'CONVERT(nvarchar(100), CONVERT(money, r.value), 2)'],
  [['float', 'real'], 'CONVERT(nvarchar(100), CONVERT(float, r.value), 3)'],
  [['binary', 'varbinary'], 'CONVERT(nvarchar(max), CONVERT(varbinary(8000), r.value), 1)'],
];

const BOUNDARY = `CASE ${TEXTS.map(
  ([types, text]) =>
    `WHEN CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(r.value, 'BaseType')) IN (${types.map((type) => `'${type}'`).join(', ')})
    THEN ${text}`,
).join('\n  ')}
  ELSE CONVERT(nvarchar(4000), r.value) END`;

const PARTITIONS: readonly (readonly [set: string, query: string])[] = [
  [
    'partition_function_id',
    `SELECT f.function_id AS partition_function_id, f.name, f.boundary_value_on_right, t.name AS type, p.max_length, p.precision, p.scale
FROM sys.partition_functions f
JOIN sys.partition_parameters p ON p.function_id = f.function_id AND p.parameter_id = 1
JOIN sys.types t ON t.user_type_id = p.user_type_id ORDER BY f.name;`,
  ],
  [
    'boundary_of',
    `SELECT r.function_id AS boundary_of, ${BOUNDARY} AS boundary
FROM sys.partition_range_values r ORDER BY r.function_id, r.boundary_id;`,
  ],
  [
    'partition_scheme_id',
    `SELECT s.data_space_id AS partition_scheme_id, s.name, f.name AS function_name, g.name AS file_group
FROM sys.partition_schemes s
JOIN sys.partition_functions f ON f.function_id = s.function_id
JOIN sys.destination_data_spaces d ON d.partition_scheme_id = s.data_space_id AND d.destination_id <= f.fanout
JOIN sys.data_spaces g ON g.data_space_id = d.data_space_id ORDER BY s.name, d.destination_id;`,
  ],
  [
    'partitioned_object_id',
    `SELECT i.object_id AS partitioned_object_id, i.index_id, i.name, i.is_primary_key, s.name AS scheme, c.name AS column_name
FROM sys.indexes i
JOIN sys.partition_schemes s ON s.data_space_id = i.data_space_id
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id AND x.partition_ordinal = 1
JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id ORDER BY i.object_id, i.index_id;`,
  ],
];

/** Providers and data sources, and never how to log in: @provstr is where passwords stand. */
const SERVERS = `SELECT v.name AS linked_server, v.product, v.provider, v.data_source, v.catalog
FROM sys.servers v WHERE v.is_linked = 1 ORDER BY v.name;`;

/** Pages of 8 KB. Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-allocation-units-transact-sql */
const SIZES = `SELECT p.object_id AS sized_table, SUM(a.total_pages) * 8 AS reserved,
  SUM(CASE WHEN p.index_id IN (0, 1) THEN a.used_pages ELSE 0 END) * 8 AS data
FROM sys.partitions p
JOIN sys.allocation_units a ON a.container_id = CASE WHEN a.type = 2 THEN p.partition_id ELSE p.hobt_id END
GROUP BY p.object_id;`;

const SIZES_FEATURE = 'allocation_units.total_pages';
const SIZES_SUBJECT = 'the sizes of tables';

export interface AskedSet {
  readonly query: string;
  /** What is missing where nothing answers. */
  readonly subject: string;
}

/** What is asked for, by the set that answers. */
function asked(features: Features): ReadonlyMap<string, AskedSet> {
  const found = new Map<string, AskedSet>();
  if (features.has('partition_functions.boundary_value_on_right'))
    for (const [set, query] of PARTITIONS)
      found.set(set, { query, subject: 'which tables are partitioned, and by what' });
  if (features.has(SIZES_FEATURE)) found.set('sized_table', { query: SIZES, subject: SIZES_SUBJECT });
  if (features.has('servers.is_linked')) found.set('linked_server', { query: SERVERS, subject: 'the linked servers' });
  return found;
}

/** One round trip, for a server that has any of this. */
export function storageQueries(features: Features): string | undefined {
  const queries = [...asked(features).values()].map(({ query }) => query);
  return queries.length === 0 ? undefined : queries.join('\n');
}

/** What the server would not say, once for each subject. */
function hidden({ sets, errors }: Answer, features: Features): readonly Diagnostic[] {
  const reason = (errors[0] ?? 'the server gave no rows').replace(/\.$/, '');
  const unanswered = [...asked(features)].filter(([set]) => !sets.has(set));
  const found = new Map(unanswered.map(([, { subject }]) => [subject, reason]));
  if (!features.has(SIZES_FEATURE)) found.set(SIZES_SUBJECT, 'the server has no sys.allocation_units');
  return [...found].map(([subject, why]) => liveDiagnostics.create('live-storage-hidden', { subject, reason: why }));
}

export interface LiveStorage {
  readonly partitionFunctions: readonly PartitionFunction[];
  readonly partitionSchemes: readonly PartitionScheme[];
  readonly linkedServers: readonly LinkedServer[];
  readonly sizes: readonly TableSize[];
  readonly gaps: readonly Diagnostic[];
  /** A table of the catalog with where it and its indexes stand. */
  placed(id: string, table: Table): Table;
}

/** `tables`: names by the numbers that the server has for them; `counts`: their rows, by `schema.name`. */
export function storageFrom(
  answer: Answer,
  features: Features,
  tables: ReadonlyMap<string, QualifiedName>,
  counts: ReadonlyMap<string, number>,
): LiveStorage {
  const { sets } = answer;
  const boundaries = groupedRows(sets.get('boundary_of'));
  const places = groupedRows(sets.get('partitioned_object_id'));
  const sized = groupedRows(sets.get('sized_table'));
  return {
    partitionFunctions: (sets.get('partition_function_id') ?? []).flatMap((row) => functionFrom(row, boundaries)),
    partitionSchemes: [...groupedRows(sets.get('partition_scheme_id')).values()].map(schemeFrom),
    linkedServers: (sets.get('linked_server') ?? []).map(serverFrom),
    sizes: [...tables].map(([id, { schema, name }]): TableSize => {
      const rows = counts.get(`${schema}.${name}`) ?? 0;
      return { schema, name, rows, ...sizeFrom(sized.get(id)?.[0], rows) };
    }),
    gaps: hidden(answer, features),
    placed: (id, table) => withPlaces(table, places.get(id) ?? []),
  };
}

function functionFrom(row: LiveRow, boundaries: ReadonlyMap<string, readonly LiveRow[]>): readonly PartitionFunction[] {
  const read = new RowReader(row);
  const [id, name, right, typeName] = [read.text(), read.text(), read.flag(), read.text()];
  const type = typeFrom(typeName, { bytes: read.number(), precision: read.number(), scale: read.number() });
  if (!type) return [];
  const values = (boundaries.get(id) ?? []).map(([, value]) => boundaryText(value, type));
  return [{ name, type, side: right ? 'RIGHT' : 'LEFT', boundaries: values }];
}

/** A date comes with a time of zero. Digits behind the scale of a type are zero, and gone when the function is made. */
function boundaryText(value: LiveRow[number] | undefined, type: SqlType): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  return type.name === 'date' ? text.slice(0, 10) : text;
}

function schemeFrom(rows: readonly LiveRow[]): PartitionScheme {
  const read = new RowReader(rows[0] ?? []);
  read.text();
  const [name, of] = [read.text(), read.text()];
  const groups = rows.map((row) => String(row[3] ?? ''));
  const same = groups.every((group) => group === groups[0]);
  return { name, function: of, fileGroups: same ? groups.slice(0, 1) : groups };
}

function serverFrom(row: LiveRow): LinkedServer {
  const read = new RowReader(row);
  const name = read.text();
  const [product, provider, dataSource, catalog] = [0, 1, 2, 3].map(() => read.optional() || undefined);
  // To another SQL Server a name is enough: the rest is what the server made of it.
  const plain =
    product === 'SQL Server' && (dataSource === undefined || dataSource.toLowerCase() === name.toLowerCase());
  return {
    name,
    ...(product === undefined ? {} : { product }),
    ...(provider === undefined || plain ? {} : { provider }),
    ...(dataSource === undefined || plain ? {} : { dataSource }),
    ...(catalog === undefined ? {} : { catalog }),
  };
}

/** Rows without a page are in memory, or their pages are not shown: nothing is known then. */
function sizeFrom(row: LiveRow | undefined, rows: number): Pick<TableSize, 'reservedKilobytes' | 'dataKilobytes'> {
  if (!row) return {};
  const read = new RowReader(row);
  read.text();
  const [reservedKilobytes, dataKilobytes] = [read.number(), read.number()];
  return reservedKilobytes === 0 && rows > 0 ? {} : { reservedKilobytes, dataKilobytes };
}

function withPlaces(table: Table, rows: readonly LiveRow[]): Table {
  if (rows.length === 0) return table;
  const byIndex = new Map<string, PartitionedOn>();
  let own: PartitionedOn | undefined;
  let primary: PartitionedOn | undefined;
  for (const row of rows) {
    const read = new RowReader(row);
    read.text();
    const [index, name, isPrimary] = [read.number(), read.optional(), read.flag()];
    const place = { scheme: read.text(), column: read.text() };
    if (index <= 1) own = place;
    if (isPrimary) primary = place;
    if (name !== undefined) byIndex.set(name.toLowerCase(), place);
  }
  const placed = <T extends { readonly name?: string }>(
    part: T,
    place = byIndex.get(part.name?.toLowerCase() ?? ''),
  ): T => (place ? { ...part, partitionedOn: place } : part);
  return {
    ...table,
    ...(table.primaryKey ? { primaryKey: placed(table.primaryKey, primary) } : {}),
    // A key without a name of its own is one of those of its kind: which one is not told.
    uniqueKeys: table.uniqueKeys.map((key) => placed(key)),
    indexes: table.indexes.map((index) => placed(index)),
    ...(own ? { partitionedOn: own } : {}),
  };
}
