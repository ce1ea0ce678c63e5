import { isUnicode, sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { UNKNOWN_ORIGIN } from '../facts/data-facts.js';
import type { RelAggregate, RelExpression, RelOrderItem } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelOutputColumn, RelQuery, RelSelect, RelSelectItem, RelTable } from '../tree/query.js';
import { collationKey } from './collation-key.js';
import type { LoweredRelation, LoweringContext, LoweringScope } from './context.js';
import { lowerAggregate } from './lower-aggregate.js';
import { lowerExpression } from './lower-expression.js';
import { outputNames } from './lower-query.js';
import { equalityOperands, textEquality } from './text-equality.js';

type Enter = (relation: LoweredRelation) => LoweredRelation;
type LowerTable = (table: Bound.BoundTable) => RelTable;

/** PIVOT as GROUP BY with one conditional aggregate for each value. */
export function lowerPivot(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundPivot,
  alias: string,
  enter: Enter,
  lowerTable: LowerTable,
): RelTable {
  const from = lowerTable(bound.source);
  const names = outputNames(context, bound.columns);
  const columns = outputColumns(bound.columns, names);
  const lower = (expression: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, expression);
  const keys = bound.groupColumns.map((column) => groupKey(context, scope, column, lower(column)));
  const groups = bound.groupColumns.map(
    (_, i): RelSelectItem => ({ expression: keys[i]?.value ?? NULL, name: names[i] ?? '' }),
  );
  const aggregate = lowerAggregate(context, scope, bound.aggregate, lower);
  const spread = bound.values.map((value, i): RelSelectItem => {
    const when = valueIs(context, scope, bound, value, lower);
    const name = names[bound.groupColumns.length + i] ?? '';
    return { expression: conditional(aggregate, when), name };
  });
  const query: RelSelect = {
    kind: 'select',
    columns,
    ctes: [],
    select: [...groups, ...spread],
    distinct: false,
    from,
    groupBy: keys.length > 0 ? { keys: keys.map(({ key }) => key), sets: [keys.map((_, i) => i)] } : undefined,
    orderBy: [],
  };
  const origins = names.map((_, i) => {
    const column = bound.groupColumns[i];
    return (
      (column?.kind === 'column' && scope.relations.get(column.relation)?.origins[column.ordinal]) || UNKNOWN_ORIGIN
    );
  });
  enter({ alias, columns: names, origins });
  return { kind: 'derived', query, alias, lateral: false };
}

const NULL: RelExpression = { kind: 'literal', type: { name: 'null' }, nullable: true, value: null };

function groupKey(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundExpression,
  value: RelExpression,
): { readonly key: RelExpression; readonly value: RelExpression } {
  const collation = bound.collation?.name;
  if (collation === undefined) return { key: value, value };
  const how = textEquality(context, scope, [bound], collation);
  if (how === 'plain') return { key: value, value };
  if (how === 'unknown') context.refuse(relationalDiagnostics.create('lower-text-equality', { collation }, bound.span));
  context.normalise('spelling', 'PIVOT returns one of the spellings that are equal for SQL Server');
  const key = collationKey(value, collation, isUnicode(bound.type), how === 'guarded');
  const one: RelAggregate = {
    kind: 'aggregate',
    type: value.type,
    nullable: value.nullable,
    function: 'MIN',
    arguments: [value],
    distinct: false,
    orderBy: [],
  };
  return { key, value: one };
}

function valueIs(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundPivot,
  value: Bound.BoundExpression,
  lower: (expression: Bound.BoundExpression) => RelExpression,
): RelPredicate {
  const both = [bound.pivotColumn, value] as const;
  const lowered = both.map(lower);
  const collation = bound.collation ?? bound.pivotColumn.collation?.name;
  const [left = NULL, right = NULL] =
    collation === undefined ? lowered : equalityOperands(context, scope, both, lowered, collation);
  return { kind: 'comparison', operator: '=', left, right };
}

/** The aggregate over the rows of one value alone. */
function conditional(aggregate: RelExpression, when: RelPredicate): RelExpression {
  // A guard around the sum: its rows are those of the value, too.
  if (aggregate.kind === 'operation')
    return { ...aggregate, operands: aggregate.operands.map((operand) => conditional(operand, when)) };
  if (aggregate.kind !== 'aggregate') return aggregate;
  const only = (result: RelExpression): RelExpression => ({
    kind: 'case',
    type: result.type,
    nullable: true,
    branches: [{ when, result }],
    otherwise: undefined,
  });
  const one: RelExpression = { kind: 'literal', type: { name: 'int' }, nullable: false, value: 1n };
  const args = aggregate.arguments.length > 0 ? aggregate.arguments.map(only) : [only(one)];
  const orderKey = aggregate.orderKey && only(aggregate.orderKey);
  const orderBy: readonly RelOrderItem[] = aggregate.orderBy;
  return { ...aggregate, arguments: args, orderKey, orderBy };
}

/** UNPIVOT as one query for each column, without the NULLs. */
export function lowerUnpivot(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundUnpivot,
  alias: string,
  enter: Enter,
  lowerTable: LowerTable,
): RelTable {
  const from = lowerTable(bound.source);
  const names = outputNames(context, bound.columns);
  const columns = outputColumns(bound.columns, names);
  const lower = (expression: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, expression);
  const kept = bound.keptColumns.map(
    (column, i): RelSelectItem => ({ expression: lower(column), name: names[i] ?? '' }),
  );
  const parts = bound.sources.map(({ name, expression }): RelSelect => {
    const value = lower(expression);
    const label: RelExpression = {
      kind: 'literal',
      type: columns.at(-1)?.type ?? { name: 'nvarchar', length: 128 },
      nullable: false,
      value: name,
    };
    return {
      kind: 'select',
      columns,
      ctes: [],
      select: [
        ...kept,
        { expression: value, name: names.at(-2) ?? '' },
        { expression: label, name: names.at(-1) ?? '' },
      ],
      distinct: false,
      from,
      where: { kind: 'is-null', negated: true, operand: value },
      orderBy: [],
    };
  });
  enter({ alias, columns: names, origins: names.map(() => UNKNOWN_ORIGIN) });
  const [sample] = bound.sources;
  if (sample && bound.sources.some(({ expression }) => !sameType(expression.type, sample.expression.type))) {
    const construct = 'UNPIVOT of columns of several types, an error in SQL Server (8167),';
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  }
  const [first, ...rest] = parts;
  if (!first) return from;
  const query = rest.reduce<RelQuery>(
    (left, right) => ({ kind: 'set-operation', columns, ctes: [], operator: 'UNION ALL', left, right, orderBy: [] }),
    first,
  );
  return { kind: 'derived', query, alias, lateral: false };
}

function outputColumns(
  columns: readonly { readonly type: RelOutputColumn['type']; readonly nullable: boolean }[],
  names: readonly string[],
): readonly RelOutputColumn[] {
  return columns.map(({ type, nullable }, i) => ({ name: names[i] ?? '', type, nullable }));
}
