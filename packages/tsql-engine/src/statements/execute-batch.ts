import { bindStatements } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { SqlError } from '../errors/sql-error.js';
import { executeStatement } from './execute-statement.js';
import type { Flow, Run } from './run.js';

/**
 * The statements of a batch, each bound when it is its turn: one may define what the next one names. GOTO finds labels
 * of the batch itself.
 */
export function executeBatch(run: Run, statements: Iterable<Ast.Statement>): Flow | undefined {
  for (const node of statements) {
    const flow = executeNode(run, node);
    if (flow) return flow;
  }
  return undefined;
}

/** One statement of a batch, bound and run. */
export function executeNode(run: Run, node: Ast.Statement): Flow | undefined {
  const { session, frame } = run;
  session.maxRecursion = maxRecursionOf(node);
  const context = session.binderContext(frame, run.defaultSchema);
  const bound = bindStatements(context, [node]);
  const current: Run = { ...run, diagnostics: context.diagnostics };
  for (const statement of bound) {
    const flow = executeStatement(current, statement);
    if (flow?.kind === 'goto')
      throw new SqlError(
        133,
        `A GOTO statement references the label '${flow.label}' but the label has not been declared.`,
        15,
      );
    if (flow) return flow;
  }
  return undefined;
}

/** OPTION (MAXRECURSION n) of a statement; 100 without it. */
function maxRecursionOf(node: Ast.Statement): number {
  const option = 'option' in node ? (node.option as Ast.OptionClause | undefined) : undefined;
  const hint = option?.hints.find(({ name }) => name === 'MAXRECURSION');
  return hint?.value?.kind === 'IntegerLiteral' ? Number(hint.value.text) : 100;
}
