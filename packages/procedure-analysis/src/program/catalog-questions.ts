import { isCharacter, isDateOrTime, type SqlType } from '@datamigrate/catalog';
import { type Bound, FUNCTIONS, type FunctionFact } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { integer } from './conditions.js';
import { nullOf } from './null-of.js';
import type { Program } from './program.js';
import { type AnyNode, someNode, visitOnce } from './rewrite-tree.js';
import { select } from './select.js';

type Literals = readonly Bound.BoundLiteral[];

const SYS = ['tables', 'columns', 'schemas', 'objects', 'views', 'procedures', 'types', 'key_constraints', 'indexes'];
const SYS_MORE = ['index_columns', 'foreign_keys', 'foreign_key_columns', 'default_constraints', 'check_constraints'];
const SYS_OLD = ['computed_columns', 'sysobjects', 'syscolumns', 'systypes'];
const STANDARD = ['tables', 'columns', 'views', 'schemata', 'table_constraints', 'key_column_usage'];
const STANDARD_MORE = ['constraint_column_usage', 'referential_constraints', 'check_constraints'];

/** Views whose rows change with definitions alone, as `schema.name` in lower case. */
const STEADY_VIEWS: ReadonlySet<string> = new Set([
  ...[...SYS, ...SYS_MORE, ...SYS_OLD].map((name) => `sys.${name}`),
  ...[...STANDARD, ...STANDARD_MORE].map((name) => `information_schema.${name}`),
]);

/** Numbers that every server gives objects anew: good for joins, but nothing to be kept. */
const OBJECT_NUMBERS: ReadonlySet<string> = new Set([
  ...['object_id', 'schema_id', 'parent_object_id', 'referenced_object_id', 'default_object_id', 'rule_object_id'],
  ...['id', 'uid', 'parent_obj', 'user_type_id'],
]);

/** Functions that ask the catalog as well. */
const ABOUT_OBJECTS: ReadonlySet<string> = new Set([
  ...['OBJECT_ID', 'OBJECT_NAME', 'OBJECT_SCHEMA_NAME', 'SCHEMA_ID', 'SCHEMA_NAME', 'TYPE_ID', 'TYPE_NAME'],
  ...['COL_NAME', 'COL_LENGTH', 'COLUMNPROPERTY', 'OBJECTPROPERTY', 'DB_NAME', 'PARSENAME'],
]);

/** What differs from run to run, or is not in the catalog. */
const OUTSIDE: ReadonlySet<string> = new Set([
  ...['variable', 'system-variable', 'temporary-table', 'user-call', 'user-function-table', 'next-value'],
  ...['identity-value', 'function-table'],
]);

/**
 * The rows of a query about the objects of the database: they are those of the catalog that the project is written from,
 * as a `SELECT *` has the columns of that catalog. Undefined for a query that reads anything else.
 */
export function catalogAnswer(program: Program, query: Bound.BoundQuery): readonly Literals[] | undefined {
  if (!asksCatalog(query) || !isUnchanged(program) || !isClosed(query) || keepsNumbers(query)) return undefined;
  const rows = program.environment.catalogRows(query);
  if (!rows) return undefined;
  const isNoted = program.notes.some(({ code }) => code === 'analyse-catalog-answer');
  // A place inside of what is called is none of this procedure.
  const span = program.calls.length === 0 ? query.span : undefined;
  if (!isNoted) program.notes.push(analysisDiagnostics.create('analyse-catalog-answer', {}, span));
  return rows;
}

/** The text or whole number that an expression over constants gives; undefined where it depends on anything else. */
export function constantResult(program: Program, value: Bound.BoundExpression): Bound.BoundLiteral | undefined {
  if (value.kind === 'literal') return value;
  if (!isCharacter(value.type) || !isClosed(value)) return undefined;
  const columns = [{ name: 'value', type: value.type, nullable: true, collation: value.collation }];
  return program.environment.catalogRows(select(columns, [value], [], undefined, value.span))?.[0]?.[0];
}

/** A subquery about the objects of the database, in place. */
export function catalogValue(program: Program, node: Bound.BoundScalarSubquery): Bound.BoundLiteral | undefined {
  if (!asksCatalog(node.query)) return undefined;
  const rows = catalogAnswer(program, program.resolve(node.query));
  if (!rows || rows.length > 1) return undefined;
  const [value] = rows[0] ?? [];
  return value ?? nullOf(node.type, node.span);
}

/** Whether a query about the objects of the database has a row, whatever it selects. */
export function catalogFinds(program: Program, query: Bound.BoundQuery): boolean {
  const { span } = query;
  const one = integer(1, span);
  const found = query.kind === 'select' && !query.groupBy && !query.distinct && !query.top && !query.offset;
  if (!found || !isUnchanged(program)) return false;
  const columns = [{ name: 'one', type: one.type, nullable: false }];
  const any = program.resolve({ ...query, columns, orderBy: [], select: [{ expression: one, name: 'one' }] });
  return isClosed(any) && (program.environment.catalogRows(any) ?? []).length > 0;
}

/** Whether a query reads the catalog first of all. */
export function asksCatalog(query: Bound.BoundQuery): boolean {
  if (query.kind === 'set-operation') return asksCatalog(query.left);
  return query.from.some((table) => someNode(table, isSteadyView));
}

/** A view of the catalog whose rows change with definitions alone. */
export const isSteadyView = (node: AnyNode): boolean => {
  if (node.kind !== 'named-table') return false;
  const { type, object, database } = node as Bound.BoundNamedTable;
  return (
    type === 'system-view' &&
    database === undefined &&
    STEADY_VIEWS.has(`${object.schema}.${object.name}`.toLowerCase())
  );
};

/** The procedure has not made or dropped tables by now: the catalog is still that of the source. */
const isUnchanged = ({ created, dropped, movedAway, renamed }: Program): boolean =>
  [created, dropped, movedAway, renamed].every(({ size }) => size === 0);

/** Whether a tree depends on nothing but constants and the catalog. Dates depend on the settings of a session. */
export function isClosed(
  tree: Bound.BoundQuery | Bound.BoundExpression,
  isKnown: (node: AnyNode) => boolean = isSteadyView,
): boolean {
  const own = new Set<number>();
  const read = new Set<number>();
  const ctes = new Set<number>();
  const references = new Set<number>();
  let closed = true;
  visitOnce(tree, (node) => {
    if (OUTSIDE.has(node.kind)) closed = false;
    if (node.kind === 'named-table' && !isKnown(node)) closed = false;
    if (node.kind === 'call' && !isSteady((node as Bound.BoundCall).function)) closed = false;
    if ('type' in node && typeof node.type === 'object' && isDateOrTime(node.type as SqlType)) closed = false;
    if ('relation' in node && 'columns' in node) own.add(node.relation as number);
    if (node.kind === 'column') read.add((node as Bound.BoundColumn).relation);
    if (node.kind === 'cte-reference') references.add((node as Bound.BoundCteReference).cte);
    if ('ctes' in node) for (const { id } of node.ctes as readonly Bound.BoundCte[]) ctes.add(id);
  });
  return closed && isWithin(read, own) && isWithin(references, ctes);
}

const isWithin = (some: ReadonlySet<number>, all: ReadonlySet<number>): boolean => [...some].every((id) => all.has(id));

function isSteady(name: Bound.BoundCall['function']): boolean {
  const fact: FunctionFact = FUNCTIONS[name];
  return fact.deterministic !== false || ABOUT_OBJECTS.has(name);
}

/** Whether numbers of objects are among what the query, or one inside it, selects. */
function keepsNumbers(query: Bound.BoundQuery): boolean {
  let keeps = false;
  visitOnce(query, (node) => {
    if (node.kind !== 'select') return;
    for (const { expression } of (node as Bound.BoundSelect).select) if (givesNumber(expression)) keeps = true;
  });
  return keeps;
}

function givesNumber(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || next instanceof Uint8Array) continue;
    if ('kind' in next && next.kind === 'call' && ABOUT_OBJECTS.has((next as Bound.BoundCall).function)) continue;
    if ('kind' in next && next.kind === 'column' && OBJECT_NUMBERS.has((next as Bound.BoundColumn).name.toLowerCase()))
      return true;
    open.push(...(Object.values(next) as unknown[]));
  }
  return false;
}
