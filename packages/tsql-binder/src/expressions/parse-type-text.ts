import { type Ast, parseBatch } from '@datamigrate/tsql-syntax';

/** A type that stands in a string: the argument of sp_addtype, or of the xml method value(). */
export function parseTypeText(text: string): Ast.DataType | undefined {
  const [statement] = parseBatch(`DECLARE @x ${text}`).statements;
  return statement?.kind === 'DeclareVariable' ? statement.declarations[0]?.type : undefined;
}
