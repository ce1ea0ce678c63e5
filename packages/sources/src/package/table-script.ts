import { quotedText } from '@datamigrate/catalog';
import { elementsOf, isTrue, lastPart, type ModelElement, referencesOf } from './model-element.js';
import { placeText } from './storage-script.js';
import { typeText } from './type-text.js';

/** What a package keeps apart from its table. */
export interface TableParts {
  readonly defaults: ReadonlyMap<string, ModelElement>;
  readonly constraints: readonly ModelElement[];
}

/** CREATE TABLE with its columns and constraints, and the ALTER TABLEs of constraints whose rows were never tested. */
export function tableScript(table: ModelElement, { defaults, constraints }: TableParts): string {
  const name = table.name ?? '';
  const columns = elementsOf(table, 'Columns').map((column) =>
    columnText(column, defaults.get(column.name ?? ''), true),
  );
  const trusted = constraints.filter((constraint) => !isUntrusted(constraint));
  const inside = [...columns, ...trusted.flatMap(constraintText), ...periodOf(table)];
  const after = constraints
    .filter(isUntrusted)
    .flatMap(constraintText)
    .map((text) => `ALTER TABLE ${name} WITH NOCHECK ADD ${text};\n`);
  return `CREATE TABLE ${name} (\n  ${inside.join(',\n  ')}\n)${placeText(table)};\n${after.join('')}`;
}

/** Makes a table system-versioned; empty for others. */
export function versioningScript(table: ModelElement): string {
  const [history] = referencesOf(table, 'TemporalSystemVersioningHistoryTable');
  const versioned = history !== undefined || isTrue(table, 'IsSystemVersioningOn');
  if (!versioned) return '';
  const named = history === undefined ? '' : ` (HISTORY_TABLE = ${history})`;
  return `ALTER TABLE ${table.name ?? ''} SET (SYSTEM_VERSIONING = ON${named});\n`;
}

/** CREATE TYPE … AS TABLE. */
export function tableTypeScript(type: ModelElement): string {
  const held = elementsOf(type, 'Constraints');
  const defaults = new Map(
    held
      .filter((each) => each.type.endsWith('DefaultConstraint'))
      .map((each) => [referencesOf(each, 'ForColumn')[0] ?? referencesOf(each, 'Column')[0] ?? '', each]),
  );
  const columns = elementsOf(type, 'Columns').map((column) =>
    columnText(column, defaults.get(column.name ?? ''), false),
  );
  const inside = [...columns, ...held.flatMap(constraintText)];
  return `CREATE TYPE ${type.name ?? ''} AS TABLE (\n  ${inside.join(',\n  ')}\n);\n`;
}

/** Columns of tables may be NULL unless told otherwise, those of table types may not. */
function columnText(column: ModelElement, fallback: ModelElement | undefined, nullable: boolean): string {
  const name = lastPart(column.name ?? '');
  if (/ComputedColumn$/.test(column.type)) {
    const persisted = isTrue(column, 'IsPersisted') ? ' PERSISTED' : '';
    const notNull = column.properties.get('IsPersistedNullable')?.toLowerCase() === 'false' ? ' NOT NULL' : '';
    return `${name} AS ${column.properties.get('ExpressionScript') ?? 'NULL'}\n${persisted}${persisted && notNull}`;
  }
  if (/ColumnSet$/.test(column.type)) return `${name} xml COLUMN_SET FOR ALL_SPARSE_COLUMNS`;
  const stated = column.properties.get('IsNullable')?.toLowerCase();
  const collation = column.properties.get('Collation');
  const generated = GENERATED[column.properties.get('GeneratedAlwaysType') ?? ''];
  const words = [
    name,
    typeText(column),
    collation === undefined ? '' : `COLLATE ${collation}`,
    generated === undefined ? '' : `GENERATED ALWAYS AS ROW ${generated}`,
    generated !== undefined && isTrue(column, 'IsHidden') ? 'HIDDEN' : '',
    isTrue(column, 'IsSparse') ? 'SPARSE' : '',
    maskText(column),
    identityText(column),
    isTrue(column, 'IsRowGuidColumn') ? 'ROWGUIDCOL' : '',
    (stated === undefined ? nullable : stated === 'true') ? 'NULL' : 'NOT NULL',
    fallback
      ? `${constraintName(fallback)}DEFAULT ${fallback.properties.get('DefaultExpressionScript') ?? 'NULL'}\n`
      : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

function maskText({ properties }: ModelElement): string {
  const mask = properties.get('MaskingFunction');
  return mask === undefined || mask === '' ? '' : `MASKED WITH (FUNCTION = ${quotedText(mask)})`;
}

const GENERATED: Readonly<Record<string, string | undefined>> = { '1': 'START', '2': 'END' };

function identityText(column: ModelElement): string {
  if (!isTrue(column, 'IsIdentity')) return '';
  const [seed, increment] = ['IdentitySeed', 'IdentityIncrement'].map((name) => column.properties.get(name) ?? '1');
  return `IDENTITY(${seed}, ${increment})`;
}

function periodOf(table: ModelElement): string[] {
  const place = (type: string): string | undefined =>
    elementsOf(table, 'Columns').find((column) => column.properties.get('GeneratedAlwaysType') === type)?.name;
  const [start, end] = [place('1'), place('2')];
  if (start === undefined || end === undefined) return [];
  return [`PERIOD FOR SYSTEM_TIME (${lastPart(start)}, ${lastPart(end)})`];
}

const isUntrusted = (constraint: ModelElement): boolean =>
  constraint.annotations.has('IsNotTrustedPropertyAnnotation') ||
  isTrue(constraint, 'IsNotTrusted') ||
  isTrue(constraint, 'IsDisabled');

function constraintName({ name }: ModelElement): string {
  return name === undefined ? '' : `CONSTRAINT ${lastPart(name)} `;
}

function constraintText(constraint: ModelElement): string[] {
  const { type, properties } = constraint;
  const name = constraintName(constraint);
  const kind = type.replace(/^Sql(TableType)?/, '');
  switch (kind) {
    case 'PrimaryKeyConstraint':
    case 'UniqueConstraint': {
      const primary = kind === 'PrimaryKeyConstraint';
      // Omitted means the default: clustered for a primary key, not for a unique constraint.
      const stated = properties.get('IsClustered')?.toLowerCase();
      const clustered = stated === undefined ? primary : stated === 'true';
      const words = `${primary ? 'PRIMARY KEY' : 'UNIQUE'} ${clustered ? 'CLUSTERED' : 'NONCLUSTERED'}`;
      return [`${name}${words} (${keyColumns(constraint)})${placeText(constraint)}`];
    }
    case 'CheckConstraint':
      return [`${name}CHECK (${properties.get('CheckExpressionScript') ?? properties.get('Expression') ?? '1 = 1'}\n)`];
    case 'ForeignKeyConstraint': {
      const [own, other] = ['Columns', 'ForeignColumns'].map((side) => columnList(referencesOf(constraint, side)));
      const [table = ''] = referencesOf(constraint, 'ForeignTable');
      const actions = [
        actionText('DELETE', properties.get('OnDeleteAction')),
        actionText('UPDATE', properties.get('OnUpdateAction')),
      ];
      return [`${name}FOREIGN KEY (${own}) REFERENCES ${table} (${other})${actions.join('')}`];
    }
    default:
      return [];
  }
}

const ACTIONS: Readonly<Record<string, string | undefined>> = { '1': 'CASCADE', '2': 'SET NULL', '3': 'SET DEFAULT' };

function actionText(event: string, action: string | undefined): string {
  const written = ACTIONS[action ?? ''];
  return written === undefined ? '' : ` ON ${event} ${written}`;
}

const columnList = (names: readonly string[]): string => names.map(lastPart).join(', ');

export function keyColumns(element: ModelElement): string {
  const columns = elementsOf(element, 'ColumnSpecifications').map((specification) => {
    const [column = ''] = referencesOf(specification, 'Column');
    const descending = specification.properties.get('IsAscending')?.toLowerCase() === 'false';
    return `${lastPart(column)}${descending ? ' DESC' : ''}`;
  });
  return columns.join(', ');
}

/** CREATE INDEX on a table or view. */
export function indexScript(index: ModelElement): string {
  const [object = ''] = referencesOf(index, 'IndexedObject');
  const included = columnList(referencesOf(index, 'IncludedColumns'));
  const filter = index.properties.get('FilterPredicate');
  const words = [
    'CREATE',
    ...(isTrue(index, 'IsUnique') ? ['UNIQUE'] : []),
    ...(isTrue(index, 'IsClustered') ? ['CLUSTERED'] : []),
  ];
  return [
    `${words.join(' ')} INDEX ${lastPart(index.name ?? '')} ON ${object} (${keyColumns(index)})`,
    included === '' ? '' : ` INCLUDE (${included})`,
    filter === undefined || filter === '' ? '' : ` WHERE ${filter}`,
    placeText(index),
    ';\n',
  ].join('');
}
