import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree, someNode } from '../program/rewrite-tree.js';
import { column } from '../program/select.js';
import { isColumnOf } from './upsert-parts.js';
import { neverNull } from './value-change.js';

/** A loop over a cursor, without its FETCH. */
export interface UpsertLoop {
  readonly cursor: Bound.BoundCursorName;
  /** Its name without the sign of a variable. */
  readonly name: string;
  readonly query: Bound.BoundQuery;
  readonly into: readonly Bound.BoundVariableTarget[];
  readonly work: readonly Bound.BoundStatement[];
  readonly span: Span;
}

export interface FilteredLoop extends UpsertLoop {
  /** Which rounds do anything. */
  readonly filter: Condition;
}

/** A value that every round has, and not all of them the same. */
export function isOfRows(key: Bound.BoundExpression, relation: number): boolean {
  return neverNull(key) && someNode(key, (node) => isColumnOf(node, relation));
}

/** The columns of the cursor by the names of its variables. */
export function namedColumns({ query, into }: UpsertLoop): readonly Bound.OutputColumn[] {
  return query.columns.map((each, i) => {
    const value = query.kind === 'select' ? query.select[i]?.expression : undefined;
    const nullable = each.nullable && !(value && (neverNull(value) || isOfGroup(query, value)));
    return { ...each, nullable, name: into[i]?.name.replace(/^@/, '') ?? each.name };
  });
}

/** They have a value where one row has. */
const OF_ONE: ReadonlySet<string> = new Set(['SUM', 'MIN', 'MAX', 'AVG']);

/** A sum of values of a group, none of which is NULL: a group has rows. */
function isOfGroup(query: Bound.BoundQuery, value: Bound.BoundExpression): boolean {
  if (query.kind !== 'select' || !query.groupBy || query.groupBy.implicit || query.groupBy.sets.length !== 1)
    return false;
  return value.kind === 'aggregate' && OF_ONE.has(value.function) && value.arguments.every(neverNull);
}

export function named(query: Bound.BoundQuery, columns: readonly Bound.OutputColumn[]): Bound.BoundQuery {
  if (query.kind !== 'select') return { ...query, columns };
  return { ...query, columns, select: query.select.map((item, i) => ({ ...item, name: columns[i]?.name })) };
}

/** What stands for a variable, or for the variables in a tree, in a round. */
export function overRounds(
  program: Program,
  { into, span }: UpsertLoop,
  columns: readonly Bound.OutputColumn[],
  relation: number,
) {
  const valueOf = (name: string): Bound.BoundExpression | undefined => {
    const place = into.findIndex((each) => each.name.toLowerCase() === name);
    const [of, type] = [columns[place], into[place]?.type];
    if (!of || !type) return undefined;
    const operand = column(of, relation, place, span);
    const { nullable, collation } = operand;
    return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
  };
  function over(variable: string | Bound.BoundExpression): Bound.BoundExpression;
  function over(tree: Bound.BoundPredicate): Bound.BoundPredicate;
  function over(given: string | Bound.BoundExpression | Bound.BoundPredicate) {
    const tree = typeof given === 'string' ? variable(given, span) : given;
    const made = rewriteTree(tree, (node) =>
      node.kind === 'variable'
        ? (valueOf((node as Bound.BoundVariable).name.toLowerCase()) as AnyNode | undefined)
        : undefined,
    );
    return program.resolve(made);
  }
  return over;
}

const variable = (name: string, span: Span): Bound.BoundVariable => ({
  kind: 'variable',
  name,
  type: plain('bigint'),
  nullable: true,
  span,
});
