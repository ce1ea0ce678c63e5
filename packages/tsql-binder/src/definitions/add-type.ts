import type { Ast } from '@datamigrate/tsql-syntax';
import { parseTypeText } from '../expressions/parse-type-text.js';
import { systemCall } from './system-call.js';

/** The alias type that a call of sp_addtype makes. */
export interface AddedType {
  readonly name: string;
  readonly type: Ast.DataType;
  readonly nullable: boolean;
}

const PARAMETERS = ['@typename', '@phystype', '@nulltype'];

/**
 * `EXEC sp_addtype id, 'varchar(11)', 'NOT NULL'` of old scripts; undefined for any other call.
 * Source: learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addtype-transact-sql
 */
export function addedType(execute: Ast.ExecuteSpecification): AddedType | undefined {
  const call = systemCall(execute, PARAMETERS);
  if (call?.procedure !== 'sp_addtype') return undefined;
  const name = call.texts.get('@typename');
  const type = parseTypeText(call.texts.get('@phystype') ?? '');
  if (name === undefined || !type) return undefined;
  return { name, type, nullable: !/^\s*not\s+null\s*$/i.test(call.texts.get('@nulltype') ?? '') };
}
