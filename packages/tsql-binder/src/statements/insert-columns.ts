import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundStoredTable } from '../tree/stored-table.js';
import { checkWritable, columnPosition } from './bind-target.js';

/** The columns written, by name; without a list all but identity, computed and hidden columns. */
export function insertColumns(
  context: BinderContext,
  target: BoundStoredTable,
  names: readonly Ast.ColumnReference[],
): number[] {
  if (names.length === 0) {
    return target.columns.flatMap((column, i) => (column.identity || column.computed || column.hidden ? [] : [i]));
  }
  const seen = new Set<number>();
  return names.map((name) => {
    const position = columnPosition(context, target, name);
    checkWritable(context, target.columns[position], name);
    if (position >= 0 && seen.has(position)) {
      context.report('bind-column-written-twice', { name: `'${name.column.name}'` }, name);
    }
    seen.add(position);
    return position;
  });
}
