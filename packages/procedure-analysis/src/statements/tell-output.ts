import type { Span } from '@datamigrate/diagnostics';
import { type Bound, mapExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { cteReference } from '../program/cte-reference.js';
import type { Program } from '../program/program.js';
import { column, select } from '../program/select.js';
import { addRows, allColumns, outputs } from './run-insert.js';

/** Rows that a statement changed: where their values before and after it, and what was done, stand among the columns. */
export interface ChangedRows {
  readonly from: Bound.BoundCteReference;
  readonly relation: number;
  readonly columns: readonly Bound.OutputColumn[];
  readonly at: Positions;
}

interface Positions {
  readonly deleted?: number;
  readonly inserted?: number;
  readonly action?: number;
  /** Columns of another table that the statement reads: which they are, in their order. */
  readonly other?: { readonly relation: number; readonly start: number; readonly ordinals: readonly number[] };
}

export function changedRows(program: Program, cte: Bound.BoundCte, at: Positions, span: Span): ChangedRows {
  const relation = program.newId();
  return { from: cteReference(cte, relation, span), relation, columns: cte.columns, at };
}

/** OUTPUT: rows for a table, for the INSERT around the statement, or for the client. */
export function tellOutput(program: Program, output: readonly Bound.BoundOutput[], changed: ChangedRows): void {
  const { rowCount } = program;
  for (const each of output) {
    const items = each.items.map(({ expression }) => program.resolve(overChanged(program, expression, each, changed)));
    const { span } = changed.from;
    if (each.into) {
      const { target, columns: positions } = each.into;
      if (program.absorb(target) !== undefined) continue;
      const into = program.table(target);
      const given = new Map(positions.map((position, i) => [position, items[i]]));
      const all = allColumns(program, span, into, given, []);
      addRows(program, into, select(outputs(into), all, [changed.from], undefined, span), undefined);
      continue;
    }
    const rows = select(each.columns, items, [changed.from], undefined, span);
    if (program.feed === undefined) {
      program.reports.push(rows);
      continue;
    }
    const title = program.feed;
    const cte = program.addCte(`${title} changes`, rows);
    program.set({
      key: title.toLowerCase(),
      title,
      columns: each.columns.map((of, i) => ({ ...of, name: of.name ?? `column_${i + 1}` })),
      version: { kind: 'cte', cte: cte.id, name: cte.name },
      declared: [],
      keys: [],
      added: undefined,
      written: true,
    });
  }
  program.rowCount = rowCount;
}

/** `inserted.x`, `deleted.x` and `$action` as columns of the changed rows. */
function overChanged(
  program: Program,
  expression: Bound.BoundExpression,
  { inserted, deleted }: Bound.BoundOutput,
  { relation, columns, at }: ChangedRows,
): Bound.BoundExpression {
  const { span } = expression;
  const refuse = (): never =>
    program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'OUTPUT of columns of another table' }, span),
    );
  const value = (ordinal: number): Bound.BoundExpression => {
    const of = columns[ordinal];
    return of ? column(of, relation, ordinal, span) : refuse();
  };
  return mapExpression(expression, (inner, recurse) => {
    if (inner.kind === 'merge-action') return at.action === undefined ? refuse() : value(at.action);
    if (inner.kind !== 'column') return recurse(inner);
    if (inner.relation === at.other?.relation) {
      const place = at.other.ordinals.indexOf(inner.ordinal);
      return place < 0 ? refuse() : value(at.other.start + place);
    }
    const start = inner.relation === inserted ? at.inserted : inner.relation === deleted ? at.deleted : undefined;
    return start === undefined ? refuse() : value(start + inner.ordinal);
  });
}
