import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { spanFrom } from '../tree/make.js';
import type { BoundStatement, BoundUnbound } from '../tree/statement.js';
import { bindExecute } from './bind-execute.js';
import { bindInsert } from './bind-insert.js';
import { bindSelectAsStatement } from './bind-select-statement.js';

/**
 * One statement. Variables, temporary tables and settings that it declares are in the context afterwards. Errors are
 * reported to the context and make the statement not `valid`; the ones after it are bound all the same.
 */
export function bindStatement(context: BinderContext, node: Ast.Statement): BoundStatement {
  const before = context.errorCount;
  const statement = bindOne(context, node);
  return context.errorCount > before && !COMPOUND.has(statement.kind) ? { ...statement, valid: false } : statement;
}

/** These hold statements and say themselves whether their condition is valid. */
const COMPOUND: ReadonlySet<BoundStatement['kind']> = new Set(['block', 'if', 'while', 'try-catch']);

/** Statements one after the other, blocks written out. */
export function bindStatements(context: BinderContext, nodes: readonly Ast.Statement[]): BoundStatement[] {
  return nodes.flatMap((node) => {
    const statement = bindStatement(context, node);
    return statement.kind === 'block' ? statement.statements : [statement];
  });
}

function bindOne(context: BinderContext, node: Ast.Statement): BoundStatement {
  switch (node.kind) {
    case 'Select':
      return bindSelectAsStatement(context, node);
    case 'Insert':
      return bindInsert(context, node);
    case 'Execute':
      return bindExecute(context, node.execute);
    default:
      return unbound(node);
  }
}

function unbound(node: Ast.Statement): BoundUnbound {
  return { kind: 'unbound', span: spanFrom(node), valid: true, node };
}
