import { collationByName } from '@datamigrate/catalog';
import { type Bound, mapExpression, mapPredicate } from '@datamigrate/tsql-binder';
import { catalogAnswer } from './catalog-questions.js';
import { decided } from './conditions.js';
import { constantText } from './constant-text.js';
import { constant, known } from './known.js';
import { listedObjects } from './listed-objects.js';
import { nullOf } from './null-of.js';
import type { Program } from './program.js';
import { type AnyNode, rewriteTree } from './rewrite-tree.js';

type ConstantRow = readonly Bound.BoundExpression[];

const MOST_ROWS = 500;

/**
 * The rows of a query that are the same for every run: those of VALUES in a table variable, picked by conditions that are
 * known, and what the catalog says about the objects of the database. Undefined for a query that depends on anything else.
 */
export function constantRows(program: Program, query: Bound.BoundQuery): readonly ConstantRow[] | undefined {
  const answer = catalogAnswer(program, query) ?? listedObjects(program, query);
  if (answer) return answer.length <= MOST_ROWS ? answer : undefined;
  if (query.offset || query.ctes.length > 0) return undefined;
  if (query.kind === 'set-operation') {
    if (query.operator !== 'UNION ALL') return undefined;
    const left = constantRows(program, query.left);
    const right = left && constantRows(program, query.right);
    return left && right && left.length + right.length <= MOST_ROWS ? [...left, ...right] : undefined;
  }
  const most = query.top && limitOf(query.top);
  if (query.distinct || query.for || query.having || (query.top && most === undefined)) return undefined;
  const [from, ...more] = query.from;
  if (more.length > 0) return undefined;
  const sources = from ? rowsOf(program, from) : [[]];
  if (!sources) return undefined;
  const relation = from && 'relation' in from ? from.relation : -1;
  const kept: ConstantRow[] = [];
  for (const source of sources) {
    const holds = query.where ? known(mapPredicate(query.where, (each) => over(each, relation, source))) : true;
    if (holds === undefined) return undefined;
    if (holds) kept.push(source);
  }
  if (query.groupBy) return query.groupBy.implicit && !query.top ? aggregated(query, relation, kept) : undefined;
  const ordered = inOrder(query, relation, kept)?.slice(0, most);
  return (
    ordered && allConstant(ordered.map((row) => query.select.map(({ expression }) => over(expression, relation, row))))
  );
}

function limitOf({ count, percent, withTies }: NonNullable<Bound.BoundSelect['top']>): number | undefined {
  const most = percent || withTies ? undefined : constant(count);
  return typeof most === 'bigint' ? Number(most) : undefined;
}

/** A condition with what is the same for every run in the place of subqueries. */
export function withConstantRows(program: Program, condition: Bound.BoundPredicate): Bound.BoundPredicate {
  return rewriteTree(condition, (node) => {
    if (node.kind === 'exists') {
      const { query, span } = node as Bound.BoundExists;
      const rows = constantRows(program, query);
      return rows && (decided(rows.length > 0, span) as AnyNode);
    }
    if (node.kind !== 'scalar-subquery') return undefined;
    const { query, type, span } = node as Bound.BoundScalarSubquery;
    const rows = constantRows(program, query);
    return rows && rows.length <= 1 ? ((rows[0]?.[0] ?? nullOf(type, span)) as AnyNode) : undefined;
  });
}

function rowsOf(program: Program, table: Bound.BoundTable): readonly ConstantRow[] | undefined {
  if (table.kind === 'derived-table') return constantRows(program, table.query);
  if (table.kind === 'values-table') return allConstant(table.rows);
  if (table.kind !== 'cte-reference') return undefined;
  const cte = program.ctes.find(({ id }) => id === table.cte);
  if (!cte || cte.recursive) return undefined;
  const known = KNOWN.get(cte.query);
  if (known) return known;
  const rows = constantRows(program, cte.query);
  if (rows) KNOWN.set(cte.query, rows);
  return rows;
}

/** Of table expressions, which later ones build on again and again. */
const KNOWN = new WeakMap<Bound.BoundQuery, readonly ConstantRow[]>();

function over(expression: Bound.BoundExpression, relation: number, row: ConstantRow): Bound.BoundExpression {
  return mapExpression(expression, (inner, recurse) =>
    inner.kind === 'column' && inner.relation === relation ? (row[inner.ordinal] ?? inner) : recurse(inner),
  );
}

function allConstant(rows: readonly ConstantRow[]): readonly ConstantRow[] | undefined {
  return rows.every((row) => row.every(isConstant)) ? rows : undefined;
}

function isConstant(expression: Bound.BoundExpression): boolean {
  if (expression.kind === 'cast') return isConstant(expression.operand);
  return expression.kind === 'literal' || constant(expression) !== undefined || constantText(expression) !== undefined;
}

/** MIN, MAX and COUNT of whole numbers. */
function aggregated(
  query: Bound.BoundSelect,
  relation: number,
  rows: readonly ConstantRow[],
): readonly ConstantRow[] | undefined {
  const values = query.select.map(({ expression }): Bound.BoundExpression | undefined => {
    if (expression.kind !== 'aggregate' || expression.distinct) return undefined;
    const { type, span } = expression;
    const literal = (value: bigint | null): Bound.BoundLiteral => ({
      kind: 'literal',
      type,
      nullable: value === null,
      span,
      value,
    });
    const [argument] = expression.arguments;
    if (expression.function === 'COUNT' && !argument) return literal(BigInt(rows.length));
    if ((expression.function !== 'MIN' && expression.function !== 'MAX') || !argument) return undefined;
    const found: bigint[] = [];
    for (const row of rows) {
      const value = constant(over(argument, relation, row));
      if (value === null) continue;
      if (typeof value !== 'bigint') return undefined;
      found.push(value);
    }
    const sorted = found.sort((a, b) => (a < b ? -1 : 1));
    return literal((expression.function === 'MIN' ? sorted[0] : sorted.at(-1)) ?? null);
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? [known] : undefined;
}

type SortKey = bigint | string;

/** Sorted by whole numbers and plain words; undefined where the order depends on what is not known. */
function inOrder(
  query: Bound.BoundSelect,
  relation: number,
  rows: readonly ConstantRow[],
): readonly ConstantRow[] | undefined {
  if (query.orderBy.length === 0) return rows;
  const keyed: { readonly row: ConstantRow; readonly keys: readonly SortKey[] }[] = [];
  for (const row of rows) {
    const keys: SortKey[] = [];
    for (const { expression } of query.orderBy) {
      const own = expression.kind === 'output-column' ? query.select[expression.ordinal]?.expression : expression;
      const key = own && sortKey(over(own, relation, row));
      if (key === undefined) return undefined;
      keys.push(key);
    }
    keyed.push({ row, keys });
  }
  const signs = query.orderBy.map(({ descending }) => (descending ? -1 : 1));
  const compare = (a: readonly SortKey[], b: readonly SortKey[]): number => {
    for (const [i, key] of a.entries()) {
      const other = b[i] ?? key;
      if (key !== other) return (key < other ? -1 : 1) * (signs[i] ?? 1);
    }
    return 0;
  };
  return keyed.sort((a, b) => compare(a.keys, b.keys)).map(({ row }) => row);
}

/** Words of letters, digits and low lines stand in one order under every collation that takes no heed of case. */
function sortKey(value: Bound.BoundExpression): SortKey | undefined {
  const number = constant(value);
  if (typeof number === 'bigint') return number;
  const text = constantText(value);
  if (typeof text !== 'string' || !/^\w+$/.test(text) || !ignoresCase(value)) return undefined;
  // The low line comes before digits.
  return text.toLowerCase().replaceAll('_', ' ');
}

const ignoresCase = ({ collation }: Bound.BoundExpression): boolean =>
  collation !== undefined && !collationByName(collation.name).caseSensitive;
