import { isCharacter, isCollationName, isDateOrTime, plain, string, typeText } from '@datamigrate/catalog';
import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindFunctionCall, makeCall } from '../functions/bind-function-call.js';
import { bindOrderItem } from '../functions/bind-window.js';
import { functionByName } from '../functions/function-names.js';
import { bindSubquery } from '../queries/bind-subquery.js';
import { resolveColumn } from '../scope/resolve-column.js';
import type { Scope } from '../scope/scope.js';
import { findObject, nameText } from '../tables/bind-named-table.js';
import type { BoundExpression, BoundLiteral } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { bindBinary } from './bind-arithmetic.js';
import { bindCase } from './bind-case.js';
import { bindExplicitCast, bindType } from './bind-cast.js';
import { bindHierarchyConstructor } from './bind-hierarchy-method.js';
import { bindLiteral } from './bind-literal.js';
import { bindMethodCall } from './bind-method.js';
import { bindUnary } from './bind-unary.js';
import { bindVariable } from './bind-variable.js';
import { convertImplicitly, defaultCollation } from './convert.js';
import { numberText } from './number-text.js';
import { SYSTEM_VARIABLES } from './system-variables.js';

/** A value with its type. The parser has made sure that it is no condition. */
export function bindExpression(context: BinderContext, scope: Scope, node: Ast.Expression): BoundExpression {
  switch (node.kind) {
    case 'IntegerLiteral':
    case 'DecimalLiteral':
    case 'FloatLiteral':
    case 'MoneyLiteral':
    case 'BinaryLiteral':
    case 'StringLiteral':
    case 'NullLiteral':
    case 'DefaultLiteral':
    case 'OdbcLiteral':
      return bindLiteral(context, node);
    case 'ColumnReference':
      return resolveColumn(context, scope, node);
    case 'Variable':
      return bindVariable(context, node);
    case 'SystemVariable':
      return bindSystemVariable(context, node);
    case 'ParenthesizedExpression':
      return bindExpression(context, scope, node.expression);
    case 'UnaryExpression':
      return bindUnary(context, node.operator, bindExpression(context, scope, node.operand), node);
    case 'BinaryExpression':
      return bindChain(context, scope, node);
    case 'CaseExpression':
      return bindCase(context, scope, node);
    case 'CastExpression': {
      const operand = bindExpression(context, scope, node.operand);
      const type = bindType(context, node.type, 'cast');
      return type ? bindExplicitCast(context, operand, type, { attempt: node.attempt, node }) : errorExpression(node);
    }
    case 'ConvertExpression': {
      const operand = bindExpression(context, scope, node.operand);
      const style = node.style && bindExpression(context, scope, node.style);
      const type = bindType(context, node.type, 'cast');
      return type
        ? bindExplicitCast(context, operand, type, { attempt: node.attempt, style, node })
        : errorExpression(node);
    }
    case 'FunctionCall':
      return bindFunctionCall(context, scope, node);
    case 'NiladicFunction': {
      const name = functionByName(node.name);
      return name ? makeCall(context, name, [], node) : unsupported(context, node, node.name);
    }
    case 'ScalarSubquery':
      return bindScalarSubquery(context, scope, node);
    case 'CollateExpression':
      return bindCollate(context, scope, node);
    case 'TrimExpression':
      return bindTrim(context, scope, node);
    case 'OdbcFunctionCall':
      return bindExpression(context, scope, node.call);
    case 'NextValueForExpression':
      return bindNextValue(context, scope, node);
    case 'MethodCall':
      return (
        bindMethodCall(context, scope, node) ??
        unsupported(context, node, `The method ${node.method.name} of xml, hierarchyid or a spatial type`)
      );
    case 'StaticMethodCall':
      return (
        bindHierarchyConstructor(context, scope, node) ??
        unsupported(context, node, `The method ${node.method.name} of hierarchyid or a spatial type`)
      );
    case 'StaticPropertyReference':
      return unsupported(context, node, 'A property of a spatial type');
    case 'AtTimeZoneExpression':
      return bindAtTimeZone(context, scope, node);
    case 'ParseExpression':
      return bindParse(context, scope, node);
    case 'JsonConstructor':
      return unsupported(context, node, node.function);
    case 'PartitionFunctionCall':
      return bindPartition(context, scope, node);
    case 'PseudoColumn':
      if (node.name === '$ACTION' && scope.mergeAction) return mergeAction(context, node);
      return unsupported(context, node, node.name);
    case 'IdentityExpression':
      return bindIdentity(context, node);
    case 'ComparisonPredicate':
    case 'QuantifiedComparisonPredicate':
    case 'BetweenPredicate':
    case 'InPredicate':
    case 'LikePredicate':
    case 'IsNullPredicate':
    case 'IsDistinctFromPredicate':
    case 'ExistsPredicate':
    case 'LogicalExpression':
    case 'NotExpression':
    case 'FullTextPredicate':
    case 'UpdatedColumnPredicate':
    case 'CurrentOfPredicate':
    case 'RegexpLikePredicate':
    case 'TsEqualPredicate':
    case 'GraphMatchPredicate':
      return unsupported(context, node, 'A condition in the place of a value');
    default:
      return assertUnreachable(node);
  }
}

function bindAtTimeZone(context: BinderContext, scope: Scope, node: Ast.AtTimeZoneExpression): BoundExpression {
  const operand = bindExpression(context, scope, node.operand);
  const zone = bindExpression(context, scope, node.zone);
  if (operand.kind === 'error' || zone.kind === 'error') return errorExpression(node);
  if (!isDateOrTime(operand.type) || operand.type.name === 'date' || operand.type.name === 'time') {
    context.report('bind-invalid-operand', { type: typeText(operand.type), operator: 'AT TIME ZONE' }, node.operand);
    return errorExpression(node);
  }
  return makeCall(context, 'AT TIME ZONE', [operand, zone], node);
}

/** The number of the partition in which a value would stand. */
function bindPartition(context: BinderContext, scope: Scope, node: Ast.PartitionFunctionCall): BoundExpression {
  const [argument] = node.arguments;
  const value = argument && bindExpression(context, scope, argument);
  if (!value || node.arguments.length > 1) return unsupported(context, node, '$PARTITION of several values');
  if (value.kind === 'error') return value;
  const name: BoundLiteral = {
    kind: 'literal',
    type: string('nvarchar', 128),
    nullable: false,
    collation: defaultCollation(context),
    span: spanFrom(node.function),
    value: node.function.name,
  };
  return makeCall(context, '$PARTITION', [name, value], node);
}

/** PARSE and TRY_PARSE read text by the rules of a culture; NULL as a literal cannot be read (8133). */
function bindParse(context: BinderContext, scope: Scope, node: Ast.ParseExpression): BoundExpression {
  const operand = bindExpression(context, scope, node.operand);
  const culture = node.culture && bindExpression(context, scope, node.culture);
  const type = bindType(context, node.type, 'cast');
  if (!type || operand.kind === 'error' || culture?.kind === 'error') return errorExpression(node);
  const args = culture ? [operand, culture] : [operand];
  const call = makeCall(context, node.attempt ? 'TRY_PARSE' : 'PARSE', args, node);
  return { ...call, type, collation: undefined };
}

function mergeAction(context: BinderContext, node: Ast.PseudoColumn): BoundExpression {
  return {
    kind: 'merge-action',
    type: string('nvarchar', 10),
    nullable: false,
    collation: defaultCollation(context),
    span: spanFrom(node),
  };
}

/** The parser lets it stand in SELECT … INTO only. */
function bindIdentity(context: BinderContext, node: Ast.IdentityExpression): BoundExpression {
  const type = bindType(context, node.type, 'declaration');
  if (!type) return errorExpression(node);
  const [seed, increment] = [numberText(node.seed) ?? '1', numberText(node.increment) ?? '1'];
  return { kind: 'identity-value', type, nullable: false, span: spanFrom(node), seed, increment };
}

function bindNextValue(context: BinderContext, scope: Scope, node: Ast.NextValueForExpression): BoundExpression {
  const found = findObject(context, node.sequence);
  if (found?.kind !== 'sequence') {
    context.report('bind-unknown-object', { name: `'${nameText(node.sequence)}'`, help: '' }, node.sequence);
    return errorExpression(node);
  }
  const { schema, name, type } = found.sequence;
  const orderBy = (node.over?.orderBy?.items ?? []).map((item) => bindOrderItem(context, scope, item));
  return { kind: 'next-value', type, nullable: false, span: spanFrom(node), schema, name, orderBy };
}

export function unsupported(context: BinderContext, node: Ast.AstNode, construct: string): BoundExpression {
  context.report('bind-unsupported', { construct, help: '' }, node);
  return errorExpression(node);
}

/** A chain of binary operators leans left and may be long: bound from its first operand on, without recursion. */
function bindChain(context: BinderContext, scope: Scope, node: Ast.BinaryExpression): BoundExpression {
  const links: Ast.BinaryExpression[] = [];
  let current: Ast.Expression = node;
  while (current.kind === 'BinaryExpression') {
    links.push(current);
    current = current.left;
  }
  let result = bindExpression(context, scope, current);
  for (const link of links.reverse())
    result = bindBinary(context, link.operator, result, bindExpression(context, scope, link.right), link);
  return result;
}

function bindSystemVariable(context: BinderContext, node: Ast.SystemVariable): BoundExpression {
  const name = node.name.toUpperCase();
  const type = SYSTEM_VARIABLES[name];
  if (!type) return unsupported(context, node, node.name);
  return {
    kind: 'system-variable',
    type,
    nullable: name === '@@IDENTITY',
    collation: isCharacter(type) ? defaultCollation(context) : undefined,
    span: spanFrom(node),
    name,
  };
}

function bindScalarSubquery(context: BinderContext, scope: Scope, node: Ast.ScalarSubquery): BoundExpression {
  const query = bindSubquery(context, scope, node.query, { columns: 1 });
  const [column] = query.columns;
  if (!column) return errorExpression(node);
  if (query.kind === 'select' && query.for) {
    // FOR XML and FOR JSON give the whole result as one text.
    const type =
      query.for.format === 'XML' && query.for.directives.some((directive) => directive.name === 'TYPE')
        ? plain('xml')
        : string('nvarchar', 'max');
    return {
      kind: 'scalar-subquery',
      type,
      nullable: true,
      collation: isCharacter(type) ? defaultCollation(context) : undefined,
      span: spanFrom(node),
      query,
    };
  }
  return {
    kind: 'scalar-subquery',
    type: column.type,
    nullable: true,
    collation: column.collation,
    span: spanFrom(node),
    query,
  };
}

function bindCollate(context: BinderContext, scope: Scope, node: Ast.CollateExpression): BoundExpression {
  const operand = bindExpression(context, scope, node.operand);
  if (operand.kind === 'error') return operand;
  const text = isCharacter(operand.type) ? operand : convertImplicitly(context, operand, string('varchar', 8000));
  const written = node.collation.name;
  if (!isCollationName(written) && !/^(database_default|catalog_default)$/i.test(written)) {
    context.report('bind-unknown-collation', { name: `'${written}'` }, node.collation);
    return errorExpression(node);
  }
  const name = /^(database_default|catalog_default)$/i.test(written) ? context.databaseCollation : written;
  return {
    kind: 'collate',
    type: text.type,
    nullable: text.nullable,
    collation: { name, label: 'explicit' },
    span: spanFrom(node),
    operand: text,
  };
}

/** TRIM([LEADING | TRAILING | BOTH] [characters FROM] x) as the function that does the same. */
function bindTrim(context: BinderContext, scope: Scope, node: Ast.TrimExpression): BoundExpression {
  const operand = bindExpression(context, scope, node.operand);
  const characters = node.characters && bindExpression(context, scope, node.characters);
  const name = node.side === 'LEADING' ? 'LTRIM' : node.side === 'TRAILING' ? 'RTRIM' : 'TRIM';
  return makeCall(context, name, characters ? [operand, characters] : [operand], node);
}
