import type { Bound } from '@datamigrate/tsql-binder';
import type { ProgramEnvironment } from './program/environment.js';
import { visitTree } from './program/rewrite-tree.js';
import { statementsIn } from './statements-in.js';

/** What statements ask to see whether the one before has failed; a build that fails ends by itself. */
const ERROR_VARIABLES: ReadonlySet<string> = new Set(['@@ERROR', '@@TRANCOUNT']);
const ERROR_FUNCTIONS: ReadonlySet<string> = new Set(['XACT_STATE', 'ERROR_NUMBER', 'ERROR_SEVERITY', 'ERROR_STATE']);

/** Calls that do not run in each run of their procedure that ends without an error. */
export function conditionalCalls(
  statements: readonly Bound.BoundStatement[],
  environment: ProgramEnvironment,
): ReadonlySet<Bound.BoundStatement> {
  const found = new Set<Bound.BoundStatement>();
  const isOfErrors = asksForErrors(statements, environment);
  let mayHaveReturned = false;
  const walk = (list: readonly Bound.BoundStatement[], conditional: boolean): void => {
    for (const each of list) {
      if (each.kind === 'execute-procedure' && (conditional || mayHaveReturned)) found.add(each);
      if (each.kind === 'return' && conditional) mayHaveReturned = true;
      if (each.kind === 'block') walk(each.statements, conditional);
      if (each.kind === 'if') {
        const branch = conditional || !isOfErrors(each.condition);
        walk(each.then, branch);
        walk(each.otherwise ?? [], branch);
      }
      if (each.kind === 'try-catch') {
        walk(each.try, conditional);
        walk(each.catch, true);
      }
    }
  };
  walk(statements, false);
  return found;
}

/** Whether a condition asks for nothing but errors, in variables that hold nothing else. */
function asksForErrors(
  statements: readonly Bound.BoundStatement[],
  environment: ProgramEnvironment,
): (condition: Bound.BoundPredicate) => boolean {
  const told = new Set<string>();
  const other = new Set<string>();
  for (const each of statementsIn(statements)) {
    if (each.kind === 'execute-procedure' && each.status)
      (returnsStatus(environment.body(each.procedure)) ? told : other).add(each.status.name.toLowerCase());
    if (each.kind === 'execute-procedure')
      for (const { output } of each.arguments) if (output) other.add(output.name.toLowerCase());
    if (each.kind === 'set-variable') sort(each.variable.name, each.value);
    if (each.kind === 'declare-variable')
      for (const { name, value } of each.declarations) if (value && value.kind !== 'literal') sort(name, value);
    if (each.kind === 'select-variables') for (const { name } of each.variables) other.add(name.toLowerCase());
  }
  function sort(name: string, value: Bound.BoundExpression): void {
    const isError = value.kind === 'system-variable' && ERROR_VARIABLES.has(value.name);
    (isError ? told : other).add(name.toLowerCase());
  }
  return (condition) => {
    let only = true;
    visitTree(condition, (node) => {
      if (node.kind === 'variable') only &&= isError(node as Bound.BoundVariable);
      if (node.kind === 'system-variable') only &&= ERROR_VARIABLES.has((node as Bound.BoundSystemVariable).name);
      if (node.kind === 'call') only &&= ERROR_FUNCTIONS.has((node as Bound.BoundCall).function);
      if (node.kind === 'select' || node.kind === 'set-operation' || node.kind === 'user-call') only = false;
    });
    return only;
  };
  function isError({ name }: Bound.BoundVariable): boolean {
    return told.has(name.toLowerCase()) && !other.has(name.toLowerCase());
  }
}

/** Whether what a procedure returns is a sign, and no figure of what it has done. */
function returnsStatus(body: Bound.BoundBody | undefined): boolean {
  return [...statementsIn(body?.statements ?? [])].every(
    (each) => each.kind !== 'return' || !each.value || isSign(each.value),
  );
}

function isSign(value: Bound.BoundExpression): boolean {
  if (value.kind === 'cast' || value.kind === 'negation') return isSign(value.operand);
  return value.kind === 'literal' || (value.kind === 'system-variable' && value.name === '@@ERROR');
}
