import { withFields } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundStatement } from '../tree/statement.js';
import { bindCursorUse, bindDeclareCursor, bindFetch, bindSetCursor } from './bind-cursor.js';
import { bindDelete } from './bind-delete.js';
import { bindPrint, bindRaiserror, bindRaiserrorLegacy, bindThrow } from './bind-error-statements.js';
import { bindExecute } from './bind-execute.js';
import { bindBlock, bindIf, bindTryCatch, bindWhile } from './bind-flow.js';
import { bindInsert } from './bind-insert.js';
import { bindMerge } from './bind-merge.js';
import { bindReturn } from './bind-return.js';
import { bindSelectAsStatement } from './bind-select-statement.js';
import {
  bindIsolationLevel,
  bindPredicateSet,
  bindSetCommand,
  bindSetIdentityInsert,
  bindSetStatistics,
  bindSetValue,
} from './bind-setting.js';
import {
  bindAlterTable,
  bindCreateIndex,
  bindCreateTable,
  bindDeclareTableVariable,
  bindDropTable,
} from './bind-table-definition.js';
import { bindTransaction } from './bind-transaction.js';
import { bindTruncate } from './bind-truncate.js';
import { bindUpdate } from './bind-update.js';
import { bindDeclareVariable, bindSetVariable } from './bind-variables.js';

/**
 * One statement. Variables, temporary tables and settings that it declares are in the context afterwards. Errors are
 * reported to the context and make the statement not `valid`; the ones after it are bound all the same.
 */
export function bindStatement(context: BinderContext, node: Ast.Statement): BoundStatement {
  const before = context.errorCount;
  const bound = bindOne(context, node) ?? { kind: 'unbound', span: spanFrom(node), valid: true, node };
  const maxRecursion = maxRecursionOf(node);
  const statement = maxRecursion === undefined ? bound : withFields(bound, { maxRecursion });
  return context.errorCount > before && !COMPOUND.has(node.kind) ? invalid(statement) : statement;
}

function maxRecursionOf(node: Ast.Statement): number | undefined {
  const option = 'option' in node ? (node.option as Ast.OptionClause | undefined) : undefined;
  const hint = option?.hints?.find(({ name }) => name === 'MAXRECURSION');
  return hint?.value?.kind === 'IntegerLiteral' ? Number(hint.value.text) : undefined;
}

/** These hold statements and say themselves whether their condition is valid. */
const COMPOUND: ReadonlySet<string> = new Set(['BeginEndBlock', 'AtomicBlock', 'If', 'While', 'TryCatch']);

function invalid(statement: BoundStatement): BoundStatement {
  if (statement.kind !== 'block') return { ...statement, valid: false };
  return { ...statement, valid: false, statements: statement.statements.map(invalid) };
}

/** Statements one after the other, blocks written out. */
export function bindStatements(context: BinderContext, nodes: readonly Ast.Statement[]): BoundStatement[] {
  return nodes.flatMap((node) => {
    const statement = bindStatement(context, node);
    return statement.kind === 'block' ? statement.statements : [statement];
  });
}

/** Undefined for statements that have no bound form: definitions of permanent objects and administration. */
function bindOne(context: BinderContext, node: Ast.Statement): BoundStatement | undefined {
  switch (node.kind) {
    case 'Select':
      return bindSelectAsStatement(context, node);
    case 'Insert':
      return bindInsert(context, node);
    case 'Update':
      return bindUpdate(context, node);
    case 'Delete':
      return bindDelete(context, node);
    case 'Merge':
      return bindMerge(context, node);
    case 'TruncateTable':
      return bindTruncate(context, node);
    case 'Execute':
      return bindExecute(context, node.execute);
    case 'DeclareVariable':
      return bindDeclareVariable(context, node);
    case 'DeclareTableVariable':
      return bindDeclareTableVariable(context, node);
    case 'SetVariable':
      return bindSetVariable(context, node);
    case 'CreateTable':
      return bindCreateTable(context, node);
    case 'AlterTableAddTableElement':
    case 'AlterTableDropTableElement':
    case 'AlterTableAlterColumn':
    case 'AlterTableConstraintModification':
      return bindAlterTable(context, node);
    case 'CreateIndex':
      return bindCreateIndex(context, node);
    case 'DropTable':
      return bindDropTable(node);
    default:
      return bindFlow(context, node) ?? bindCursor(context, node) ?? bindSetting(context, node);
  }
}

function bindFlow(context: BinderContext, node: Ast.Statement): BoundStatement | undefined {
  const base = { span: spanFrom(node), valid: true };
  switch (node.kind) {
    case 'BeginEndBlock':
    case 'AtomicBlock':
      return bindBlock(context, node);
    case 'If':
      return bindIf(context, node);
    case 'While':
      return bindWhile(context, node);
    case 'TryCatch':
      return bindTryCatch(context, node);
    case 'Break':
      return { ...base, kind: 'break' };
    case 'Continue':
      return { ...base, kind: 'continue' };
    case 'GoTo':
      return { ...base, kind: 'goto', label: node.label.name };
    case 'Label':
      return { ...base, kind: 'label', name: node.name.name };
    case 'Return':
      return bindReturn(context, node);
    case 'Throw':
      return bindThrow(context, node);
    case 'RaiseError':
      return bindRaiserror(context, node);
    case 'RaiseErrorLegacy':
      return bindRaiserrorLegacy(context, node);
    case 'Print':
      return bindPrint(context, node);
    case 'WaitFor':
      return {
        ...base,
        kind: 'waitfor',
        type: node.type,
        value: bindExpression(context, new Scope(undefined), node.value),
      };
    case 'BeginTransaction':
    case 'CommitTransaction':
    case 'RollbackTransaction':
    case 'SaveTransaction':
      return bindTransaction(node);
    default:
      return undefined;
  }
}

function bindCursor(context: BinderContext, node: Ast.Statement): BoundStatement | undefined {
  switch (node.kind) {
    case 'DeclareCursor':
      return bindDeclareCursor(context, node);
    case 'SetCursorVariable':
      return bindSetCursor(context, node);
    case 'OpenCursor':
    case 'CloseCursor':
    case 'DeallocateCursor':
      return bindCursorUse(node);
    case 'FetchCursor':
      return bindFetch(context, node);
    default:
      return undefined;
  }
}

function bindSetting(context: BinderContext, node: Ast.Statement): BoundStatement | undefined {
  switch (node.kind) {
    case 'PredicateSet':
      return bindPredicateSet(context, node);
    case 'SetStatistics':
      return bindSetStatistics(node);
    case 'SetIdentityInsert':
      return bindSetIdentityInsert(context, node);
    case 'SetCommand':
      return bindSetCommand(context, node);
    case 'SetRowCount':
      return bindSetValue(context, 'ROWCOUNT', node.count, node);
    case 'SetTextSize':
      return bindSetValue(context, 'TEXTSIZE', node.size, node);
    case 'SetTransactionIsolationLevel':
      return bindIsolationLevel(context, node);
    default:
      return undefined;
  }
}
