import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { nullOf } from '../program/null-of.js';
import { visitTree } from '../program/rewrite-tree.js';
import { unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { anyOf, type Changes, isDeleted, type Merge, newRows, sourceColumns } from './merge-rows.js';
import {
  changedRows,
  isOfExisting,
  positionsOf,
  type ToldColumns,
  tellOutput,
  toldColumns,
  toldNames,
} from './tell-output.js';

/** OUTPUT: rows that a clause changed or deleted, with what was done, and behind them the new ones. */
export function tellMerged(merge: Merge, output: readonly Bound.BoundOutput[], changes: Changes | undefined): void {
  const ofAll = output.filter((each) => !isOfExisting(each));
  const ofExisting = output.filter(isOfExisting);
  if (ofAll.length > 0) tellRows(merge, ofAll, changes, true);
  if (ofExisting.length > 0 && changes) tellRows(merge, ofExisting, changes, false);
}

function tellRows(
  merge: Merge,
  output: readonly Bound.BoundOutput[],
  changes: Changes | undefined,
  withNew: boolean,
): void {
  const { program, table, span, source } = merge;
  const ordinals = readOf(output, source);
  const others = sourceColumns(source, ordinals);
  const read = toldColumns(output);
  const told: Told = {
    read,
    ordinals,
    columns: [
      ...(read.action
        ? [{ name: 'merge_action', type: ACTION.type, nullable: false, collation: ACTION.collation }]
        : []),
      ...toldNames(table, read),
      ...others,
    ],
  };
  const changed = changes && changedByClauses(merge, changes, told);
  const added = withNew ? addedByClauses(merge, told, others) : undefined;
  const rows = changed && added ? unionAll(changed, added) : (changed ?? added);
  if (!rows) return;
  const cte = program.addCte(`${table.title} changes`, rows);
  const first = read.action ? 1 : 0;
  const at = {
    ...(read.action ? { action: 0 } : {}),
    ...positionsOf(
      read,
      ordinals.map((ordinal) => ({ relation: source.relation, ordinal })),
      first,
    ),
  };
  tellOutput(program, output, changedRows(program, cte, at, span));
}

/** What is told of a row: of itself, and of these columns of the source. */
interface Told {
  readonly read: ToldColumns;
  readonly ordinals: readonly number[];
  readonly columns: readonly Bound.OutputColumn[];
}

const ACTION: Bound.BoundLiteral = {
  kind: 'literal',
  type: { name: 'nvarchar', length: 10 },
  nullable: false,
  collation: { name: 'SQL_Latin1_General_CP1_CI_AS', label: 'coercible-default' },
  span: { start: 0, end: 0 },
  value: '',
};

const action = (value: string, span: Span): Bound.BoundLiteral => ({ ...ACTION, span, value });

function addedByClauses(
  merge: Merge,
  { read, ordinals, columns }: Told,
  others: readonly Bound.OutputColumn[],
): Bound.BoundQuery | undefined {
  const { program, table, span } = merge;
  const added = newRows(merge, ordinals);
  if (!added) return undefined;
  const inner = program.newId();
  const from: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: inner,
    alias: 'rows_to_add',
    columns: added.columns,
    span,
    query: added,
  };
  const all = [...table.columns, ...others].map((each, i) => column(each, inner, i, span));
  const values = [
    ...(read.action ? [action('INSERT', span)] : []),
    ...read.deleted.flatMap((i) => (table.columns[i] ? [nullOf(table.columns[i].type, span)] : [])),
    ...[...read.inserted, ...others.map((_, i) => table.columns.length + i)].flatMap((i) => all[i] ?? []),
  ];
  return select(columns, values, [from], undefined, span);
}

function changedByClauses(
  { table, relation, span, source }: Merge,
  { join, steps, after }: Changes,
  { read, ordinals, columns }: Told,
): Bound.BoundSelect | undefined {
  if (steps.length === 0) return undefined;
  const name: Bound.BoundCase = {
    kind: 'case',
    type: ACTION.type,
    nullable: true,
    collation: ACTION.collation,
    span,
    branches: steps.map(({ when, action: done }) => ({
      when,
      result: action(done.kind === 'delete' ? 'DELETE' : 'UPDATE', span),
    })),
    otherwise: undefined,
  };
  const isDeletedRow = steps.some(({ action: done }) => done.kind === 'delete') ? isDeleted(steps, span) : undefined;
  const values = read.inserted.flatMap((position): readonly Bound.BoundExpression[] => {
    const value = after[position];
    if (!value || !isDeletedRow) return value ? [value] : [];
    const { type, collation } = value;
    const branches = [{ when: isDeletedRow, result: nullOf(type, span) }];
    return [{ kind: 'case', type, nullable: true, collation, span, branches, otherwise: value }];
  });
  const old = read.deleted.flatMap((i) => (table.columns[i] ? [column(table.columns[i], relation, i, span)] : []));
  const told = sourceColumns(source, ordinals).map((each, i) => column(each, source.relation, ordinals[i] ?? 0, span));
  return select(
    columns,
    [...(read.action ? [name] : []), ...old, ...values, ...told],
    [join],
    anyOf(steps, span),
    span,
  );
}

/** Columns of the source that an OUTPUT clause tells of. */
function readOf(output: readonly Bound.BoundOutput[], source: Merge['source']): readonly number[] {
  const found = new Set<number>();
  visitTree(output, (node) => {
    if (node.kind !== 'column') return;
    const { relation, ordinal } = node as Bound.BoundColumn;
    if (relation === source.relation) found.add(ordinal);
  });
  return [...found].sort((a, b) => a - b);
}
