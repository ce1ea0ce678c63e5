import { plain } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type {
  BoundCloseCursor,
  BoundDeallocateCursor,
  BoundDeclareCursor,
  BoundFetchCursor,
  BoundOpenCursor,
  BoundSetCursor,
} from '../tree/statement.js';
import type { BoundCursorName } from '../tree/statement-base.js';
import { bindSelectStatement } from './bind-select-statement.js';
import { variableTarget } from './variable-target.js';

/** learn.microsoft.com/sql/t-sql/language-elements/declare-cursor-transact-sql */
export function bindDeclareCursor(context: BinderContext, node: Ast.StatementOf<'DeclareCursor'>): BoundDeclareCursor {
  const query = bindSelectStatement(context, node.select);
  const name = node.name.name;
  context.declareCursor({ name, columns: query.columns });
  const options = [...(node.oldOptions ?? []), ...(node.options ?? [])];
  return { kind: 'declare-cursor', span: spanFrom(node), valid: true, name, options, query };
}

/** `SET @c = CURSOR … FOR …` */
export function bindSetCursor(context: BinderContext, node: Ast.StatementOf<'SetCursorVariable'>): BoundSetCursor {
  const variable = variableTarget(context, node.variable);
  const query = bindSelectStatement(context, node.cursor.select);
  context.declareCursor({ name: variable.name, columns: query.columns });
  const options = node.cursor.options ?? [];
  return { kind: 'set-cursor', span: spanFrom(node), valid: true, variable: variable.name, options, query };
}

type CursorNode = Ast.StatementOf<'OpenCursor' | 'CloseCursor' | 'DeallocateCursor' | 'FetchCursor'>;

function cursorName(node: CursorNode): BoundCursorName {
  return { name: node.cursor.name, variable: node.cursor.kind === 'Variable', global: node.global === true };
}

const KINDS = {
  OpenCursor: 'open-cursor',
  CloseCursor: 'close-cursor',
  DeallocateCursor: 'deallocate-cursor',
} as const;

export function bindCursorUse(
  node: Ast.StatementOf<'OpenCursor' | 'CloseCursor' | 'DeallocateCursor'>,
): BoundOpenCursor | BoundCloseCursor | BoundDeallocateCursor {
  return { kind: KINDS[node.kind], span: spanFrom(node), valid: true, cursor: cursorName(node) };
}

/** learn.microsoft.com/sql/t-sql/language-elements/fetch-transact-sql */
export function bindFetch(context: BinderContext, node: Ast.StatementOf<'FetchCursor'>): BoundFetchCursor {
  const cursor = cursorName(node);
  const offset = node.position?.offset;
  const into = node.into?.map((variable) => variableTarget(context, variable));
  const declared = context.cursor(cursor.name);
  if (into && declared && declared.columns.length > 0 && declared.columns.length !== into.length) {
    context.report('bind-fetch-count', { columns: declared.columns.length, variables: into.length }, node);
  }
  return {
    kind: 'fetch-cursor',
    span: spanFrom(node),
    valid: true,
    cursor,
    position: node.position?.to ?? 'NEXT',
    offset: offset && convertImplicitly(context, bindExpression(context, new Scope(undefined), offset), plain('int')),
    into,
  };
}
