import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { fromSource } from '../tables/from-source.js';
import { bindTuple } from '../tables/source.js';
import { limitRows, sortRows, topRows } from './order-rows.js';

/** Calls a visitor for each row of a SELECT without groups, in its order, with the row bound. */
export function visitSelect(env: Environment, query: Bound.BoundSelect, visit: () => void): void {
  const source = fromSource(env, query.from, query.where);
  const bind = (tuple: (typeof source.tuples)[number]): void => bindTuple(env, source, tuple);
  const ordered = sortRows(env, source.tuples, query.orderBy, bind);
  const topped = query.top ? topRows(env, ordered, query.top, () => false) : ordered;
  for (const tuple of limitRows(env, topped, query.offset)) {
    bind(tuple);
    visit();
  }
}
