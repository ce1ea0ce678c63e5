import {
  type Catalog,
  isCharacter,
  isDateOrTime,
  type LinkedServer,
  type PartitionedOn,
  type PartitionFunction,
  type PartitionScheme,
  quotedIdentifier,
  quotedText,
  type SqlType,
  typeText,
} from '@datamigrate/catalog';

/** Partition functions and schemes, before the tables that stand on them; linked servers. */
export function storageTexts({ partitionFunctions, partitionSchemes, linkedServers }: Catalog): readonly string[] {
  return [
    ...(partitionFunctions ?? []).map(functionText),
    ...(partitionSchemes ?? []).map(schemeText),
    ...(linkedServers ?? []).map(serverText),
  ];
}

/** ` ON scheme (column)`; nothing for what is not partitioned. */
export function partitionText(partitionedOn: PartitionedOn | undefined): string {
  return partitionedOn
    ? ` ON ${quotedIdentifier(partitionedOn.scheme)} (${quotedIdentifier(partitionedOn.column)})`
    : '';
}

function functionText({ name, type, side, boundaries }: PartitionFunction): string {
  const values = boundaries.map((value) => valueText(value, type)).join(', ');
  return `CREATE PARTITION FUNCTION ${quotedIdentifier(name)} (${typeText(type)}) AS RANGE ${side} FOR VALUES (${values});`;
}

function valueText(value: string | null, type: SqlType): string {
  if (value === null) return 'NULL';
  // A T instead of the blank: no DATEFORMAT turns month and day around then.
  if (type.name === 'datetime' || type.name === 'smalldatetime') return quotedText(value.replace(' ', 'T'));
  return isCharacter(type) || isDateOrTime(type) || type.name === 'uniqueidentifier' ? quotedText(value) : value;
}

function schemeText({ name, function: of, fileGroups }: PartitionScheme): string {
  const groups = fileGroups.length === 0 ? ['PRIMARY'] : fileGroups;
  const all = groups.length === 1 ? 'ALL ' : '';
  return `CREATE PARTITION SCHEME ${quotedIdentifier(name)} AS PARTITION ${quotedIdentifier(of)} ${all}TO (${groups.map(quotedIdentifier).join(', ')});`;
}

function serverText({ name, product, provider, dataSource, catalog }: LinkedServer): string {
  const words = [
    ['@server', name],
    ['@srvproduct', product],
    ['@provider', provider],
    ['@datasrc', dataSource],
    ['@catalog', catalog],
  ].flatMap(([parameter, value]) => (value === undefined ? [] : [`${parameter} = ${quotedText(value)}`]));
  return `EXEC master.dbo.sp_addlinkedserver ${words.join(', ')};`;
}
