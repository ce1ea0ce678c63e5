import { isCharacter, string } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { stringLiteral } from '../expressions/bind-literal.js';
import { comparisonCollation } from '../expressions/collation.js';
import { convertImplicitly } from '../expressions/convert.js';
import { bindAggregate, isAggregateName } from '../functions/bind-aggregate.js';
import { resolveColumn } from '../scope/resolve-column.js';
import { relationsOf, Scope } from '../scope/scope.js';
import type { BoundColumn, BoundExpression } from '../tree/expression.js';
import { someExpression } from '../tree/inspect.js';
import { spanFrom } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { BoundErrorTable, BoundPivot, BoundTable, BoundUnpivot } from '../tree/table.js';
import { bindTable, errorTable } from './bind-table.js';
import { renamed } from './column-names.js';

/** PIVOT: one row for each combination of the columns it does not name, one column for each value it lists. */
export function bindPivot(context: BinderContext, scope: Scope, node: Ast.PivotedTable): BoundPivot | BoundErrorTable {
  const alias = node.alias?.name ?? '';
  const { source, inner } = bindSource(context, scope, node.table);
  const name = node.aggregate.name.name.name.toUpperCase();
  if (!isAggregateName(name)) {
    context.report('bind-unsupported', { construct: `The aggregate ${name} in PIVOT`, help: '' }, node.aggregate);
    return errorTable(context, node, alias);
  }
  const aggregate = bindAggregate(context, inner, node.aggregate, name);
  const pivotColumn = resolveColumn(context, inner, node.pivotColumn);
  if (aggregate.kind !== 'aggregate' || pivotColumn.kind !== 'column') return errorTable(context, node, alias);
  const groupColumns = allColumns(source, inner).filter(
    (column) =>
      !isColumn(pivotColumn, column) &&
      !aggregate.arguments.some((argument) => someExpression(argument, (part) => isColumn(part, column))),
  );
  const values = node.values.map((value): BoundExpression => {
    const literal = stringLiteral(context, value.name, true, value);
    return isCharacter(pivotColumn.type) ? literal : convertImplicitly(context, literal, pivotColumn.type);
  });
  const columns: OutputColumn[] = [
    ...groupColumns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      collation: column.collation,
    })),
    ...node.values.map((value) => ({
      name: value.name,
      type: aggregate.type,
      nullable: aggregate.nullable,
      collation: aggregate.collation,
    })),
  ];
  return {
    kind: 'pivot',
    relation: context.newRelation(),
    alias,
    columns: renamed(context, columns, node.columns, alias, node),
    span: spanFrom(node),
    source,
    aggregate,
    pivotColumn,
    groupColumns,
    values,
    collation: values[0] && comparisonCollation(context, pivotColumn, values[0], node),
  };
}

/** UNPIVOT: a row for each listed column that is not NULL. */
export function bindUnpivot(
  context: BinderContext,
  scope: Scope,
  node: Ast.UnpivotedTable,
): BoundUnpivot | BoundErrorTable {
  const alias = node.alias?.name ?? '';
  const { source, inner } = bindSource(context, scope, node.table);
  const sources = node.sources.map((column) => ({
    name: column.column.name,
    expression: resolveColumn(context, inner, column),
  }));
  const [first] = sources;
  if (!first || sources.some(({ expression }) => expression.kind !== 'column')) return errorTable(context, node, alias);
  const keptColumns = allColumns(source, inner).filter(
    (column) => !sources.some(({ expression }) => isColumn(expression, column)),
  );
  const columns: OutputColumn[] = [
    ...keptColumns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      collation: column.collation,
    })),
    {
      name: node.valueColumn.name,
      type: first.expression.type,
      nullable: false,
      collation: first.expression.collation,
    },
    {
      name: node.pivotColumn.name,
      type: string('nvarchar', 128),
      nullable: false,
      collation: { name: context.databaseCollation, label: 'implicit' },
    },
  ];
  return {
    kind: 'unpivot',
    relation: context.newRelation(),
    alias,
    columns: renamed(context, columns, node.columns, alias, node),
    span: spanFrom(node),
    source,
    keptColumns,
    sources,
  };
}

/** The source's columns are visible inside PIVOT only: outside stand the columns that PIVOT gives. */
function bindSource(
  context: BinderContext,
  scope: Scope,
  node: Ast.TableReference,
): { source: BoundTable; inner: Scope } {
  const inner = new Scope(scope.parent);
  inner.borrowCtes(scope);
  inner.lateral = scope.lateral;
  return { source: bindTable(context, inner, node), inner };
}

function allColumns(source: BoundTable, scope: Scope): BoundColumn[] {
  return relationsOf(source).flatMap((relation) =>
    scope.columnsOf(relation).map(
      (column, ordinal): BoundColumn => ({
        kind: 'column',
        type: column.type,
        nullable: column.nullable,
        collation: column.collation,
        span: relation.span,
        relation: relation.relation,
        ordinal,
        name: column.name ?? '',
        level: 0,
      }),
    ),
  );
}

function isColumn(expression: BoundExpression, column: BoundColumn): boolean {
  return (
    expression.kind === 'column' && expression.relation === column.relation && expression.ordinal === column.ordinal
  );
}
