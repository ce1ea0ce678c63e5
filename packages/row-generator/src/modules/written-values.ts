import type { Bound } from '@datamigrate/tsql-binder';
import type { ColumnOrigins, Decisive } from './column-origins.js';
import { type ColumnRef, tableKey } from './column-ref.js';
import type { ConstantReader } from './constant-text.js';

/** Where the values come from that a statement gives a column of a table. */
export interface Written {
  /** Columns whose values it takes as they are, converted at most. */
  readonly exact: readonly ColumnRef[];
  /** Those, and columns of which it takes one or the other. */
  readonly possible: readonly ColumnRef[];
  readonly constants: readonly string[];
  /** What makes it NULL. */
  readonly decisive: Decisive;
  readonly nullable: boolean;
}

/** What one statement writes into the rows of a table, by position of the column. */
export interface Write {
  readonly table: string;
  readonly columns: ReadonlyMap<number, Written>;
}

/** A statement that writes into tables of the catalog, with each of the rows or clauses that it states. */
export function writesOf(
  statement: Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundMerge,
  origins: ColumnOrigins,
  constants: ConstantReader,
): readonly Write[] {
  const table = statement.kind === 'insert' ? statement.target : statement.target.table;
  if (table.kind !== 'table' || table.type !== 'table') return [];
  const written = (column: number, value: Bound.BoundExpression): [number, Written] => {
    const { columns, constants: found } = origins.possible(value);
    return [
      column,
      {
        exact: origins.ofExpression(value),
        possible: columns,
        constants: found.flatMap((each) => constantText(each, constants) ?? []),
        decisive: origins.decisive(value),
        nullable: table.columns[column]?.nullable !== false,
      },
    ];
  };
  return assignments(statement).map((pairs) => ({
    table: tableKey(table.object),
    columns: new Map(pairs.map(([column, value]) => written(column, value))),
  }));
}

type Assignment = readonly [column: number, value: Bound.BoundExpression];

function assignments(
  statement: Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundMerge,
): readonly (readonly Assignment[])[] {
  switch (statement.kind) {
    case 'insert': {
      const { columns, source } = statement;
      if (source.kind === 'query') return [paired(columns, source.values)];
      return source.kind === 'values' ? source.rows.map((row) => paired(columns, row)) : [];
    }
    case 'update':
      return [ofSet(statement.set)];
    case 'merge':
      return statement.clauses.map(({ action }) => {
        if (action.kind === 'insert') return paired(action.columns, action.values ?? []);
        return action.kind === 'update' ? ofSet(action.set) : [];
      });
  }
}

function paired(columns: readonly number[], values: readonly Bound.BoundExpression[]): readonly Assignment[] {
  return columns.flatMap((column, i): Assignment[] => {
    const value = values[i];
    return value ? [[column, value]] : [];
  });
}

function ofSet(items: readonly Bound.BoundSetItem[]): readonly Assignment[] {
  return items.flatMap((item): Assignment[] => (item.kind === 'set-column' ? [[item.column, item.value]] : []));
}

/** Spans of a view's constants point into another text: only what needs no computing is read. */
function constantText(expression: Bound.BoundExpression, constants: ConstantReader): string | undefined {
  if (expression.kind === 'negation') {
    const operand = expression.operand.kind === 'literal' ? constants.read(expression.operand) : undefined;
    return typeof operand === 'string' ? `-${operand}` : undefined;
  }
  return (expression.kind === 'literal' ? constants.read(expression) : undefined) ?? undefined;
}
