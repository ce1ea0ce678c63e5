import {
  type AliasType,
  type Catalog,
  isCharacter,
  type QualifiedName,
  type SqlType,
  type TypeName,
} from '@datamigrate/catalog';
import { bit, type FactSource, type Facts, schemaId } from './facts.js';
import { objectIds, tableTypeName } from './object-ids.js';
import { FIRST_USER_TYPE, sizeOf, TYPE_NUMBERS } from './type-numbers.js';
import { wholeOf } from './whole-catalog.js';

const SYSNAME = 256n;

/** Number of an alias or table type: they follow each other in the order in which they stand in the catalog. */
export function userTypeId(catalog: Catalog, { schema, name }: QualifiedName): bigint {
  const same = (type: QualifiedName): boolean =>
    type.schema.toLowerCase() === schema.toLowerCase() && type.name.toLowerCase() === name.toLowerCase();
  const { aliasTypes, tableTypes } = wholeOf(catalog);
  const place = [...aliasTypes, ...tableTypes].findIndex(same);
  return place < 0 ? 0n : BigInt(FIRST_USER_TYPE + place);
}

/** The largest form of each type is what sys.types shows. */
function largest(name: TypeName): SqlType {
  switch (name) {
    case 'decimal':
      return { name, precision: 38, scale: 38 };
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return { name, scale: 7 };
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return { name, length: 8000 };
    case 'nchar':
    case 'nvarchar':
      return { name, length: 4000 };
    case 'vector':
      return { name, dimensions: 1998 };
    default:
      return { name } as SqlType;
  }
}

function typeFacts(catalog: Catalog, type: SqlType, own: Facts): Facts {
  const size = sizeOf(type);
  return {
    system_type_id: size.systemType,
    user_type_id: size.userType,
    schema_id: 4n,
    principal_id: null,
    max_length: size.bytes,
    precision: size.precision,
    scale: size.scale,
    collation_name: isCharacter(type) ? catalog.database.collation : null,
    is_nullable: 1n,
    is_user_defined: 0n,
    is_assembly_type: bit(['hierarchyid', 'geometry', 'geography'].includes(type.name)),
    default_object_id: 0n,
    rule_object_id: 0n,
    is_table_type: 0n,
    ...own,
  };
}

function builtIn(catalog: Catalog): Facts[] {
  const names = Object.keys(TYPE_NUMBERS) as (keyof typeof TYPE_NUMBERS)[];
  const facts = names.map((name) =>
    typeFacts(catalog, largest(name), { name: name === 'rowversion' ? 'timestamp' : name }),
  );
  const numeric = typeFacts(catalog, largest('decimal'), { name: 'numeric', system_type_id: 108n, user_type_id: 108n });
  const sysname: SqlType = { name: 'nvarchar', length: 128 };
  return [...facts, numeric, typeFacts(catalog, sysname, { name: 'sysname', user_type_id: SYSNAME, is_nullable: 0n })];
}

function alias(catalog: Catalog, type: AliasType): Facts {
  return typeFacts(catalog, type.base, {
    name: type.name,
    user_type_id: userTypeId(catalog, type),
    schema_id: schemaId(catalog, type.schema),
    is_nullable: bit(type.nullable),
    is_user_defined: 1n,
  });
}

const tableTypes: FactSource = ({ catalog }) =>
  catalog.tableTypes.map((type) => ({
    name: type.name,
    system_type_id: 243n,
    user_type_id: userTypeId(catalog, type),
    schema_id: schemaId(catalog, type.schema),
    principal_id: null,
    max_length: -1n,
    precision: 0n,
    scale: 0n,
    collation_name: null,
    is_nullable: 0n,
    is_user_defined: 1n,
    is_assembly_type: 0n,
    default_object_id: 0n,
    rule_object_id: 0n,
    is_table_type: 1n,
    type_table_object_id: objectIds(catalog).of({ schema: 'sys', name: tableTypeName(type) }),
    is_memory_optimized: 0n,
  }));

export const TYPE_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'sys.types': (database) => [
    ...builtIn(database.catalog),
    ...database.catalog.aliasTypes.map((type) => alias(database.catalog, type)),
    ...tableTypes(database),
  ],
  'sys.table_types': tableTypes,
};
