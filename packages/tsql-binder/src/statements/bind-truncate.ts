import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { spanFrom } from '../tree/make.js';
import type { BoundTruncate } from '../tree/modification.js';
import { bindTargetName } from './bind-target.js';

export function bindTruncate(context: BinderContext, node: Ast.StatementOf<'TruncateTable'>): BoundTruncate {
  if (node.partitions) {
    context.report('bind-unsupported', { construct: 'TRUNCATE TABLE … WITH (PARTITIONS …)', help: '' }, node);
  }
  return {
    kind: 'truncate-table',
    span: spanFrom(node),
    valid: true,
    target: bindTargetName(context, node.name),
  };
}
