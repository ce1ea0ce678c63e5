import { type Bound, someExpression } from '@datamigrate/tsql-binder';
import type { ColumnOrigins, Decisive } from './column-origins.js';
import { type ColumnRef, tableKey } from './column-ref.js';
import type { ConstantReader } from './constant-text.js';
import { objectsIn } from './objects-in.js';

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
  /** The same for all rows of the statement. */
  readonly fixed: boolean;
}

/** What one statement writes into the rows of a table, by position of the column. */
export interface Write {
  readonly table: string;
  readonly columns: ReadonlyMap<number, Written>;
  /** Each row of the source gives a row: nothing groups or numbers them to choose among them. */
  readonly whole: boolean;
}

/** A statement that writes into tables of the catalog, with each of the rows or clauses that it states. */
export function writesOf(statement: Modification, origins: ColumnOrigins, constants: ConstantReader): readonly Write[] {
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
        fixed: isFixed(statement, value),
      },
    ];
  };
  const whole = statement.kind === 'insert' && statement.source.kind === 'query' && !chooses(statement.source.query);
  return assignments(statement).map((pairs) => ({
    whole,
    table: tableKey(table.object),
    columns: new Map(pairs.map(([column, value]) => written(column, value))),
  }));
}

const NUMBERING: ReadonlySet<string> = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'NTILE']);

function chooses(query: Bound.BoundQuery): boolean {
  for (const node of objectsIn(query)) {
    const { kind, groupBy, top, function: name } = node as Readonly<Record<string, unknown>>;
    if (groupBy || top || (kind === 'window' && typeof name === 'string' && NUMBERING.has(name))) return true;
  }
  return false;
}

/** Values of an INSERT are columns of its query's rows. */
function isFixed(statement: Modification, value: Bound.BoundExpression): boolean {
  if (value.kind === 'cast') return isFixed(statement, value.operand);
  const source = statement.kind === 'insert' && statement.source.kind === 'query' ? statement.source : undefined;
  const isOutput = value.kind === 'column' && value.relation === source?.row;
  const written = isOutput && source.query.kind === 'select' ? source.query.select[value.ordinal]?.expression : value;
  return !!written && !someExpression(written, ({ kind }) => VARYING.has(kind));
}

const VARYING: ReadonlySet<string> = new Set(['column', 'scalar-subquery', 'user-call', 'next-value', 'aggregate']);

type Modification = Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundMerge;

type Assignment = readonly [column: number, value: Bound.BoundExpression];

function assignments(statement: Modification): readonly (readonly Assignment[])[] {
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
