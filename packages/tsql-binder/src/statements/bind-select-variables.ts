import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { convertImplicitly } from '../expressions/convert.js';
import { bindSelect } from '../queries/bind-select.js';
import type { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundCte, BoundSelectItem } from '../tree/query.js';
import type { BoundSelectVariables } from '../tree/statement.js';
import { assignedValue } from './assigned-value.js';
import { variableTarget } from './variable-target.js';

/** The SELECT itself when it assigns variables; of a set operation nothing can be assigned. */
export function assignsVariables(query: Ast.QueryExpression): Ast.QuerySpecification | undefined {
  if (query.kind === 'ParenthesizedQuery' && !query.orderBy) return assignsVariables(query.query);
  if (query.kind !== 'QuerySpecification') return undefined;
  return query.select.some((element) => element.kind === 'SelectSetVariable') ? query : undefined;
}

/** `SELECT @a = x, @b += y FROM …`; `SELECT @a = x, y` is refused (141). */
export function bindSelectVariables(
  context: BinderContext,
  scope: Scope,
  ctes: readonly BoundCte[],
  node: Ast.QuerySpecification,
): BoundSelectVariables {
  const assignments = node.select.filter((element) => element.kind === 'SelectSetVariable');
  const [other] = node.select.filter((element) => element.kind !== 'SelectSetVariable');
  if (other) context.report('bind-mixed-assignment', {}, other);
  if (node.for && node.for.kind !== 'ForBrowseClause') context.report('bind-for-in-assignment', {}, node.for);
  const variables = assignments.map((assignment) => variableTarget(context, assignment.variable));
  // The values are bound as columns, so that grouping works as in any query; without a name, so that ORDER BY means
  // the tables' columns and not the converted values.
  const select = assignments.map((assignment): Ast.SelectColumn => {
    const { start, end } = assignment;
    const alias: Ast.Identifier = { kind: 'Identifier', name: '', quote: 'brackets', start, end };
    return { kind: 'SelectColumn', expression: assignedValue(assignment, assignment.variable), alias, start, end };
  });
  const query = bindSelect(context, scope, { ...node, select });
  const items = query.select.map((item, i): BoundSelectItem => {
    const type = variables[i]?.type;
    if (!type || type.name === 'null') return { ...item, name: undefined };
    return { name: undefined, expression: convertImplicitly(context, item.expression, type) };
  });
  const columns = items.map(({ name, expression: { type, nullable, collation } }) => ({
    name,
    type,
    nullable,
    collation,
  }));
  return {
    kind: 'select-variables',
    span: spanFrom(node),
    valid: true,
    query: { ...query, select: items, columns, ctes },
    variables,
  };
}
