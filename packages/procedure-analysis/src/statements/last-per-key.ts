import { isCharacter, keepsApart, plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { asFlag, integer } from '../program/conditions.js';
import { isTotal } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree, visitTree } from '../program/rewrite-tree.js';
import { ownOrder } from '../program/row-number.js';
import { column, select } from '../program/select.js';
import { assignedIn } from './assigned-in.js';
import { type KeyedRow, overwritingEffect, type RoundEffect } from './round-effect.js';

const BIGINT = plain('bigint');

/**
 * The rows of a cursor that count, where every round overwrites the one row that it works on: of several with the same
 * key the last one. Undefined where that is not so, or where the order of the rounds is not stated.
 */
export function lastPerKey(
  program: Program,
  work: readonly Bound.BoundStatement[],
  query: Bound.BoundQuery,
  into: readonly Bound.BoundVariableTarget[],
): { readonly query: Bound.BoundSelect; readonly key: number } | undefined {
  if (query.kind !== 'select' || query.orderBy.length === 0 || query.top || query.offset || query.distinct)
    return undefined;
  if (!isTotal(program, query)) return undefined;
  const fetched = new Set(into.map(({ name }) => name.toLowerCase()));
  if ([...assignedIn(work).keys()].some((name) => fetched.has(name))) return undefined;
  const tables = targetsOf(work);
  const [table] = tables;
  if (!table || tables.length > 1) return undefined;
  for (const [key, { name, type }] of into.entries()) {
    const of = query.columns[key];
    if (!of || of.nullable || !keepsApart(of.type, type)) continue;
    for (const column of keyColumns(program, table)) {
      const effect = overwritingEffect(work, { table, column, variable: name.toLowerCase() }, fetched);
      if (effect) return { query: lastRows(program, query, key, into, effect), key };
    }
  }
  return undefined;
}

/** Columns that are alone a key of the table. */
function keyColumns(program: Program, table: Bound.BoundStoredTable): readonly number[] {
  return program.table(table).declared.flatMap(([name, ...more]) => {
    const position = table.columns.findIndex((each) => each.name.toLowerCase() === name);
    return more.length > 0 || position < 0 ? [] : [position];
  });
}

/** Tables that statements write, each once. */
export function targetsOf(work: readonly Bound.BoundStatement[]): readonly KeyedRow['table'][] {
  const found = new Map<string, Bound.BoundStoredTable>();
  visitTree(work, (node) => {
    if (node.kind !== 'insert' && node.kind !== 'update' && node.kind !== 'delete' && node.kind !== 'merge') return;
    // A clause of MERGE has such a kind too, but no target.
    const { target } = node as Partial<Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete>;
    if (!target) return;
    const table = 'table' in target ? target.table : target;
    found.set(
      JSON.stringify([table.kind, 'object' in table ? table.object : 'name' in table ? table.name : '']),
      table,
    );
  });
  return [...found.values()];
}

/** Rows of the query behind which no other of the same key comes. */
function lastRows(
  program: Program,
  query: Bound.BoundSelect,
  key: number,
  into: readonly Bound.BoundVariableTarget[],
  { makes, removes }: RoundEffect,
): Bound.BoundSelect {
  const { columns } = query;
  const value = query.select[key]?.expression as Bound.BoundExpression;
  const order = ownOrder(query);
  const fromLast = order.map((item) => ({ ...item, descending: !item.descending }));
  const place = window('ROW_NUMBER', BIGINT, [], [value], fromLast);
  // A key has the spelling of the round that makes the row.
  const spelled = makes && isCharacter(value.type);
  if (!spelled) {
    const numbered = derived(program, query, query.select, [{ name: PLACE, value: place }]);
    return {
      ...onlyLast(
        numbered,
        columns.map((each, i) => column(each, numbered.relation, i, query.span)),
      ),
      ctes: query.ctes,
    };
  }
  const isRemoval = removes ? asFlag(overColumns(removes, into, query), query.span) : integer(0, query.span);
  const removals = window('SUM', plain('int'), [isRemoval], [value], order);
  const numbered = derived(program, query, query.select, [
    { name: PLACE, value: place },
    { name: 'is_removal', value: isRemoval },
    { name: 'removals', value: removals },
  ]);
  const at = (position: number): Bound.BoundColumn =>
    column(numbered.columns[position] as Bound.OutputColumn, numbered.relation, position, query.span);
  const first = columns.length;
  const lifetime = [at(key), at(first + 1), at(first + 2)];
  const spelling = {
    ...window('FIRST_VALUE', value.type, [at(key)], lifetime, [{ expression: at(first), descending: true }]),
    collation: value.collation,
  };
  const all = columns.map((_, i) => (i === key ? spelling : at(i)));
  const rows = select(columns, all, [numbered], undefined, query.span);
  const told = derived(program, rows, rows.select, [{ name: PLACE, value: at(first) }], 'with_spelling');
  return {
    ...onlyLast(
      told,
      columns.map((each, i) => column(each, told.relation, i, query.span)),
    ),
    ctes: query.ctes,
  };
}

const PLACE = 'place_from_last';

function onlyLast(rows: Bound.BoundDerivedTable, values: readonly Bound.BoundExpression[]): Bound.BoundSelect {
  const { span } = rows;
  const columns = rows.columns.slice(0, values.length);
  const of = { name: PLACE, type: BIGINT, nullable: false };
  const isLast: Bound.BoundPredicate = {
    kind: 'comparison',
    operator: '=',
    left: column(
      of,
      rows.relation,
      rows.columns.findIndex(({ name }) => name === PLACE),
      span,
    ),
    right: { ...integer(1, span), type: BIGINT },
    span,
  };
  return select(columns, values, [rows], isLast, span);
}

/** The query with more columns, as a member of FROM. */
function derived(
  program: Program,
  query: Bound.BoundSelect,
  items: Bound.BoundSelect['select'],
  more: readonly { readonly name: string; readonly value: Bound.BoundExpression }[],
  alias = 'numbered',
): Bound.BoundDerivedTable {
  const added = more.map(({ name, value: { type, nullable } }): Bound.OutputColumn => ({ name, type, nullable }));
  const columns = [...query.columns, ...added];
  const all = [...items, ...more.map(({ name, value }) => ({ name, expression: value }))];
  const inner: Bound.BoundSelect = { ...query, ctes: [], orderBy: [], columns, select: all };
  return {
    kind: 'derived-table',
    relation: program.newId(),
    alias,
    columns,
    span: query.span,
    query: inner,
  };
}

function window(
  name: Bound.BoundWindow['function'],
  type: Bound.BoundExpression['type'],
  values: readonly Bound.BoundExpression[],
  partitionBy: readonly Bound.BoundExpression[],
  orderBy: readonly Bound.BoundOrderItem[],
): Bound.BoundWindow {
  const span = partitionBy[0]?.span ?? { start: 0, end: 0 };
  const frame: Bound.BoundFrame = { unit: 'ROWS', from: { edge: 'UNBOUNDED PRECEDING' }, to: { edge: 'CURRENT ROW' } };
  return {
    kind: 'window',
    type,
    nullable: false,
    span,
    function: name,
    arguments: values,
    partitionBy,
    orderBy,
    ...(name === 'ROW_NUMBER' ? {} : { frame }),
    ignoreNulls: false,
  };
}

/** A condition over the variables that FETCH fills as one over what the query selects. */
function overColumns(
  condition: Bound.BoundPredicate,
  into: readonly Bound.BoundVariableTarget[],
  query: Bound.BoundSelect,
): Bound.BoundPredicate {
  return rewriteTree(condition, (node) => {
    if (node.kind !== 'variable') return undefined;
    const { name } = node as Bound.BoundVariable;
    const position = into.findIndex((each) => each.name.toLowerCase() === name.toLowerCase());
    const operand = query.select[position]?.expression;
    const type = into[position]?.type;
    if (!operand || !type) return undefined;
    const { collation, span } = operand;
    return { kind: 'cast', type, nullable: true, collation, span, operand, implicit: true, attempt: false } as AnyNode;
  });
}
