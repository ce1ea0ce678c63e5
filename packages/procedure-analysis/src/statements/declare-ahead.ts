import { type Bound, statementLists } from '@datamigrate/tsql-binder';
import { nullOf } from '../program/null-of.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { statementsIn } from '../statements-in.js';
import { runCreateTable } from './run-tables.js';

/**
 * DECLARE holds to the end of the body, whether it is ever reached: until then a variable is NULL and a table has no
 * rows. Source: learn.microsoft.com/sql/t-sql/language-elements/variables-transact-sql
 */
export function declareAhead(program: Program, statements: readonly Bound.BoundStatement[]): void {
  program.outliving = outliving(statements);
  for (const statement of statementsIn(statements)) {
    if (statement.kind === 'declare-table-variable') {
      runCreateTable(program, statement.name, statement.table, statement.columns);
    }
    if (statement.kind !== 'declare-variable') continue;
    const { span } = statement;
    for (const { name, type } of statement.declarations) program.variables.set(name.toLowerCase(), nullOf(type, span));
  }
}

/**
 * Variables that are read outside of the branch or loop that declares them, in lower case. Whoever reads one of the others
 * has passed its DECLARE.
 */
function outliving(statements: readonly Bound.BoundStatement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const all = readsIn(statements);
  const visit = (list: readonly Bound.BoundStatement[]): void => {
    const declared = list.flatMap((each) => (each.kind === 'declare-variable' ? each.declarations : []));
    const here = declared.length > 0 ? readsIn(list) : undefined;
    for (const name of declared.map((each) => each.name.toLowerCase())) {
      if (here?.get(name) !== all.get(name)) found.add(name);
    }
    for (const inner of list.flatMap(statementLists)) visit(inner);
  };
  for (const inner of statements.flatMap(statementLists)) visit(inner);
  return found;
}

/** How often variables are read. */
function readsIn(statements: readonly Bound.BoundStatement[]): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  visitTree(statements, (node) => {
    if (node.kind !== 'variable') return;
    const name = (node as Bound.BoundVariable).name.toLowerCase();
    reads.set(name, (reads.get(name) ?? 0) + 1);
  });
  return reads;
}
