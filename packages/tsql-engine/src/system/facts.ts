import type { Catalog, QualifiedName } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
import type { Database } from '../database/database.js';
import type { SqlValue } from '../values/sql-value.js';
import { objectIds } from './object-ids.js';
import { ownSchema, wholeOf } from './whole-catalog.js';

/** Values of a row of a catalog view, by column name in lower case. */
export type Facts = Readonly<Record<string, SqlValue>>;

/** Rows of a catalog view. */
export type FactSource = (database: Database) => readonly Facts[];

export const bit = (value: boolean | undefined): bigint => (value ? 1n : 0n);

/** 1900-01-01: when an object was made is not known. */
const UNKNOWN_DATE = 0n;

/** dbo is 1; the others follow from 5 on in the order in which they were made. */
export function schemaId(catalog: Catalog, name: string): bigint {
  const folded = name.toLowerCase();
  const whole = wholeOf(catalog);
  const fixed = FIXED_SCHEMAS.get(ownSchema(whole, folded));
  if (fixed !== undefined) return fixed;
  const others = whole.schemas.filter((schema) => !FIXED_SCHEMAS.has(schema.toLowerCase()));
  const place = others.findIndex((schema) => schema.toLowerCase() === folded);
  return place < 0 ? 0n : BigInt(5 + place);
}

export const FIXED_SCHEMAS = tableByName<bigint>({
  dbo: 1n,
  guest: 2n,
  information_schema: 3n,
  sys: 4n,
});

export interface ObjectKind {
  readonly type: string;
  readonly description: string;
}

/** What every row of sys.objects has. */
export function objectFacts(
  { catalog }: Database,
  object: QualifiedName,
  { type, description }: ObjectKind,
  parent?: QualifiedName,
): Facts {
  const ids = objectIds(catalog);
  return {
    name: object.name,
    object_id: ids.of(object),
    principal_id: null,
    schema_id: schemaId(catalog, object.schema),
    parent_object_id: parent ? ids.of(parent) : 0n,
    type: type.padEnd(2),
    type_desc: description,
    create_date: UNKNOWN_DATE,
    modify_date: UNKNOWN_DATE,
    is_ms_shipped: 0n,
    is_published: 0n,
    is_schema_published: 0n,
  };
}
