import {
  decimal,
  isCharacter,
  isNumeric,
  MAX_PRECISION,
  plain,
  type SqlType,
  string,
  typeText,
} from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import type { Scope } from '../scope/scope.js';
import type { AggregateFunction, BoundExpression, BoundOrderItem } from '../tree/expression.js';
import { containsAggregate, someExpression } from '../tree/inspect.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { text } from './function-fact.js';

/** learn.microsoft.com/sql/t-sql/functions/aggregate-functions-transact-sql */
const AGGREGATES: Readonly<Record<AggregateFunction, true>> = {
  COUNT: true,
  COUNT_BIG: true,
  SUM: true,
  AVG: true,
  MIN: true,
  MAX: true,
  STDEV: true,
  STDEVP: true,
  VAR: true,
  VARP: true,
  STRING_AGG: true,
  CHECKSUM_AGG: true,
  GROUPING: true,
  GROUPING_ID: true,
  APPROX_COUNT_DISTINCT: true,
};

export function isAggregateName(name: string): name is AggregateFunction {
  return Object.hasOwn(AGGREGATES, name);
}

export function bindAggregate(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: AggregateFunction,
): BoundExpression {
  const args = bindAggregateArguments(context, scope, node, name);
  if (!args) return errorExpression(node);
  if (args.some(containsAggregate)) {
    context.report('bind-nested-aggregate', {}, node);
    return errorExpression(node);
  }
  if (args.some((argument) => someExpression(argument, isOuter)) && !args.some((each) => someExpression(each, isOwn))) {
    const help = 'SQL Server takes it as an aggregate of that query. Write it there.';
    context.report('bind-unsupported', { construct: 'An aggregate over columns of the query around it', help }, node);
    return errorExpression(node);
  }
  const result = aggregateType(context, name, args, node);
  if (!result) return errorExpression(node);
  const orderBy: BoundOrderItem[] = (node.withinGroup?.items ?? []).map((item) => ({
    expression: bindExpression(context, scope, item.expression),
    descending: item.direction === 'DESC',
  }));
  return {
    kind: 'aggregate',
    type: result.type,
    nullable: !(
      name === 'COUNT' ||
      name === 'COUNT_BIG' ||
      name === 'GROUPING' ||
      name === 'GROUPING_ID' ||
      name === 'APPROX_COUNT_DISTINCT'
    ),
    collation: isCharacter(result.type) ? result.args[0]?.collation : undefined,
    span: spanFrom(node),
    function: name,
    arguments: result.args,
    distinct: node.quantifier === 'DISTINCT',
    orderBy,
  };
}

const isOuter = (node: BoundExpression): boolean => node.kind === 'column' && node.level > 0;
const isOwn = (node: BoundExpression): boolean => node.kind === 'column' && node.level === 0;

/** Bound arguments; `*` gives none. Undefined when they do not fit the function. */
export function bindAggregateArguments(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: AggregateFunction,
): BoundExpression[] | undefined {
  const star = node.arguments.some((argument) => argument.kind === 'StarArgument');
  const found = node.arguments.length;
  const expected = name === 'STRING_AGG' ? 2 : 1;
  if (star && (name === 'COUNT' || name === 'COUNT_BIG')) return [];
  if (star || (found !== expected && !(name === 'GROUPING_ID' && found > 0))) {
    context.report('bind-argument-count', { name, expected, found }, node);
    return undefined;
  }
  return node.arguments.map((argument) => bindExpression(context, scope, argument as Ast.Expression));
}

/** Result type of an aggregate, its arguments converted where it asks for that. Reported and undefined when it takes no such type. */
export function aggregateType(
  context: BinderContext,
  name: AggregateFunction,
  args: readonly BoundExpression[],
  node: { readonly start: number; readonly end: number },
): { type: SqlType; args: readonly BoundExpression[] } | undefined {
  const [first] = args;
  if (first?.kind === 'error') return undefined;
  switch (name) {
    case 'COUNT':
    case 'GROUPING_ID':
      return { type: plain('int'), args };
    case 'GROUPING':
      return { type: plain('tinyint'), args };
    case 'COUNT_BIG':
    case 'APPROX_COUNT_DISTINCT':
      return { type: plain('bigint'), args };
    case 'MIN':
    case 'MAX':
      return extreme(context, name, first, args, node);
    case 'SUM':
    case 'AVG':
      return sumOrAverage(context, name, first, args, node);
    case 'STRING_AGG':
      return stringAgg(context, args);
    case 'CHECKSUM_AGG':
      return { type: plain('int'), args };
    default: {
      if (first && !isNumeric(first.type) && !isNullLiteral(first)) return invalid(context, name, first.type, node);
      return {
        type: plain('float'),
        args: args.map((argument) => convertImplicitly(context, argument, plain('float'))),
      };
    }
  }
}

function extreme(
  context: BinderContext,
  name: string,
  first: BoundExpression | undefined,
  args: readonly BoundExpression[],
  node: { start: number; end: number },
) {
  if (!first) return undefined;
  if (first.type.name === 'bit' || ['text', 'ntext', 'image', 'xml'].includes(first.type.name))
    return invalid(context, name, first.type, node);
  return { type: first.type, args };
}

/** Sums of small types are int; of decimals as wide as can be; averages of decimals have at least six digits of scale. */
function sumOrAverage(
  context: BinderContext,
  name: 'SUM' | 'AVG',
  first: BoundExpression | undefined,
  args: readonly BoundExpression[],
  node: { start: number; end: number },
) {
  if (!first) return undefined;
  const { type } = first;
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return { type: plain('int'), args };
    case 'bigint':
      return { type, args };
    case 'decimal':
      return { type: decimal(MAX_PRECISION, name === 'SUM' ? type.scale : Math.max(type.scale, 6)), args };
    case 'money':
    case 'smallmoney':
      return { type: plain('money'), args };
    case 'real':
    case 'float':
      return { type: plain('float'), args };
    case 'null':
      return { type: plain('int'), args: args.map((argument) => convertImplicitly(context, argument, plain('int'))) };
    default:
      return invalid(context, name, type, node);
  }
}

function stringAgg(context: BinderContext, args: readonly BoundExpression[]) {
  const [value, separator] = args.map((argument) => text(context, argument));
  if (!value || !separator) return undefined;
  const max = 'length' in value.type && value.type.length === 'max';
  const varchar =
    (value.type.name === 'varchar' || value.type.name === 'char') && isCharacter(args[0]?.type ?? value.type);
  const type = varchar ? string('varchar', max ? 'max' : 8000) : string('nvarchar', max ? 'max' : 4000);
  return { type, args: [value, separator] };
}

function invalid(context: BinderContext, name: string, type: SqlType, node: { start: number; end: number }): undefined {
  context.report('bind-invalid-operand', { type: typeText(type), operator: name.toLowerCase() }, node);
  return undefined;
}
