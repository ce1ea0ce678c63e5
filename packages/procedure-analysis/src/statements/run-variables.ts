import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, choose } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { constantRows } from '../program/constant-rows.js';
import { cteReference, scalarFrom } from '../program/cte-reference.js';
import { distinctColumn, matchesOnce } from '../program/keys.js';
import { mentionsQuery } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { visitOnce } from '../program/rewrite-tree.js';
import { anyRow } from '../program/select.js';
import { assign, valueBefore } from './assign.js';
import { takeAnswers } from './take-answers.js';

/** DECLARE @x int = …: without a value it does nothing, as the variable is there already. */
export function runDeclare(program: Program, { declarations }: Bound.BoundDeclareVariable, condition: Condition): void {
  for (const { name, value } of declarations) {
    if (value) assign(program, name, value, program.outliving.has(name.toLowerCase()) ? condition : undefined);
  }
}

export function runSet(program: Program, { variable, value }: Bound.BoundSetVariable, condition: Condition): void {
  assign(program, variable.name, value, condition);
}

/**
 * `SELECT @a = x, @b = y FROM …`. A query of one row, as an aggregate is, becomes a table expression of one row; without
 * FROM the values are plain. A query that may find no row leaves the variable as it was, which is NULL for a fresh one.
 */
export function runSelectVariables(
  program: Program,
  statement: Bound.BoundSelectVariables,
  condition: Condition,
): void {
  const { query, variables, span } = statement;
  const block = query.kind === 'select' ? query : undefined;
  if (block && block.from.length === 0 && !block.groupBy) {
    variables.forEach(({ name }, i) => {
      const value = block.select[i]?.expression;
      if (value) assign(program, name, value, condition);
    });
    return;
  }
  refuseSeeingEarlier(program, query, variables, span);
  if (takeAnswers(program, statement, condition)) return;
  if (takeConstants(program, statement, condition)) return;
  const whole = block?.groupBy?.implicit === true && !block.having;
  const single = whole || isFirstRow(block) || isKeyed(program, block);
  const fresh = variables.every(({ name }) => isNull(program.variables.get(name.toLowerCase())));
  if (!single) expectOneRow(program, statement);
  const resolved = program.resolve(query);
  const named = variables.map(({ name }) => name.replace(/^@+/, ''));
  const columns = resolved.columns.map((each, i) => ({ ...each, name: named[i] ?? each.name }));
  const renamed: Bound.BoundQuery =
    resolved.kind === 'select'
      ? { ...resolved, columns, select: resolved.select.map((item, i) => ({ ...item, name: named[i] })) }
      : { ...resolved, columns };
  const cte = program.inlineScalars ? undefined : program.addCte(named.join(' and '), renamed);
  // A query without a row leaves what the variables had.
  const there = isThere(program, block);
  const certain = whole || fresh || there;
  const assigned = certain ? condition : both(condition, foundRow(program, cte, renamed, span));
  const values = variables.map(({ name, type }, i) => {
    const constant = there ? constantOf(renamed, i) : undefined;
    const value =
      constant ?? (cte ? scalarFrom(cte, i, program.newId(), type, span) : columnOf(renamed, i, type, span));
    return assigned ? choose(assigned, value, valueBefore(program, name, type, span)) : value;
  });
  for (const [i, { name }] of variables.entries()) {
    const value = values[i];
    if (value) program.keep(name, value);
  }
}

/** A query of one row that is the same for every run. */
function takeConstants(
  program: Program,
  { query, variables }: Bound.BoundSelectVariables,
  condition: Condition,
): boolean {
  if (program.row) return false;
  const rows = constantRows(program, program.resolve(query));
  if (!rows || rows.length > 1) return false;
  const [row] = rows;
  if (row) for (const [i, { name }] of variables.entries()) if (row[i]) assign(program, name, row[i], condition);
  return true;
}

/** `SELECT @a = x, @b = @a + 1 FROM …`: SQL Server does not say which of its values of @a the second column sees. */
function refuseSeeingEarlier(
  program: Program,
  query: Bound.BoundQuery,
  variables: Bound.BoundSelectVariables['variables'],
  span: Bound.BoundSelectVariables['span'],
): void {
  const assigned = new Set(variables.map(({ name }) => name.toLowerCase()));
  const items = query.kind === 'select' ? query.select : [];
  const earlier = new Set<string>();
  for (const [i, { expression }] of items.entries()) {
    visitOnce(expression, (node) => {
      if (node.kind !== 'variable' || !('name' in node)) return;
      const name = String(node.name).toLowerCase();
      if (!assigned.has(name) || !earlier.has(name)) return;
      program.refuse(analysisDiagnostics.create('analyse-variable-rows', { variable: String(node.name) }, span));
    });
    const own = variables[i]?.name.toLowerCase();
    if (own !== undefined) earlier.add(own);
  }
}

/**
 * A query that no key limits to one row is meant to find one: a scalar subquery, which stops the build where it finds
 * several. One without a condition is not meant so, nor is one with an order or one that adds to its own variable.
 */
function expectOneRow(program: Program, { query, variables, span }: Bound.BoundSelectVariables): void {
  const names = variables.map(({ name }) => name);
  const own = new Set(names.map((name) => name.toLowerCase()));
  const isFiltered = query.kind === 'select' && query.where !== undefined;
  let several = !isFiltered || query.orderBy.length > 0 || program.row !== undefined || program.inlineScalars;
  visitOnce(query, (node) => {
    if (node.kind === 'variable' && 'name' in node && own.has(String(node.name).toLowerCase())) several = true;
  });
  const variable = names.join(', ');
  if (several) program.refuse(analysisDiagnostics.create('analyse-variable-rows', { variable }, span));
  program.notes.push(analysisDiagnostics.create('analyse-single-row', { variable }, span));
}

function foundRow(
  program: Program,
  cte: Bound.BoundCte | undefined,
  query: Bound.BoundQuery,
  span: Bound.BoundSelectVariables['span'],
): Bound.BoundPredicate {
  if (!cte) return { kind: 'exists', query, span };
  return anyRow([cteReference(cte, program.newId(), span)], undefined, span);
}

/** A value that has nothing to do with the row that is found. */
function constantOf(query: Bound.BoundQuery, ordinal: number): Bound.BoundExpression | undefined {
  const item = query.kind === 'select' ? query.select[ordinal]?.expression : undefined;
  let own = item !== undefined && !mentionsQuery(item);
  visitOnce(item, (node) => {
    if (node.kind === 'column') own = false;
  });
  return own ? item : undefined;
}

/** One column of a query that has one row at most. */
function columnOf(
  query: Bound.BoundQuery,
  ordinal: number,
  type: Bound.BoundExpression['type'],
  span: Bound.BoundSelectVariables['span'],
): Bound.BoundExpression {
  const item = query.kind === 'select' ? query.select[ordinal] : undefined;
  const of = query.columns[ordinal];
  const only =
    query.kind === 'select' && item && of ? { ...query, columns: [of], select: [item], orderBy: query.orderBy } : query;
  return { kind: 'scalar-subquery', type, nullable: true, collation: of?.collation, span, query: only };
}

function isFirstRow(block: Bound.BoundSelect | undefined): boolean {
  return block?.top?.count.kind !== undefined && !block.top.percent && !block.top.withTies && isOne(block.top.count);
}

function isOne(count: Bound.BoundExpression): boolean {
  if (count.kind === 'cast') return isOne(count.operand);
  return count.kind === 'literal' && count.value === 1n;
}

/** One table, read by a whole key. */
function isKeyed(program: Program, block: Bound.BoundSelect | undefined): boolean {
  const [table, ...more] = block?.from ?? [];
  if (!block || !table || more.length > 0 || !('relation' in table) || block.groupBy) return false;
  return matchesOnce(program, [table], block.where);
}

/** A row of a loop comes from the table that is asked for it by the same value. */
function isThere(program: Program, block: Bound.BoundSelect | undefined): boolean {
  const [table, ...more] = block?.from ?? [];
  const [tie, ...others] = conjuncts(block?.where);
  if (!program.row || block?.groupBy || block?.offset || table?.kind !== 'named-table' || more.length > 0) return false;
  if (tie?.kind !== 'comparison' || tie.operator !== '=' || others.length > 0) return false;
  const { rows, origins, written } = program.row;
  const key = objectKey(table.object);
  const now = program.tables.get(key)?.version.kind ?? 'before';
  if (written.has(key) || now !== 'before') return false;
  return [
    [tie.left, tie.right],
    [tie.right, tie.left],
  ].some(([a, b]) => {
    const of = a && distinctColumn(a);
    const value = b && distinctColumn(program.resolve(b));
    if (of?.relation !== table.relation || value?.relation !== rows.relation) return false;
    return origins.some(
      (each) => each.ordinal === value.ordinal && objectKey(each.table) === key && each.column === of.ordinal,
    );
  });
}

const isNull = (value: Bound.BoundExpression | undefined): boolean => value?.kind === 'literal' && value.value === null;
