import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { constantText } from './constant-text.js';

/** Whether a call gives a table another name. */
export const isRename = ({ found, procedure }: Bound.BoundExecuteProcedure): boolean =>
  found === 'system' && procedure.name.toLowerCase() === 'sp_rename';

/** `EXEC sp_rename 'dw.New', 'Old'`: both names; undefined where they are not known, or where no table is meant. */
export function renamedNames(
  call: Bound.BoundExecuteProcedure,
  resolve: (value: Bound.BoundExpression) => Bound.BoundExpression = (value) => value,
): { readonly from: QualifiedName; readonly to: QualifiedName } | undefined {
  const argument = (name: string, position: number): string | null | undefined => {
    const named = call.arguments.find(({ parameter }) => parameter?.toLowerCase() === name);
    const at = call.arguments[position];
    const found = named ?? (at?.parameter === undefined ? at : undefined);
    return found?.value ? constantText(resolve(found.value)) : undefined;
  };
  const from = argument('@objname', 0);
  const to = argument('@newname', 1);
  if (!from || !to || call.arguments.length > 3) return undefined;
  if (call.arguments.length > 2 && argument('@objtype', 2)?.toUpperCase() !== 'OBJECT') return undefined;
  const table = nameParts(from);
  return table && { from: table, to: { schema: table.schema, name: to } };
}

/** `[dw].[Fact]` as procedures of SQL Server and OBJECT_ID take it; undefined for a name with more parts. */
export function nameParts(text: string): QualifiedName | undefined {
  const [name = '', schema = 'dbo', ...more] = text
    .split('.')
    .map((part) => part.trim().replace(/^\[(.*)\]$/, '$1'))
    .reverse();
  return more.length > 0 ? undefined : { schema: schema === '' ? 'dbo' : schema, name };
}
