import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { unifyExpressions } from '../expressions/bind-case.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { unifiedCollation } from '../expressions/collation.js';
import { convertImplicitly } from '../expressions/convert.js';
import type { Scope } from '../scope/scope.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import type { OutputColumn } from '../tree/query.js';
import type { BoundValuesTable } from '../tree/table.js';
import { renamed } from './column-names.js';

/** `(VALUES (1, 'a'), (2, 'b')) AS t (x, y)`: each column has the unified type of its values. */
export function bindInlineTable(context: BinderContext, scope: Scope, node: Ast.InlineTable): BoundValuesTable {
  const rows = node.rows.map((row) => row.values.map((value) => bindExpression(context, scope, value)));
  const width = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries()) {
    if (row.length !== width) {
      context.report(
        'bind-column-count',
        { operation: 'VALUES', left: width, right: row.length },
        node.rows[i] ?? node,
      );
    }
  }
  const columns: OutputColumn[] = Array.from({ length: width }, (_, position) => {
    const values = rows.map((row) => row[position] ?? errorExpression(node));
    const type = unifyExpressions(values);
    return {
      name: undefined,
      type,
      nullable: values.some((value) => value.nullable),
      collation: unifiedCollation(context, values, type, node),
    };
  });
  const alias = node.alias?.name ?? '';
  return {
    kind: 'values-table',
    relation: context.newRelation(),
    alias,
    columns: renamed(context, columns, node.columns, alias, node),
    span: spanFrom(node),
    rows: rows.map((row) => row.map((value, i) => convertImplicitly(context, value, columns[i]?.type ?? value.type))),
  };
}
