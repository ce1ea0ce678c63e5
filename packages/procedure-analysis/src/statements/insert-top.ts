import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { integer } from '../program/conditions.js';
import { constant } from '../program/known.js';
import { areAlike, mostRows } from '../program/most-rows.js';
import type { Program } from '../program/program.js';
import { select } from '../program/select.js';

/**
 * INSERT TOP takes any rows of its source, whatever the source's order. It says which they are where it takes all of
 * them, or where all are the same.
 * https://learn.microsoft.com/sql/t-sql/statements/insert-transact-sql (arguments, TOP)
 */
export function withoutTop(program: Program, insert: Bound.BoundInsert): Bound.BoundInsert {
  const { top, source, span } = insert;
  if (!top) return insert;
  const { top: _, ...all } = insert;
  const count = constant(program.resolve(top.count));
  if (isAllPercent(top)) return all;
  if (typeof count === 'bigint' && count > 0n && !top.percent) {
    if (takesAll(program, insert, count)) return all;
    if (source.kind === 'query' && source.query.kind === 'select' && !program.row) {
      const query = someOf(program, source.query, top);
      if (areAlike(program.resolve(source.query))) return { ...all, source: { ...source, query } };
    }
  }
  return program.refuse(analysisDiagnostics.create('analyse-any-rows', { statement: 'INSERT TOP' }, span));
}

/** The same of UPDATE and DELETE: their TOP says which rows it takes where there are no more of them. */
export function withoutRowTop<S extends Bound.BoundUpdate | Bound.BoundDelete>(program: Program, statement: S): S {
  const { top, target, from, ctes, where, span, kind } = statement;
  if (!top) return statement;
  const all = { ...statement, top: undefined };
  if (isAllPercent(top)) return all;
  const count = constant(program.resolve(top.count));
  if (typeof count === 'bigint' && count > 0n && !top.percent && ctes.length === 0 && from.length === 1) {
    const one = integer(1, span);
    const rows = select([{ name: 'one_row', type: one.type, nullable: false }], [one], from, where, span);
    const most = target.relation === target.base ? mostRows(program, program.resolve(rows)) : undefined;
    if (most !== undefined && most <= count) return all;
  }
  const name = `${kind.toUpperCase()} TOP`;
  return program.refuse(analysisDiagnostics.create('analyse-any-rows', { statement: name }, span));
}

/** Rows that are alike, as often as the source has rows and no more often than TOP says. */
function someOf(program: Program, query: Bound.BoundSelect, top: Bound.BoundTop): Bound.BoundSelect {
  const { span, from, where } = query;
  const one = integer(1, span);
  const columns = [{ name: 'one_row', type: one.type, nullable: false }];
  const taken: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: program.newId(),
    alias: 'rows_taken',
    columns,
    span,
    query: { ...select(columns, [one], from, where, span), top },
  };
  return { ...query, distinct: false, orderBy: [], from: [taken], where: undefined };
}

/** `TOP (100) PERCENT` */
export function isAllPercent({ percent, count }: Bound.BoundTop): boolean {
  if (count.kind === 'cast') return isAllPercent({ percent, count: count.operand, withTies: false });
  return percent && count.kind === 'literal' && count.value === 100n;
}

function takesAll(program: Program, { source, ctes }: Bound.BoundInsert, count: bigint): boolean {
  if (source.kind === 'default-values') return true;
  if (source.kind === 'values') return BigInt(source.rows.length) <= count;
  if (source.kind !== 'query' || ctes.length > 0) return false;
  const most = mostRows(program, program.resolve(source.query));
  return most !== undefined && most <= count;
}
