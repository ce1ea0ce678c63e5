import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { spanFrom } from '../tree/make.js';
import type { BoundTruncate } from '../tree/modification.js';
import { bindTargetName } from './bind-target.js';

/** Undefined for partitions of a table: which rows they hold, the catalog does not say. */
export function bindTruncate(
  context: BinderContext,
  node: Ast.StatementOf<'TruncateTable'>,
): BoundTruncate | undefined {
  if (node.partitions) return undefined;
  return {
    kind: 'truncate-table',
    span: spanFrom(node),
    valid: true,
    target: bindTargetName(context, node.name),
  };
}
