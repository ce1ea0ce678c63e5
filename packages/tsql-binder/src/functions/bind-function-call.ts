import { isCharacter } from '@datamigrate/catalog';
import { closestName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { bindMember, ownerColumn } from '../expressions/bind-method.js';
import { combineCollations } from '../expressions/collation.js';
import { defaultCollation } from '../expressions/convert.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { hasUnknownRelation, methodOwner } from '../scope/method-owner.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression, DatePart } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { bindAggregate, isAggregateName } from './bind-aggregate.js';
import { bindChoose, bindCoalesce, bindExtreme, bindIif, bindIsNull, bindNullIf } from './bind-conditional.js';
import { bindUserArguments } from './bind-user-arguments.js';
import { bindWindow, isWindowName } from './bind-window.js';
import { DATE_PART_FUNCTIONS } from './date-functions.js';
import { DATE_PARTS } from './date-parts.js';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName, functionByName } from './function-names.js';

/** A call by name: a window function, an aggregate, a built-in function, or a function of the database. */
export function bindFunctionCall(context: BinderContext, scope: Scope, node: Ast.FunctionCall): BoundExpression {
  const name = node.name.name.name.toUpperCase();
  if (node.name.schema !== undefined || node.name.database !== undefined) return bindUserCall(context, scope, node);
  if (node.over || (isWindowName(name) && !isAggregateName(name))) return bindWindow(context, scope, node, name);
  if (isAggregateName(name)) return bindAggregate(context, scope, node, name);
  if (name === 'IIF') return bindIifCall(context, scope, node);
  const known = functionByName(name);
  if (!known) return reportUnknown(context, node, name);
  return bindBuiltIn(context, scope, node, known);
}

function bindBuiltIn(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: FunctionName,
): BoundExpression {
  const written = node.arguments.filter((argument) => argument.kind !== 'StarArgument') as Ast.Expression[];
  let datePart: DatePart | undefined;
  let rest = written;
  if (DATE_PART_FUNCTIONS.has(name)) {
    datePart = bindDatePart(context, name, written[0]);
    if (!datePart) return errorExpression(node);
    rest = written.slice(1);
  }
  const args = rest.map((argument) => bindExpression(context, scope, argument));
  if (args.some((argument) => argument.kind === 'error')) return errorExpression(node);
  if (!checkCount(context, node, name, args.length)) return errorExpression(node);
  switch (name) {
    case 'COALESCE':
      return bindCoalesce(context, args, node);
    case 'ISNULL':
      return bindIsNull(context, args, node);
    case 'NULLIF':
      return bindNullIf(context, args, node);
    case 'CHOOSE':
      return bindChoose(context, args, node);
    case 'GREATEST':
    case 'LEAST':
      return bindExtreme(context, name, args, node);
    default:
      return makeCall(context, name, args, node, datePart);
  }
}

/** A call of a built-in function from bound arguments, by its row in the table. */
export function makeCall(
  context: BinderContext,
  name: FunctionName,
  args: readonly BoundExpression[],
  node: { readonly start: number; readonly end: number },
  datePart?: DatePart,
): BoundExpression {
  const fact = FUNCTIONS[name];
  const converted = args.map((argument, i) => {
    const parameter = fact.parameters[Math.min(i, fact.parameters.length - 1)];
    return parameter ? parameter(context, argument) : argument;
  });
  const type = fact.returns(converted);
  const nullable =
    fact.nullable === 'never' ? false : fact.nullable === 'always' || converted.some((argument) => argument.nullable);
  const collation = isCharacter(type)
    ? (combineCollations(context, converted, node) ?? defaultCollation(context))
    : undefined;
  return {
    kind: 'call',
    function: name,
    type,
    nullable,
    collation,
    span: spanFrom(node),
    arguments: converted,
    datePart,
    dateFirst: datePart && context.ownDateFirst,
  };
}

function checkCount(context: BinderContext, node: Ast.FunctionCall, name: FunctionName, found: number): boolean {
  const { parameters, optional = 0, variadic } = FUNCTIONS[name];
  const least = parameters.length - optional;
  const most = variadic ?? parameters.length;
  if (found >= least && found <= most) return true;
  const expected = least === most ? String(least) : `${least} to ${most}`;
  context.report('bind-argument-count', { name: name.toLowerCase(), expected, found }, node);
  return false;
}

function bindDatePart(context: BinderContext, name: string, node: Ast.Expression | undefined): DatePart | undefined {
  const written = node?.kind === 'ColumnReference' && node.qualifier.length === 0 ? node.column.name : '';
  const part = DATE_PARTS.get(written.toLowerCase());
  if (!part && node) {
    const close = closestName(written, DATE_PARTS.keys());
    context.report(
      'bind-unknown-date-part',
      { name: `'${written}'`, function: name.toLowerCase(), help: close === undefined ? '' : `Did you mean ${close}?` },
      node,
    );
  }
  return part;
}

function bindIifCall(context: BinderContext, scope: Scope, node: Ast.FunctionCall): BoundExpression {
  const [condition, ...values] = node.arguments as Ast.Expression[];
  if (!condition || values.length !== 2) {
    context.report('bind-argument-count', { name: 'iif', expected: 3, found: node.arguments.length }, node);
    return errorExpression(node);
  }
  const args = values.map((value) => bindExpression(context, scope, value));
  return bindIif(context, bindPredicate(context, scope, condition), args, node);
}

/** `dbo.f(x)`: a scalar function of the catalog, its arguments converted to its parameters. */
function bindUserCall(context: BinderContext, scope: Scope, node: Ast.FunctionCall): BoundExpression {
  const schema = node.name.schema?.name ?? context.defaultSchema;
  const name = node.name.name.name;
  const type = context.modules.scalarFunctionType(schema, name);
  if (!type) {
    const owner = methodOwner(context, scope, schema);
    if (owner) {
      const operand = ownerColumn(context, scope, node.name);
      const member = { name, arguments: node.arguments as readonly Ast.Expression[], node };
      const bound = operand && bindMember(context, scope, operand, member);
      if (bound) return bound;
      context.report('bind-unsupported', { construct: `The method ${name} of ${owner}`, help: '' }, node);
      return errorExpression(node);
    }
    // What stands before the dot may be a column of a table that could not be bound.
    if (!context.catalog.hasSchema(schema) && hasUnknownRelation(scope)) return errorExpression(node);
    context.report(
      'bind-unknown-object',
      {
        name: `'${schema}.${name}'`,
        help: 'A call with a schema needs a scalar function of the database.',
      },
      node,
    );
    return errorExpression(node);
  }
  const args = bindUserArguments(context, scope, node, schema, name);
  return {
    kind: 'user-call',
    type,
    nullable: true,
    collation: isCharacter(type) ? defaultCollation(context) : undefined,
    span: spanFrom(node),
    schema,
    name,
    arguments: args,
  };
}

function reportUnknown(context: BinderContext, node: Ast.FunctionCall, name: string): BoundExpression {
  const close = closestName(name, FUNCTION_NAMES);
  context.report(
    'bind-unknown-function',
    { name: `'${node.name.name.name}'`, help: close === undefined ? '' : `Did you mean ${close}?` },
    node,
  );
  return errorExpression(node);
}
