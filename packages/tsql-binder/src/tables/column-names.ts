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
  const isTaken = columns.length < LONG ? takenBefore(context, columns) : takenAmongMany(context);
  columns.forEach(({ name }, i) => {
    if (name === undefined) context.report('bind-unnamed-column', { position: i + 1, name: `'${table}'` }, node);
    else if (isTaken(name, i))
      context.report('bind-duplicate-column', { name: `'${name}'`, table: `'${table}'` }, node);
  });
}

/** Names of a shorter list are compared with each other. */
const LONG = 24;

type IsTaken = (name: string, ordinal: number) => boolean;

function takenBefore({ catalog }: BinderContext, columns: readonly OutputColumn[]): IsTaken {
  return (name, ordinal) => {
    for (let i = 0; i < ordinal; i++) {
      const other = columns[i]?.name;
      if (other !== undefined && catalog.sameName(other, name)) return true;
    }
    return false;
  };
}

function takenAmongMany({ catalog }: BinderContext): IsTaken {
  const seen = new Set<string>();
  return (name) => {
    const before = seen.size;
    return seen.add(catalog.fold(name)).size === before;
  };
}
