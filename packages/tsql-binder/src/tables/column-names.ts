import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { OutputColumn } from '../tree/query.js';

/** The columns under the names that an alias list `t (a, b)` gives; their number must agree (8158). */
export function renamed(
  context: BinderContext,
  columns: readonly OutputColumn[],
  names: readonly Ast.Identifier[] | undefined,
  table: string,
  node: Ast.AstNode,
): readonly OutputColumn[] {
  if (!names || names.length === 0) return columns;
  if (names.length !== columns.length) {
    context.report('bind-column-list-count', { name: `'${table}'`, found: columns.length, given: names.length }, node);
    return columns;
  }
  return columns.map((column, i) => ({ ...column, name: names[i]?.name }));
}

/** Every column of a table, CTE or view needs a name (8155) of its own (8156). */
export function checkNames(
  context: BinderContext,
  columns: readonly OutputColumn[],
  table: string,
  node: Ast.AstNode,
): void {
  const seen = new Set<string>();
  columns.forEach(({ name }, i) => {
    if (name === undefined) {
      context.report('bind-unnamed-column', { position: i + 1, name: `'${table}'` }, node);
      return;
    }
    const before = seen.size;
    if (seen.add(context.catalog.fold(name)).size === before)
      context.report('bind-duplicate-column', { name: `'${name}'`, table: `'${table}'` }, node);
  });
}
