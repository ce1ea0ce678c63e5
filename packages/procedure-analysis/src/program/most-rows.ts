import type { Bound } from '@datamigrate/tsql-binder';
import { conjuncts } from './conjuncts.js';
import { constantRows } from './constant-rows.js';
import { matchesOnce } from './keys.js';
import { constant } from './known.js';
import type { Program } from './program.js';
import { visitTree } from './rewrite-tree.js';

/** How many rows a resolved query gives at most; undefined where nothing limits them. */
export function mostRows(program: Program, query: Bound.BoundQuery): bigint | undefined {
  if (query.kind === 'set-operation') {
    const left = mostRows(program, query.left);
    if (query.operator === 'EXCEPT' || query.operator === 'INTERSECT') return left;
    const right = left === undefined ? undefined : mostRows(program, query.right);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  const bounds = [topOf(query), isOneRow(program, query) ? 1n : undefined].filter((each) => each !== undefined);
  if (bounds.length === 0) {
    const rows = constantRows(program, query);
    return rows && BigInt(rows.length);
  }
  return bounds.reduce((least, each) => (each < least ? each : least));
}

function topOf({ top }: Bound.BoundSelect): bigint | undefined {
  if (!top || top.percent || top.withTies) return undefined;
  const count = constant(top.count);
  return typeof count === 'bigint' && count >= 0n ? count : undefined;
}

/** No table, one group of all rows, or one table of which a whole key is asked for. */
function isOneRow(program: Program, query: Bound.BoundSelect): boolean {
  if (query.groupBy) return query.groupBy.implicit;
  if (query.from.length === 0) return true;
  if (query.from.some((table) => !('relation' in table)) || conjuncts(query.where).length === 0) return false;
  return matchesOnce(program, query.from, query.where);
}

/** Whether all rows of a query are the same, so that it does not matter which of them are taken. */
export function areAlike(query: Bound.BoundQuery): boolean {
  if (query.kind !== 'select' || query.groupBy || query.distinct || query.top || query.offset) return false;
  return query.select.every(({ expression }) => {
    let alike = true;
    visitTree(expression, ({ kind }) => {
      if (!ALIKE.has(kind)) alike = false;
    });
    return alike;
  });
}

/** Expressions that are the same for every row. */
const ALIKE: ReadonlySet<string> = new Set(['literal', 'variable', 'cast', 'arithmetic', 'concatenation', 'negation']);
