import { displayName, string } from '@datamigrate/catalog';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindBinary } from '../expressions/bind-arithmetic.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { stringLiteral } from '../expressions/bind-literal.js';
import { convertImplicitly } from '../expressions/convert.js';
import { Scope } from '../scope/scope.js';
import { findObject, followSynonyms, nameText, reportExternal } from '../tables/bind-named-table.js';
import type { BoundArgument, BoundExecute, BoundExecuteProcedure, BoundExecuteText } from '../tree/execute.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import type { BoundParameter } from '../tree/statement.js';
import { variableTarget } from './variable-target.js';

const ANY_TEXT = string('nvarchar', 'max');

/** learn.microsoft.com/sql/t-sql/language-elements/execute-transact-sql */
export function bindExecute(context: BinderContext, node: Ast.ExecuteSpecification): BoundExecute {
  const { entity } = node;
  const status = node.returnVariable && variableTarget(context, node.returnVariable);
  const base = { span: spanFrom(node), valid: true, status, at: node.at?.name };
  if (entity.kind === 'ExecutableString') {
    const parts = entity.parts.map((part) => bindExpression(context, new Scope(undefined), part));
    return {
      ...base,
      kind: 'execute-text',
      form: 'execute',
      text: joined(context, parts, node),
      arguments: entity.arguments.map((argument) => bindArgument(context, argument, undefined)),
    };
  }
  const { procedure } = entity;
  if (procedure.kind === 'Variable') {
    variableTarget(context, procedure);
    const args = entity.arguments.map((argument) => bindArgument(context, argument, undefined));
    return { ...base, kind: 'execute-variable', variable: procedure.name, arguments: args };
  }
  const isSystem = /^(sp|xp)_/i.test(procedure.name.name);
  if (isSystem && procedure.name.name.toLowerCase() === 'sp_executesql') {
    return { ...base, ...bindExecuteSql(context, entity, node) };
  }
  return { ...base, ...bindProcedureCall(context, entity, procedure, isSystem) };
}

function joined(context: BinderContext, parts: readonly BoundExpression[], node: Ast.AstNode): BoundExpression {
  const [first, ...rest] = parts.map((part) => convertImplicitly(context, part, ANY_TEXT));
  return rest.reduce((left, right) => bindBinary(context, '+', left, right, node), first ?? errorExpression(node));
}

type WithoutBase<E> = Omit<E, 'span' | 'valid' | 'status' | 'at'>;

/** `sp_executesql @stmt, @params, …`: the first two by position or by name, the others are the text's parameters. */
function bindExecuteSql(
  context: BinderContext,
  entity: Ast.ExecutableProcedure,
  node: Ast.AstNode,
): WithoutBase<BoundExecuteText> {
  const named = (name: RegExp): Ast.ExecuteArgument | undefined =>
    entity.arguments.find((argument) => argument.parameter && name.test(argument.parameter.name));
  const positional = entity.arguments.filter((argument) => !argument.parameter);
  const statement = positional[0] ?? named(/^@(stmt|statement)$/i);
  const parameters = positional[statement === positional[0] ? 1 : 0] ?? named(/^@(params|parameters)$/i);
  const value = (argument: Ast.ExecuteArgument | undefined): BoundExpression | undefined =>
    argument && convertImplicitly(context, bindArgumentValue(context, argument), ANY_TEXT);
  return {
    kind: 'execute-text',
    form: 'sp_executesql',
    text: value(statement) ?? errorExpression(node),
    parameters: value(parameters),
    arguments: entity.arguments
      .filter((argument) => argument !== statement && argument !== parameters)
      .map((argument) => bindArgument(context, argument, undefined)),
  };
}

function bindProcedureCall(
  context: BinderContext,
  entity: Ast.ExecutableProcedure,
  name: Ast.ObjectName,
  isSystem: boolean,
): WithoutBase<BoundExecuteProcedure> {
  const foreign = name.server ?? name.database;
  const found = followSynonyms(context, name);
  // EXEC also calls scalar functions: the status variable takes their value.
  const isProcedure =
    found?.kind === 'module' && (found.module.kind === 'procedure' || found.module.kind === 'scalar-function');
  const procedure = isProcedure
    ? { schema: found.module.schema, name: found.module.name }
    : { schema: name.schema?.name ?? context.defaultSchema, name: name.name.name };
  const parameters = isProcedure ? context.modules.parameters(procedure.schema, procedure.name) : undefined;
  if (!isProcedure && !isSystem) reportMissing(context, name);
  if (parameters) checkArguments(context, entity, parameters, displayName(procedure));
  return {
    kind: 'execute-procedure',
    procedure,
    database: found ? undefined : foreign && nameText(name),
    found: isProcedure ? 'catalog' : isSystem ? 'system' : 'missing',
    arguments: entity.arguments.map((argument, i) =>
      bindArgument(context, argument, parameters && parameterOf(argument, i, parameters)),
    ),
  };
}

function reportMissing(context: BinderContext, name: Ast.ObjectName): void {
  const text = nameText(name);
  if (name.server ?? name.database ?? (findObject(context, name)?.kind === 'synonym' ? name : undefined)) {
    reportExternal(context, name, name);
    return;
  }
  const close = closestName(text, context.catalog.objectNames());
  const help = close === undefined ? '' : `Did you mean ${close}?`;
  context.report('bind-unknown-procedure', { name: `'${text}'`, help }, name);
}

function parameterOf(
  argument: Ast.ExecuteArgument,
  position: number,
  parameters: readonly BoundParameter[],
): BoundParameter | undefined {
  const name = argument.parameter?.name.toLowerCase();
  return name === undefined
    ? parameters[position]
    : parameters.find((parameter) => parameter.name.toLowerCase() === name);
}

function checkArguments(
  context: BinderContext,
  entity: Ast.ExecutableProcedure,
  parameters: readonly BoundParameter[],
  procedure: string,
): void {
  const given = new Set<BoundParameter>();
  entity.arguments.forEach((argument, i) => {
    const parameter = parameterOf(argument, i, parameters);
    if (parameter) given.add(parameter);
    else if (argument.parameter) {
      const close = closestName(
        argument.parameter.name,
        parameters.map(({ name }) => name),
      );
      const help = close === undefined ? '' : `Did you mean ${close}?`;
      context.report('bind-unknown-parameter', { name: argument.parameter.name, procedure, help }, argument);
    } else context.report('bind-too-many-arguments', { procedure }, argument);
  });
  for (const parameter of parameters) {
    if (given.has(parameter) || parameter.default || parameter.columns) continue;
    context.report('bind-missing-parameter', { procedure, name: `'${parameter.name}'` }, entity);
  }
}

function bindArgument(
  context: BinderContext,
  node: Ast.ExecuteArgument,
  parameter: BoundParameter | undefined,
): BoundArgument {
  const name = parameter?.name ?? node.parameter?.name;
  if (node.value.kind === 'DefaultLiteral') return { parameter: name };
  if (node.value.kind === 'Variable') {
    const table = context.temporaryTable(node.value.name);
    if (table) return { parameter: name, table: table.name };
  }
  const bound = bindArgumentValue(context, node);
  const value = parameter && !parameter.columns ? convertImplicitly(context, bound, parameter.type) : bound;
  const output = node.output && node.value.kind === 'Variable' ? variableTarget(context, node.value) : undefined;
  return { parameter: name, value, output };
}

/** A bare word is a string. */
function bindArgumentValue(context: BinderContext, node: Ast.ExecuteArgument): BoundExpression {
  if (node.value.kind === 'Identifier') return stringLiteral(context, node.value.name, true, node.value);
  return bindExpression(context, new Scope(undefined), node.value);
}
