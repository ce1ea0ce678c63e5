import type { Span } from '@datamigrate/diagnostics';
import { type Bound, mapExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { cteReference } from '../program/cte-reference.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';
import { addRows, allColumns, outputs } from './run-insert.js';

/** Rows that a statement changed: where their values before and after it, and what was done, stand among the columns. */
export interface ChangedRows {
  readonly from: Bound.BoundCteReference;
  readonly relation: number;
  readonly columns: readonly Bound.OutputColumn[];
  readonly at: Positions;
}

interface Positions {
  readonly deleted?: Places;
  readonly inserted?: Places;
  readonly action?: number;
  /** Columns of other tables that the statement reads: which they are, in their order. */
  readonly others?: { readonly start: number; readonly columns: readonly OtherColumn[] };
}

/** Where columns of the table stand, by their position in it: those that are told of. */
type Places = ReadonlyMap<number, number>;

/** All columns of a table, one behind the other. */
export const wholeRow = ({ columns }: Pick<TableState, 'columns'>): Places => new Map(columns.map((_, i) => [i, i]));

/** Rows that were there before a statement: those that MERGE adds are not told of. */
export interface OutputOfExisting extends Bound.BoundOutput {
  readonly ofExisting: true;
}

export const isOfExisting = (output: Bound.BoundOutput): output is OutputOfExisting => 'ofExisting' in output;

/** What OUTPUT reads of the changed rows themselves. */
export interface ToldColumns {
  /** Positions among the columns of the table, in their order. */
  readonly deleted: readonly number[];
  readonly inserted: readonly number[];
  readonly action: boolean;
}

export function toldColumns(output: readonly Bound.BoundOutput[]): ToldColumns {
  const [old, changed] = [new Set<number>(), new Set<number>()];
  let action = false;
  for (const { items, inserted, deleted } of output) {
    visitTree(items, (node) => {
      if (node.kind === 'merge-action') action = true;
      if (node.kind !== 'column') return;
      const { relation, ordinal } = node as Bound.BoundColumn;
      if (relation === deleted) old.add(ordinal);
      if (relation === inserted) changed.add(ordinal);
    });
  }
  const sorted = (positions: Set<number>): number[] => [...positions].sort((a, b) => a - b);
  return { deleted: sorted(old), inserted: sorted(changed), action };
}

/** What is told of the rows as they were and as they become, and what else is, one behind the other from `first` on. */
export const positionsOf = (told: ToldColumns, others: readonly OtherColumn[], first = 0) => ({
  deleted: placesOf(told.deleted, first),
  inserted: placesOf(told.inserted, first + told.deleted.length),
  others: { start: first + told.deleted.length + told.inserted.length, columns: others },
});

const placesOf = (told: readonly number[], start: number): Places =>
  new Map(told.map((position, i) => [position, start + i]));

/** The told columns as those of a row: what it was and what it became are told apart where both are told. */
export function toldNames(
  table: Pick<TableState, 'columns'>,
  { deleted, inserted }: ToldColumns,
): Bound.OutputColumn[] {
  const both = deleted.length > 0 && inserted.length > 0;
  const of = (position: number, side: string): Bound.OutputColumn[] => {
    const each = table.columns[position];
    if (!each) return [];
    const { name, type, collation } = each;
    return [{ name: both ? `${side}_${name}` : name, type, collation, nullable: true }];
  };
  return [...deleted.flatMap((i) => of(i, 'old')), ...inserted.flatMap((i) => of(i, 'new'))];
}

type OtherColumn = Pick<Bound.BoundColumn, 'relation' | 'ordinal'>;

const isSame = (a: OtherColumn, b: OtherColumn): boolean => a.relation === b.relation && a.ordinal === b.ordinal;

/** Columns of other tables that OUTPUT tells of, each once. */
export function toldOfOthers(output: readonly Bound.BoundOutput[]): readonly Bound.BoundColumn[] {
  const found: Bound.BoundColumn[] = [];
  for (const { items, inserted, deleted } of output) {
    visitTree(items, (node) => {
      if (node.kind !== 'column') return;
      const of = node as Bound.BoundColumn;
      if (of.relation === inserted || of.relation === deleted || found.some((each) => isSame(each, of))) return;
      found.push(of);
    });
  }
  return found;
}

/** They are NULL where an outer join has no row. */
export const asOutputs = (told: readonly Bound.BoundColumn[]): readonly Bound.OutputColumn[] =>
  told.map(({ name, type, collation }) => ({ name: `other_${name}`, type, collation, nullable: true }));

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
    const place = at.others?.columns.findIndex((each) => isSame(each, inner)) ?? -1;
    if (at.others && place >= 0) return value(at.others.start + place);
    const places = inner.relation === inserted ? at.inserted : inner.relation === deleted ? at.deleted : undefined;
    const found = places?.get(inner.ordinal);
    return found === undefined ? refuse() : value(found);
  });
}
