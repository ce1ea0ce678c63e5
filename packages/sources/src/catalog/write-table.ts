import {
  type Column,
  type ForeignKey,
  type Index,
  isCharacter,
  type PartitionedOn,
  quotedIdentifier,
  quotedName,
  quotedText,
  type Table,
  typeText,
  type UniqueKey,
} from '@datamigrate/catalog';
import { partitionText } from './write-storage.js';

/** CREATE TABLE, and what cannot stand in it. */
export function tableTexts(table: Table, collation: string): readonly string[] {
  const name = quotedName(table);
  const elements = table.columns.map((column) => columnText(column, collation));
  const partitioned = table.partitionedOn !== undefined;
  if (table.primaryKey) elements.push(uniqueText('PRIMARY KEY', table.primaryKey, partitioned));
  elements.push(...table.uniqueKeys.map((key) => uniqueText('UNIQUE', key, partitioned)));
  elements.push(...table.checks.map((check) => `${constraint(check)}CHECK (${check.definition}\n)`));
  // All of them together, so that they keep their order.
  const inside = table.foreignKeys.every(({ trusted }) => trusted);
  if (inside) elements.push(...table.foreignKeys.map(foreignKeyText));
  elements.push(...periodText(table));
  const added = table.foreignKeys.map(
    (key) => `ALTER TABLE ${name} WITH ${key.trusted ? 'CHECK' : 'NOCHECK'} ADD ${foreignKeyText(key)};`,
  );
  return [
    `CREATE TABLE ${name} (\n  ${elements.join(',\n  ')}\n)${partitionText(table.partitionedOn)};`,
    ...(inside ? [] : added),
    ...table.indexes.map((index) => indexText(name, index, partitioned)),
  ];
}

/** Makes a table system-versioned once its history is there: with CREATE TABLE it would be made, and be in the way. */
export function versioningText({ versioning, ...table }: Table): readonly string[] {
  if (!versioning) return [];
  const { history } = versioning;
  const named = history ? ` (HISTORY_TABLE = ${quotedName(history)})` : '';
  return [`ALTER TABLE ${quotedName(table)} SET (SYSTEM_VERSIONING = ON${named});`];
}

/** `collation`: of the database, which is not repeated. */
export function columnText(column: Column, collation: string): string {
  const { computed, identity, default: fallback } = column;
  if (computed) {
    const notNull = column.nullable ? '' : ' NOT NULL';
    return `${quotedIdentifier(column.name)} AS ${computed.definition}\n${computed.persisted ? `PERSISTED${notNull}` : ''}`;
  }
  const own = column.collation !== undefined && column.collation !== collation && isCharacter(column.type);
  const words = [
    quotedIdentifier(column.name),
    column.aliasType ? quotedName(column.aliasType) : typeText(column.type),
    own ? `COLLATE ${column.collation}` : '',
    column.generated ? `GENERATED ALWAYS AS ROW ${column.generated === 'row-start' ? 'START' : 'END'}` : '',
    column.hidden ? 'HIDDEN' : '',
    column.sparse ? 'SPARSE' : '',
    column.mask === undefined ? '' : `MASKED WITH (FUNCTION = ${quotedText(column.mask)})`,
    identity ? `IDENTITY(${identity.seed}, ${identity.increment})` : '',
    column.rowGuid ? 'ROWGUIDCOL' : '',
    column.nullable ? 'NULL' : 'NOT NULL',
    fallback ? `${constraint(fallback)}DEFAULT ${fallback.definition}\n` : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

export function uniqueText(kind: 'PRIMARY KEY' | 'UNIQUE', key: UniqueKey, tableIsPartitioned = false): string {
  const words = `${kind} ${key.clustered ? 'CLUSTERED' : 'NONCLUSTERED'}`;
  const columns = key.columns.map(quotedIdentifier).join(', ');
  return `${constraint(key)}${words} (${columns})${placeText(key.partitionedOn, tableIsPartitioned)}`;
}

function foreignKeyText(key: ForeignKey): string {
  const { columns, references, referencedColumns, onDelete, onUpdate } = key;
  return [
    `${constraint(key)}FOREIGN KEY (${columns.map(quotedIdentifier).join(', ')}) REFERENCES ${quotedName(references)}`,
    referencedColumns.length > 0 ? ` (${referencedColumns.map(quotedIdentifier).join(', ')})` : '',
    onDelete ? ` ON DELETE ${onDelete}` : '',
    onUpdate ? ` ON UPDATE ${onUpdate}` : '',
  ].join('');
}

function indexText(
  table: string,
  { name, columns, included, unique, filter, partitionedOn }: Index,
  tableIsPartitioned: boolean,
): string {
  return [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quotedIdentifier(name)} ON ${table} (${columns.map(quotedIdentifier).join(', ')})`,
    included.length > 0 ? ` INCLUDE (${included.map(quotedIdentifier).join(', ')})` : '',
    filter === undefined ? '' : ` WHERE ${filter}\n`,
    placeText(partitionedOn, tableIsPartitioned),
    ';',
  ].join('');
}

/** A key or index that says nothing stands where its table does. */
const placeText = (partitionedOn: PartitionedOn | undefined, tableIsPartitioned: boolean): string =>
  partitionedOn || !tableIsPartitioned ? partitionText(partitionedOn) : ' ON [PRIMARY]';

function periodText({ columns }: Table): readonly string[] {
  const [start, end] = (['row-start', 'row-end'] as const).map((kind) =>
    columns.find(({ generated }) => generated === kind),
  );
  return start && end
    ? [`PERIOD FOR SYSTEM_TIME (${quotedIdentifier(start.name)}, ${quotedIdentifier(end.name)})`]
    : [];
}

function constraint({ name }: { readonly name?: string }): string {
  return name === undefined ? '' : `CONSTRAINT ${quotedIdentifier(name)} `;
}
