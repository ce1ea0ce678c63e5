import { type Module, plain, type QualifiedName } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { tableFrom } from '../definitions/table-from.js';
import { bindType } from '../expressions/bind-cast.js';
import { bindStatements } from '../statements/bind-statement.js';
import { bindTargetName } from '../statements/bind-target.js';
import { declareTable } from '../statements/temporary-table.js';
import type { BoundBody, BoundTrigger } from '../tree/statement.js';
import { bindParameters, declareParameters } from './bind-parameters.js';

export type FunctionStatement = Ast.StatementOf<'CreateFunction' | 'AlterFunction' | 'CreateOrAlterFunction'>;
type ProcedureStatement = Ast.StatementOf<'CreateProcedure' | 'AlterProcedure' | 'CreateOrAlterProcedure'>;
type TriggerStatement = Ast.StatementOf<'CreateTrigger' | 'AlterTrigger' | 'CreateOrAlterTrigger'>;

/** A module that is made of statements; undefined for views, inline functions, and what is written in another language. */
export function bindBody(context: BinderContext, module: Module, statement: Ast.Statement): BoundBody | undefined {
  context.inModule = true;
  switch (statement.kind) {
    case 'CreateProcedure':
    case 'AlterProcedure':
    case 'CreateOrAlterProcedure':
      return bindProcedureBody(context, statement);
    case 'CreateFunction':
    case 'AlterFunction':
    case 'CreateOrAlterFunction':
      return bindFunctionBody(context, statement);
    case 'CreateTrigger':
    case 'AlterTrigger':
    case 'CreateOrAlterTrigger':
      return bindTriggerBody(context, module, statement);
    default:
      return undefined;
  }
}

function bindProcedureBody(context: BinderContext, node: ProcedureStatement): BoundBody | undefined {
  if (node.external) return undefined;
  const parameters = bindParameters(context, node);
  declareParameters(context, parameters);
  context.returns = plain('int');
  return { parameters, statements: bindStatements(context, node.body) };
}

function bindFunctionBody(context: BinderContext, node: FunctionStatement): BoundBody | undefined {
  if (node.external || node.inline) return undefined;
  const parameters = bindParameters(context, node);
  declareParameters(context, parameters);
  const { returns } = node;
  if (returns.kind === 'ReturnsScalar') {
    const type = bindType(context, returns.type, 'declaration');
    context.returns = type;
    return { parameters, statements: bindStatements(context, node.body), returns: type };
  }
  if (returns.kind !== 'ReturnsTableVariable') return undefined;
  const { name } = returns.variable;
  const table = tableFrom(context, { schema: '', name }, returns.elements, undefined);
  const columns = declareTable(context, table);
  return { parameters, statements: bindStatements(context, node.body), returnsTable: { name, table, columns } };
}

const EVENTS: readonly BoundTrigger['events'][number][] = ['INSERT', 'UPDATE', 'DELETE'];

/** A trigger on a table or view; one on DDL has no bound form. */
function bindTriggerBody(context: BinderContext, module: Module, node: TriggerStatement): BoundBody | undefined {
  if (node.external || node.target.kind !== 'TriggerOnObject') return undefined;
  const table = bindTargetName(context, triggerTable(module.on, node.target.name));
  const written = node.events.map((event) => event.name.toUpperCase());
  const trigger: BoundTrigger = {
    table,
    timing: node.timing === 'INSTEAD OF' ? 'INSTEAD OF' : 'AFTER',
    events: EVENTS.filter((event) => written.includes(event)),
  };
  for (const name of ['inserted', 'deleted']) context.declareTemporaryTable({ name, columns: table.columns });
  context.trigger = trigger;
  return { parameters: [], statements: bindStatements(context, node.body), trigger };
}

/** The table with its schema, which the trigger's own name may leave out. */
function triggerTable(on: QualifiedName | undefined, name: Ast.ObjectName): Ast.ObjectName {
  if (name.schema || !on) return name;
  return { ...name, schema: { ...name.name, name: on.schema } };
}
