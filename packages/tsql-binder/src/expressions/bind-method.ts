import { isCharacter, plain, type SqlType, string } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { FunctionName } from '../functions/function-names.js';
import { resolveColumn } from '../scope/resolve-column.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { bindType } from './bind-cast.js';
import { bindExpression } from './bind-expression.js';
import { bindHierarchyMethod } from './bind-hierarchy-method.js';
import { stringLiteral } from './bind-literal.js';
import { bindXQuery } from './bind-xquery.js';
import { defaultCollation } from './convert.js';
import { parseTypeText } from './parse-type-text.js';

/** A method or property and its arguments; none for a property. */
interface Member {
  readonly name: string;
  readonly arguments: readonly Ast.Expression[];
  readonly node: Ast.AstNode;
}

/**
 * What geometry and geography are asked for; names heed case.
 * learn.microsoft.com/sql/t-sql/spatial-geography/ogc-methods-on-geography-instances
 */
const SPATIAL_MEMBERS = tableByName<SqlType>({
  Lat: plain('float'),
  Long: plain('float'),
  STX: plain('float'),
  STY: plain('float'),
  STArea: plain('float'),
  STLength: plain('float'),
  STSrid: plain('int'),
  STNumPoints: plain('int'),
  STIsEmpty: plain('bit'),
  STIsValid: plain('bit'),
  STGeometryType: string('nvarchar', 4000),
  STAsText: string('nvarchar', 'max'),
  ToString: string('nvarchar', 'max'),
});

/** `x.value('…', 'int')`, `x.exist('…')`, `g.Lat`: what a value of such a type gives. Undefined for what is not known. */
export function bindMember(
  context: BinderContext,
  scope: Scope,
  operand: BoundExpression,
  member: Member,
): BoundExpression | undefined {
  if (operand.type.name === 'xml') return bindXmlMethod(context, scope, operand, member);
  if (operand.type.name === 'hierarchyid') return bindHierarchyMethod(context, scope, operand, member);
  if (operand.type.name !== 'geography' && operand.type.name !== 'geometry') return undefined;
  const type = SPATIAL_MEMBERS.get(member.name);
  if (!type || member.arguments.length > 0) return undefined;
  return memberCall(context, 'SPATIAL MEMBER', type, member, [
    operand,
    stringLiteral(context, member.name, true, member.node),
  ]);
}

/** learn.microsoft.com/sql/t-sql/xml/xml-data-type-methods */
function bindXmlMethod(
  context: BinderContext,
  scope: Scope,
  operand: BoundExpression,
  member: Member,
): BoundExpression | undefined {
  const [path, written] = member.arguments;
  if (path?.kind !== 'StringLiteral') return undefined;
  const args = [operand, ...bindXQuery(context, scope, path)];
  switch (member.name) {
    case 'exist':
      return memberCall(context, 'XML EXIST', plain('bit'), member, args);
    case 'query':
      return memberCall(context, 'XML QUERY', { name: 'xml' }, member, args);
    case 'value': {
      const parsed = written?.kind === 'StringLiteral' ? parseTypeText(written.value) : undefined;
      const type = parsed && bindType(context, parsed, 'declaration');
      return type ? memberCall(context, 'XML VALUE', type, member, args) : errorExpression(member.node);
    }
    default:
      return undefined;
  }
}

function memberCall(
  context: BinderContext,
  name: FunctionName,
  type: SqlType,
  { node }: Member,
  args: readonly BoundExpression[],
): BoundExpression {
  return {
    kind: 'call',
    function: name,
    type,
    nullable: true,
    collation: isCharacter(type) ? defaultCollation(context) : undefined,
    span: spanFrom(node),
    arguments: args,
  };
}

/** The column in front of a method that was read as the schema of a function: `t.Resume.value(…)`. */
export function ownerColumn(context: BinderContext, scope: Scope, name: Ast.ObjectName): BoundExpression | undefined {
  const column = name.schema;
  if (!column) return undefined;
  const qualifier = [name.server, name.database].filter((part) => part !== undefined);
  return resolveColumn(context, scope, {
    kind: 'ColumnReference',
    start: name.start,
    end: name.end,
    qualifier,
    column,
  });
}

/** A method of an expression: `(SELECT … FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)')`, `@x.exist('…')`. */
export function bindMethodCall(
  context: BinderContext,
  scope: Scope,
  node: Ast.MethodCall,
): BoundExpression | undefined {
  const operand = bindExpression(context, scope, node.target);
  if (operand.kind === 'error') return operand;
  return bindMember(context, scope, operand, { name: node.method.name, arguments: node.arguments ?? [], node });
}
