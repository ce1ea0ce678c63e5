import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { fingerprint } from '../tree/inspect.js';
import type { BoundGroupBy } from '../tree/query.js';
import { forbidIn } from './bind-select.js';

type Sets = readonly (readonly number[])[];

/**
 * GROUP BY as a list of keys and the grouping sets over them; ROLLUP and CUBE are written out.
 * Source: learn.microsoft.com/sql/t-sql/queries/select-group-by-transact-sql
 */
export function bindGroupBy(context: BinderContext, scope: Scope, node: Ast.GroupByClause): BoundGroupBy {
  const keys: BoundExpression[] = [];
  const positions = new Map<string, number>();
  const keyOf = (expression: Ast.Expression): number => {
    const bound = bindExpression(context, scope, expression);
    const print = fingerprint(bound);
    const known = positions.get(print);
    if (known !== undefined) return known;
    positions.set(print, keys.length);
    keys.push(bound);
    return keys.length - 1;
  };
  const items = node.items.map((item) => setsOf(item, keyOf));
  let sets = items.reduce(crossProduct, [[]] as Sets);
  if (node.with === 'ROLLUP') sets = rollup(node.items.map((item) => columnsOf(item, keyOf)));
  if (node.with === 'CUBE') sets = cube(node.items.map((item) => columnsOf(item, keyOf)));
  if (node.all) context.report('bind-unsupported', { construct: 'GROUP BY ALL', help: '' }, node);
  forbidIn(context, 'GROUP BY', keys, node);
  return { keys, sets, implicit: false };
}

type KeyOf = (expression: Ast.Expression) => number;

function setsOf(item: Ast.GroupingItem, keyOf: KeyOf): Sets {
  switch (item.kind) {
    case 'GroupingExpression':
      return [[keyOf(item.expression)]];
    case 'GrandTotal':
      return [[]];
    case 'GroupingComposite':
      return [columnsOf(item, keyOf)];
    case 'GroupingFunction':
      switch (item.function) {
        case 'ROLLUP':
          return rollup(item.items.map((inner) => columnsOf(inner, keyOf)));
        case 'CUBE':
          return cube(item.items.map((inner) => columnsOf(inner, keyOf)));
        case 'GROUPING SETS':
          return item.items.flatMap((inner) => setsOf(inner, keyOf));
        default:
          return assertUnreachable(item.function);
      }
    default:
      return assertUnreachable(item);
  }
}

/** The columns of one element of ROLLUP or CUBE: a column, or several that stand together. */
function columnsOf(item: Ast.GroupingItem, keyOf: KeyOf): number[] {
  return unique(
    item.kind === 'GroupingComposite'
      ? item.items.flatMap((inner) => columnsOf(inner, keyOf))
      : setsOf(item, keyOf).flat(),
  );
}

function crossProduct(left: Sets, right: Sets): Sets {
  return left.flatMap((a) => right.map((b) => unique([...a, ...b])));
}

/** (a, b, c), (a, b), (a), () */
function rollup(elements: readonly (readonly number[])[]): Sets {
  return Array.from({ length: elements.length + 1 }, (_, i) => unique(elements.slice(0, elements.length - i).flat()));
}

/** All subsets, the fullest first. */
function cube(elements: readonly (readonly number[])[]): Sets {
  const count = 1 << elements.length;
  return Array.from({ length: count }, (_, i) =>
    unique(elements.filter((_, bit) => ((count - 1 - i) >> (elements.length - 1 - bit)) & 1).flat()),
  );
}

function unique(keys: readonly number[]): number[] {
  return [...new Set(keys)];
}
