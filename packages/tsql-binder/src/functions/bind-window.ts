import { isCharacter, plain, type SqlType } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertImplicitly } from '../expressions/convert.js';
import type { Scope } from '../scope/scope.js';
import type {
  AggregateFunction,
  BoundExpression,
  BoundFrame,
  BoundFrameEdge,
  BoundOrderItem,
  WindowFunction,
} from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { aggregateType, bindAggregateArguments, isAggregateName } from './bind-aggregate.js';

type RankingOrOffset = Exclude<WindowFunction, AggregateFunction>;

const WINDOW_ONLY: Readonly<
  Record<RankingOrOffset, { readonly frame: boolean; readonly arguments: readonly [number, number] }>
> = {
  ROW_NUMBER: { frame: false, arguments: [0, 0] },
  RANK: { frame: false, arguments: [0, 0] },
  DENSE_RANK: { frame: false, arguments: [0, 0] },
  NTILE: { frame: false, arguments: [1, 1] },
  LAG: { frame: false, arguments: [1, 3] },
  LEAD: { frame: false, arguments: [1, 3] },
  FIRST_VALUE: { frame: true, arguments: [1, 1] },
  LAST_VALUE: { frame: true, arguments: [1, 1] },
  PERCENT_RANK: { frame: false, arguments: [0, 0] },
  CUME_DIST: { frame: false, arguments: [0, 0] },
  PERCENTILE_CONT: { frame: false, arguments: [1, 1] },
  PERCENTILE_DISC: { frame: false, arguments: [1, 1] },
};

export function isWindowName(name: string): name is WindowFunction {
  return Object.hasOwn(WINDOW_ONLY, name) || isAggregateName(name);
}

/** `f(…) OVER (…)`. A frame that is not written is the one SQL Server takes. */
export function bindWindow(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: string,
): BoundExpression {
  if (!isWindowName(name)) {
    context.report('bind-unknown-function', { name: `'${name}'`, help: 'It cannot be used with OVER.' }, node);
    return errorExpression(node);
  }
  const over = namedWindow(scope, node.over);
  const partitionBy = (over?.partitionBy ?? []).map((part) => bindExpression(context, scope, part));
  const windowOrder = (over?.orderBy?.items ?? []).map((item) => bindOrderItem(context, scope, item));
  const withinGroup = (node.withinGroup?.items ?? []).map((item) => bindOrderItem(context, scope, item));
  const bound = isAggregateName(name)
    ? bindAggregateWindow(context, scope, node, name)
    : bindRanking(context, scope, node, name, withinGroup);
  if (!bound) return errorExpression(node);
  if (over && !isAggregateName(name) && !name.startsWith('PERCENTILE_') && windowOrder.length === 0)
    context.report('bind-window-order', { name: `'${name}'` }, node);
  const edges = over?.frame ? [over.frame.from, over.frame.to] : [];
  if (over?.frame?.unit === 'RANGE' && edges.some((edge) => edge?.bound === 'PRECEDING' || edge?.bound === 'FOLLOWING'))
    context.report('bind-range-frame', {}, node);
  const takesFrame = isAggregateName(name) || WINDOW_ONLY[name].frame;
  return {
    kind: 'window',
    type: bound.type,
    nullable: bound.nullable,
    collation: isCharacter(bound.type) ? bound.args[0]?.collation : undefined,
    span: spanFrom(node),
    function: name,
    arguments: bound.args,
    partitionBy,
    orderBy: withinGroup.length > 0 ? withinGroup : windowOrder,
    frame: takesFrame ? bindFrame(over?.frame, windowOrder.length > 0) : undefined,
    ignoreNulls: node.nulls === 'IGNORE NULLS',
  };
}

/** The WINDOW clause's definition behind `OVER w`, with what the call adds to it. */
function namedWindow(scope: Scope, over: Ast.OverClause | undefined): Ast.OverClause | undefined {
  if (!over?.window) return over;
  const base = scope.findWindow(over.window.name);
  if (!base) return over;
  return {
    ...over,
    partitionBy: over.partitionBy.length > 0 ? over.partitionBy : base.partitionBy,
    orderBy: over.orderBy ?? base.orderBy,
    frame: over.frame ?? base.frame,
  };
}

export function bindOrderItem(context: BinderContext, scope: Scope, item: Ast.OrderByItem): BoundOrderItem {
  return { expression: bindExpression(context, scope, item.expression), descending: item.direction === 'DESC' };
}

interface BoundFunction {
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly args: readonly BoundExpression[];
}

function bindAggregateWindow(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: Parameters<typeof aggregateType>[1],
): BoundFunction | undefined {
  const args = bindAggregateArguments(context, scope, node, name);
  const result = args && aggregateType(context, name, args, node);
  return result && { type: result.type, nullable: name !== 'COUNT' && name !== 'COUNT_BIG', args: result.args };
}

function bindRanking(
  context: BinderContext,
  scope: Scope,
  node: Ast.FunctionCall,
  name: RankingOrOffset,
  withinGroup: readonly BoundOrderItem[],
): BoundFunction | undefined {
  const args = node.arguments.map((argument) => bindExpression(context, scope, argument as Ast.Expression));
  const [least, most] = WINDOW_ONLY[name].arguments;
  if (args.length < least || args.length > most) {
    context.report(
      'bind-argument-count',
      { name, expected: least === most ? least : `${least} to ${most}`, found: args.length },
      node,
    );
    return undefined;
  }
  const [first, ...rest] = args;
  switch (name) {
    case 'LAG':
    case 'LEAD': {
      if (!first) return undefined;
      const offset = rest[0] && convertImplicitly(context, rest[0], plain('bigint'));
      const fallback = rest[1] && convertImplicitly(context, rest[1], first.type);
      return {
        type: first.type,
        nullable: true,
        args: [first, offset, fallback].filter((argument) => argument !== undefined),
      };
    }
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
      return first && { type: first.type, nullable: true, args };
    case 'PERCENTILE_CONT':
      return { type: plain('float'), nullable: true, args };
    case 'PERCENTILE_DISC':
      return { type: withinGroup[0]?.expression.type ?? plain('float'), nullable: true, args };
    case 'PERCENT_RANK':
    case 'CUME_DIST':
      return { type: plain('float'), nullable: false, args };
    default:
      return { type: plain('bigint'), nullable: false, args };
  }
}

/** Without a frame: everything where there is no order, else RANGE from the start to the current row. */
function bindFrame(frame: Ast.WindowFrame | undefined, ordered: boolean): BoundFrame {
  if (!frame) {
    return {
      unit: 'RANGE',
      from: { edge: 'UNBOUNDED PRECEDING' },
      to: { edge: ordered ? 'CURRENT ROW' : 'UNBOUNDED FOLLOWING' },
    };
  }
  return { unit: frame.unit, from: bindEdge(frame.from), to: frame.to ? bindEdge(frame.to) : { edge: 'CURRENT ROW' } };
}

function bindEdge(bound: Ast.FrameBound): BoundFrameEdge {
  if (bound.bound === 'PRECEDING' || bound.bound === 'FOLLOWING') {
    const offset = bound.offset?.kind === 'IntegerLiteral' ? Number(bound.offset.text) : 0;
    return { edge: bound.bound, offset };
  }
  return { edge: bound.bound };
}
