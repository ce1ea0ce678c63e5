import {
  isCharacter,
  isDateOrTime,
  isUnicode,
  type QualifiedName,
  type SqlType,
  type Table,
} from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import type { FactSource, Facts } from './facts.js';
import { definitionOf } from './module-views.js';
import { namedConstraints } from './object-ids.js';
import { sizeOf } from './type-numbers.js';

/** DATA_TYPE is the name of the type alone. */
function typeFacts(type: SqlType, collation: string | undefined): Facts {
  const size = sizeOf(type);
  const exact = size.precision > 0n && !isDateOrTime(type) && type.name !== 'bit';
  const length = 'length' in type ? (type.length === 'max' ? -1n : BigInt(type.length)) : null;
  const octets = length === null || length < 0n || !isUnicode(type) ? length : length * 2n;
  const approximate = type.name === 'float' || type.name === 'real';
  return {
    data_type: type.name === 'rowversion' ? 'timestamp' : type.name,
    character_maximum_length: length,
    character_octet_length: octets,
    numeric_precision: exact ? size.precision : null,
    numeric_precision_radix: exact ? (approximate ? 2n : 10n) : null,
    numeric_scale: exact && !approximate ? size.scale : null,
    datetime_precision: isDateOrTime(type) ? size.scale : null,
    character_set_catalog: null,
    character_set_schema: null,
    character_set_name: isCharacter(type) ? (isUnicode(type) ? 'UNICODE' : 'iso_1') : null,
    collation_catalog: null,
    collation_schema: null,
    collation_name: isCharacter(type) ? (collation ?? null) : null,
  };
}

function tableName({ catalog }: Database, { schema, name }: QualifiedName): Facts {
  return { table_catalog: catalog.database.name, table_schema: schema, table_name: name };
}

const tables: FactSource = (database) => [
  ...database.catalog.tables.map((table) => ({ ...tableName(database, table), table_type: 'BASE TABLE' })),
  ...database.catalog.modules
    .filter(({ kind }) => kind === 'view')
    .map((view) => ({ ...tableName(database, view), table_type: 'VIEW' })),
];

const columns: FactSource = (database) => {
  const { catalog, binder } = database;
  const noDomain = { domain_catalog: null, domain_schema: null, domain_name: null };
  const ofTables = catalog.tables.flatMap((table) =>
    table.columns.map((column, i) => ({
      ...tableName(database, table),
      column_name: column.name,
      ordinal_position: BigInt(i + 1),
      column_default: column.default ? `(${column.default.definition})` : null,
      is_nullable: column.nullable ? 'YES' : 'NO',
      ...typeFacts(column.type, column.collation ?? catalog.database.collation),
      ...noDomain,
      ...(column.aliasType
        ? {
            domain_catalog: catalog.database.name,
            domain_schema: column.aliasType.schema,
            domain_name: column.aliasType.name,
          }
        : {}),
    })),
  );
  const ofViews = catalog.modules
    .filter(({ kind }) => kind === 'view')
    .flatMap((view) =>
      (binder.viewColumns(view.schema, view.name) ?? []).map(({ name, type, nullable, collation }, i) => ({
        ...tableName(database, view),
        column_name: name ?? null,
        ordinal_position: BigInt(i + 1),
        column_default: null,
        is_nullable: nullable ? 'YES' : 'NO',
        ...typeFacts(type, collation?.name),
        ...noDomain,
      })),
    );
  return [...ofTables, ...ofViews];
};

interface TableConstraint {
  readonly name: string;
  readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY' | 'CHECK';
  readonly columns: readonly string[];
  readonly check?: string;
}

function constraintsOf(table: Table): readonly TableConstraint[] {
  const { keys, foreignKeys, checks } = namedConstraints(table);
  return [
    ...keys.map(({ name, primary, key }): TableConstraint => {
      return { name, kind: primary ? 'PRIMARY KEY' : 'UNIQUE', columns: key.columns };
    }),
    ...foreignKeys.map(({ name, foreignKey }): TableConstraint => {
      return { name, kind: 'FOREIGN KEY', columns: foreignKey.columns };
    }),
    ...checks.map(({ name, check }): TableConstraint => {
      return { name, kind: 'CHECK', columns: [], check: check.definition };
    }),
  ];
}

const eachConstraint =
  (facts: (constraint: TableConstraint, table: Table, database: Database) => readonly Facts[]): FactSource =>
  (database) =>
    database.catalog.tables.flatMap((table) =>
      constraintsOf(table).flatMap((constraint) => facts(constraint, table, database)),
    );

function constraintName({ catalog }: Database, { schema }: Table, { name }: TableConstraint): Facts {
  return { constraint_catalog: catalog.database.name, constraint_schema: schema, constraint_name: name };
}

const tableConstraints = eachConstraint((constraint, table, database) => [
  {
    ...constraintName(database, table, constraint),
    ...tableName(database, table),
    constraint_type: constraint.kind,
    is_deferrable: 'NO',
    initially_deferred: 'NO',
  },
]);

const keyColumns = eachConstraint((constraint, table, database) =>
  constraint.columns.map((column, i) => ({
    ...constraintName(database, table, constraint),
    ...tableName(database, table),
    column_name: column,
    ordinal_position: BigInt(i + 1),
  })),
);

const checkConstraints = eachConstraint((constraint, table, database) =>
  constraint.check === undefined
    ? []
    : [{ ...constraintName(database, table, constraint), check_clause: `(${constraint.check})` }],
);

const referential: FactSource = (database) =>
  database.catalog.tables.flatMap((table) =>
    namedConstraints(table).foreignKeys.map(({ name, foreignKey }) => {
      const found = database.binder.catalog.object(foreignKey.references.name, foreignKey.references.schema);
      const wanted = foreignKey.referencedColumns.map((column) => column.toLowerCase()).join();
      const keys = found?.kind === 'table' ? namedConstraints(found.table).keys : [];
      const key =
        keys.find((candidate) => candidate.key.columns.map((column) => column.toLowerCase()).join() === wanted) ??
        keys.find(({ primary }) => primary);
      return {
        ...constraintName(database, table, { name, kind: 'FOREIGN KEY', columns: [] }),
        unique_constraint_catalog: database.catalog.database.name,
        unique_constraint_schema: foreignKey.references.schema,
        unique_constraint_name: key?.name ?? null,
        match_option: 'SIMPLE',
        update_rule: foreignKey.onUpdate ?? 'NO ACTION',
        delete_rule: foreignKey.onDelete ?? 'NO ACTION',
      };
    }),
  );

const routines: FactSource = (database) =>
  database.catalog.modules
    .filter(({ kind }) => kind !== 'view' && kind !== 'trigger')
    .map((module) => {
      const returns = database.binder.scalarFunctionType(module.schema, module.name);
      const type = returns ? typeFacts(returns, undefined) : {};
      const { name: catalogName } = database.catalog.database;
      return {
        specific_catalog: catalogName,
        specific_schema: module.schema,
        specific_name: module.name,
        routine_catalog: catalogName,
        routine_schema: module.schema,
        routine_name: module.name,
        routine_type: module.kind === 'procedure' ? 'PROCEDURE' : 'FUNCTION',
        data_type: returns ? (type['data_type'] ?? null) : module.kind === 'procedure' ? null : 'TABLE',
        character_maximum_length: type['character_maximum_length'] ?? null,
        routine_body: 'SQL',
        routine_definition: definitionOf(module)?.slice(0, 4000) ?? null,
        created: 0n,
        last_altered: 0n,
      };
    });

const parameters: FactSource = (database) =>
  database.catalog.modules.flatMap((module) =>
    module.kind === 'view' || module.kind === 'trigger'
      ? []
      : (database.binder.parameters(module.schema, module.name) ?? []).map((parameter, i) => ({
          specific_catalog: database.catalog.database.name,
          specific_schema: module.schema,
          specific_name: module.name,
          ordinal_position: BigInt(i + 1),
          parameter_mode: parameter.output ? 'INOUT' : 'IN',
          is_result: 'NO',
          as_locator: 'NO',
          parameter_name: parameter.name,
          ...typeFacts(parameter.type, undefined),
        })),
  );

/** Source: learn.microsoft.com/sql/relational-databases/system-information-schema-views */
export const INFORMATION_SCHEMA: Readonly<Record<string, FactSource | undefined>> = {
  'information_schema.tables': tables,
  'information_schema.columns': columns,
  'information_schema.views': (database) =>
    database.catalog.modules
      .filter(({ kind }) => kind === 'view')
      .map((view) => ({
        ...tableName(database, view),
        view_definition: definitionOf(view)?.slice(0, 4000) ?? null,
        check_option: 'NONE',
        is_updatable: 'NO',
      })),
  'information_schema.schemata': ({ catalog }) =>
    catalog.schemas.map((name) => ({
      catalog_name: catalog.database.name,
      schema_name: name,
      schema_owner: 'dbo',
      default_character_set_catalog: null,
      default_character_set_schema: null,
      default_character_set_name: 'iso_1',
    })),
  'information_schema.table_constraints': tableConstraints,
  'information_schema.key_column_usage': keyColumns,
  'information_schema.constraint_column_usage': keyColumns,
  'information_schema.constraint_table_usage': tableConstraints,
  'information_schema.check_constraints': checkConstraints,
  'information_schema.referential_constraints': referential,
  'information_schema.routines': routines,
  'information_schema.parameters': parameters,
};
