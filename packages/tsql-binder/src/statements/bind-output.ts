import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { convertForStore } from '../expressions/convert.js';
import { bindSelectElement } from '../queries/bind-select.js';
import { Scope, type ScopeRelation } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundOutput } from '../tree/modification.js';
import type { BoundSelectItem, OutputColumn } from '../tree/query.js';
import type { BoundStoredTable } from '../tree/stored-table.js';
import type { BoundTemporaryTable } from '../tree/table.js';
import { bindTarget } from './bind-target.js';
import { insertColumns } from './insert-columns.js';

/** Which images of a row the statement has, and what else its OUTPUT can see. */
export interface OutputSight {
  readonly inserted: boolean;
  readonly deleted: boolean;
  /** The statement's FROM; of MERGE its source. */
  readonly from?: readonly ScopeRelation[];
  /** MERGE: a row may lack either image, and `$action` says what was done. */
  readonly merge?: boolean;
}

/** learn.microsoft.com/sql/t-sql/queries/output-clause-transact-sql */
export function bindOutput(
  context: BinderContext,
  node: Ast.OutputClause,
  target: BoundStoredTable,
  sight: OutputSight,
): BoundOutput {
  const image = (name: string): BoundTemporaryTable => ({
    kind: 'temporary-table',
    relation: context.newRelation(),
    alias: name,
    columns: target.columns.map((column): OutputColumn => {
      const { name: own, type, nullable, collation, hidden, unbound } = column;
      return { name: own, type, nullable: nullable || sight.merge === true, collation, hidden, unbound };
    }),
    span: spanFrom(node),
    name,
  });
  const inserted = image('inserted');
  const deleted = image('deleted');
  const images = [...(sight.inserted ? [inserted] : []), ...(sight.deleted ? [deleted] : [])];
  const scope = new Scope(undefined);
  scope.mergeAction = sight.merge === true;
  const known = target.kind !== 'unknown-table';
  for (const { relation, alias, columns } of images) scope.relations.push({ relation, alias, columns, known });
  scope.relations.push(...(sight.from ?? []));
  const items: BoundSelectItem[] = [];
  for (const element of node.columns) bindSelectElement(context, scope, images, element, items);
  const columns = items.map(({ name, expression }): OutputColumn => {
    const { type, nullable, collation } = expression;
    return { name, type, nullable, collation };
  });
  const output = { columns, inserted: inserted.relation, deleted: deleted.relation };
  if (!node.into) return { ...output, items };
  const into = bindTarget(context, node.into);
  const positions = insertColumns(context, into, node.intoColumns ?? []);
  if (into.kind !== 'unknown-table' && known && positions.length !== items.length) {
    context.report('bind-insert-count', { columns: positions.length, values: items.length }, node);
  }
  return {
    ...output,
    items: items.map((item, i) => {
      const column = into.columns[positions[i] ?? -1];
      return column ? { ...item, expression: convertForStore(context, item.expression, column.type) } : item;
    }),
    into: { target: into, columns: positions },
  };
}
