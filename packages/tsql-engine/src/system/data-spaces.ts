import type { Catalog, PartitionedOn, PartitionFunction } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { bit, type FactSource, type Facts } from './facts.js';
import { sizeOf } from './type-numbers.js';

/** Where rows are stored: schemes of partitions are numbered behind all filegroups. */
const FIRST_SCHEME = 65_601n;
/** Functions have numbers of their own. */
const FIRST_FUNCTION = 65_536n;
const PRIMARY = 'PRIMARY';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** PRIMARY, and whatever else schemes name. */
function fileGroups({ partitionSchemes = [] }: Catalog): readonly string[] {
  const found = [PRIMARY];
  for (const name of partitionSchemes.flatMap((scheme) => scheme.fileGroups))
    if (!found.some((known) => same(known, name))) found.push(name);
  return found;
}

function schemeId({ partitionSchemes = [] }: Catalog, name: string): bigint {
  return FIRST_SCHEME + BigInt(partitionSchemes.findIndex((scheme) => same(scheme.name, name)));
}

function functionOf({ partitionFunctions = [] }: Catalog, name: string): PartitionFunction | undefined {
  return partitionFunctions.find((each) => same(each.name, name));
}

function functionId({ partitionFunctions = [] }: Catalog, name: string): bigint {
  return FIRST_FUNCTION + BigInt(partitionFunctions.findIndex((each) => same(each.name, name)));
}

/** The number of the data space that an index stands on. */
export function spaceOf(catalog: Catalog, partitionedOn: PartitionedOn | undefined): bigint {
  return partitionedOn ? schemeId(catalog, partitionedOn.scheme) : 1n;
}

const groups: FactSource = ({ catalog }) =>
  fileGroups(catalog).map((name, i) => ({
    name,
    data_space_id: BigInt(i + 1),
    type: 'FG',
    type_desc: 'ROWS_FILEGROUP',
    is_default: bit(i === 0),
    is_system: 0n,
    is_read_only: 0n,
  }));

const schemes: FactSource = ({ catalog }) =>
  (catalog.partitionSchemes ?? []).map((scheme) => ({
    name: scheme.name,
    data_space_id: schemeId(catalog, scheme.name),
    type: 'PS',
    type_desc: 'PARTITION_SCHEME',
    is_default: 0n,
    is_system: 0n,
    function_id: functionId(catalog, scheme.function),
  }));

const destinations: FactSource = ({ catalog }) => {
  const known = fileGroups(catalog);
  return (catalog.partitionSchemes ?? []).flatMap((scheme) => {
    const partitions = (functionOf(catalog, scheme.function)?.boundaries.length ?? 0) + 1;
    return Array.from({ length: partitions }, (_, i) => {
      const group = scheme.fileGroups[i] ?? scheme.fileGroups.at(-1) ?? PRIMARY;
      return {
        partition_scheme_id: schemeId(catalog, scheme.name),
        destination_id: BigInt(i + 1),
        data_space_id: BigInt(known.findIndex((name) => same(name, group)) + 1),
      };
    });
  });
};

const functions: FactSource = ({ catalog }) =>
  (catalog.partitionFunctions ?? []).map(({ name, side, boundaries }) => ({
    name,
    function_id: functionId(catalog, name),
    type: 'R ',
    type_desc: 'RANGE',
    fanout: BigInt(boundaries.length + 1),
    boundary_value_on_right: bit(side === 'RIGHT'),
    is_system: 0n,
    create_date: 0n,
    modify_date: 0n,
  }));

const parameters: FactSource = ({ catalog }) =>
  (catalog.partitionFunctions ?? []).map(({ name, type }) => {
    const size = sizeOf(type);
    return {
      function_id: functionId(catalog, name),
      parameter_id: 1n,
      system_type_id: size.systemType,
      max_length: size.bytes,
      precision: size.precision,
      scale: size.scale,
      collation_name: null,
      user_type_id: size.userType,
    };
  });

/** The values themselves are those that the functions were made with, not their texts in the catalog. */
const rangeValues: FactSource = ({ catalog, partitions }: Database) =>
  (catalog.partitionFunctions ?? []).flatMap(({ name }): readonly Facts[] => {
    const known = partitions.functions.get(name.toLowerCase());
    return (known?.boundaries ?? []).map((inner, i) => ({
      function_id: functionId(catalog, name),
      boundary_id: BigInt(i + 1),
      parameter_id: 1n,
      value: inner === null || !known ? null : { type: known.type, inner },
    }));
  });

/** The server itself is the first. */
const servers: FactSource = ({ catalog }) => [
  {
    server_id: 0n,
    name: 'SERVER',
    product: 'SQL Server',
    provider: 'SQLNCLI',
    data_source: 'SERVER',
    catalog: null,
    is_linked: 0n,
    modify_date: 0n,
  },
  ...(catalog.linkedServers ?? []).map(({ name, product, provider, dataSource, catalog: database }, i) => ({
    server_id: BigInt(i + 1),
    name,
    product: product ?? '',
    provider: provider ?? 'SQLNCLI',
    data_source: dataSource ?? null,
    catalog: database ?? null,
    is_linked: 1n,
    modify_date: 0n,
  })),
];

const only =
  (facts: FactSource, names: readonly string[]): FactSource =>
  (database) =>
    facts(database).map((fact) => Object.fromEntries(names.map((name) => [name, fact[name] ?? null])));

const SPACE = ['name', 'data_space_id', 'type', 'type_desc', 'is_default', 'is_system'];

/** Filegroups, partitions and linked servers. */
export const DATA_SPACE_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.filegroups': groups,
  'sys.data_spaces': (database) => [...only(groups, SPACE)(database), ...only(schemes, SPACE)(database)],
  'sys.destination_data_spaces': destinations,
  'sys.partition_schemes': schemes,
  'sys.partition_functions': functions,
  'sys.partition_parameters': parameters,
  'sys.partition_range_values': rangeValues,
  'sys.servers': servers,
};
