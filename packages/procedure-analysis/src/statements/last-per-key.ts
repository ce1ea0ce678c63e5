import { keepsApart, plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { integer } from '../program/conditions.js';
import { isTotal, ownExpression } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { column, select } from '../program/select.js';
import { assignedIn } from './assigned-in.js';
import { type KeyedRow, overwritesRow } from './round-effect.js';

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
  const key = into.findIndex(({ name, type }, position) => {
    const of = query.columns[position];
    if (!of || of.nullable || !keepsApart(of.type, type)) return false;
    const variable = name.toLowerCase();
    return keyColumns(program, table).some((column) => overwritesRow(work, { table, column, variable }, fetched));
  });
  return key < 0 ? undefined : { query: lastRows(program, query, key), key };
}

/** Columns that are alone a key of the table. */
function keyColumns(program: Program, table: Bound.BoundStoredTable): readonly number[] {
  return program.table(table).declared.flatMap(([name, ...more]) => {
    const position = table.columns.findIndex((each) => each.name.toLowerCase() === name);
    return more.length > 0 || position < 0 ? [] : [position];
  });
}

/** Tables that statements write, each once. */
function targetsOf(work: readonly Bound.BoundStatement[]): readonly KeyedRow['table'][] {
  const found = new Map<string, Bound.BoundStoredTable>();
  visitTree(work, (node) => {
    if (node.kind !== 'insert' && node.kind !== 'update' && node.kind !== 'delete') return;
    const { target } = node as Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete;
    const table = 'table' in target ? target.table : target;
    found.set(JSON.stringify(table.kind === 'table' ? table.object : table), table);
  });
  return [...found.values()];
}

/** Rows of the query behind which no other of the same key comes. */
function lastRows(program: Program, query: Bound.BoundSelect, key: number): Bound.BoundSelect {
  const { span, columns } = query;
  const of = query.select[key]?.expression as Bound.BoundExpression;
  const place: Bound.BoundWindow = {
    kind: 'window',
    type: BIGINT,
    nullable: false,
    span,
    function: 'ROW_NUMBER',
    arguments: [],
    partitionBy: [of],
    orderBy: query.orderBy.map(({ expression, descending }) => ({
      expression: ownExpression(query, expression),
      descending: !descending,
    })),
    ignoreNulls: false,
  };
  const relation = program.newId();
  const name = 'place_from_last';
  const numbered: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation,
    alias: 'numbered',
    columns: [...columns, { name, type: BIGINT, nullable: false }],
    span,
    query: {
      ...query,
      ctes: [],
      orderBy: [],
      columns: [...columns, { name, type: BIGINT, nullable: false }],
      select: [...query.select, { expression: place, name }],
    },
  };
  const isLast: Bound.BoundPredicate = {
    kind: 'comparison',
    operator: '=',
    left: column({ name, type: BIGINT, nullable: false }, relation, columns.length, span),
    right: { ...integer(1, span), type: BIGINT },
    span,
  };
  const all = columns.map((each, i) => column(each, relation, i, span));
  return { ...select(columns, all, [numbered], isLast, span), ctes: query.ctes };
}
