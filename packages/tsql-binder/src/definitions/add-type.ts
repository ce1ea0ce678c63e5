import type { Ast } from '@datamigrate/tsql-syntax';
import { parseTypeText } from '../expressions/parse-type-text.js';

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
  const { entity } = execute;
  if (entity.kind !== 'ExecutableProcedure' || entity.procedure.kind !== 'ObjectName') return undefined;
  if (entity.procedure.name.name.toLowerCase() !== 'sp_addtype') return undefined;
  const values = new Map<string, string>();
  entity.arguments.forEach((argument, i) => {
    const parameter = argument.parameter?.name.toLowerCase() ?? PARAMETERS[i];
    const { value } = argument;
    if (parameter === undefined) return;
    if (value.kind === 'StringLiteral') values.set(parameter, value.value);
    else if (value.kind === 'Identifier') values.set(parameter, value.name);
  });
  const name = values.get('@typename');
  const type = parseTypeText(values.get('@phystype') ?? '');
  if (name === undefined || !type) return undefined;
  return { name, type, nullable: !/^\s*not\s+null\s*$/i.test(values.get('@nulltype') ?? '') };
}
