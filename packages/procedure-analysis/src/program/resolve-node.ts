import { displayName, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { apartReads } from './apart.js';
import { bare } from './bare.js';
import { asksCatalog, catalogFinds, catalogValue } from './catalog-questions.js';
import { decided, integer, notTrue } from './conditions.js';
import { constantText } from './constant-text.js';
import { cteReference } from './cte-reference.js';
import { limitRecursion, viewRecurses } from './limit-recursion.js';
import { noRows } from './no-rows.js';
import type { Program } from './program.js';
import { nameParts } from './renamed-names.js';
import type { AnyNode } from './rewrite-tree.js';
import { carriedIn } from './row-loop.js';
import { asRelation } from './rows.js';
import { select } from './select.js';
import { shiftIds } from './shift-ids.js';
import { transactionCount } from './transaction.js';
import { refuseOtherWeek } from './week-start.js';

/** What stands for a variable or a table at this point of the procedure; undefined for what stays as it is. */
export function resolveNode(program: Program, node: AnyNode): AnyNode | undefined {
  if (isVariable(node)) return resolveVariable(program, node);
  if (program.row && node.kind === 'select') program.row.apart.push(...apartReads(program, node as Bound.BoundSelect));
  if (node.kind === 'comparison')
    return askedForRows(program, node as Bound.BoundComparison) ?? askedForWork(program, node as Bound.BoundComparison);
  if (node.kind === 'is-null') return askedForTable(program, node as Bound.BoundIsNull);
  if (isSystemVariable(node)) {
    if (node.name === '@@ROWCOUNT' && program.rowCount) return program.rowCount;
    if (node.name === '@@IDENTITY' && program.lastIdentity) return program.lastIdentity;
    if (node.name === '@@DATEFIRST' && program.dateFirst !== undefined)
      return {
        kind: 'literal',
        type: node.type,
        nullable: false,
        span: node.span,
        value: program.dateFirst,
      } as AnyNode;
    if (node.name === '@@TRANCOUNT') return transactionCount(program, node.span) as AnyNode | undefined;
    if (node.name === '@@ERROR' || (node.name === '@@FETCH_STATUS' && program.row?.fetching))
      return { kind: 'literal', type: node.type, nullable: false, span: node.span, value: 0n } as AnyNode;
    return undefined;
  }
  if (node.kind === 'scalar-subquery') return catalogValue(program, node as Bound.BoundScalarSubquery);
  if (node.kind === 'exists') return askedForObject(program, node as Bound.BoundExists);
  if (program.dateFirst !== undefined && isElsewhere(node)) refuseOtherWeek(program, node.span);
  if (isScopeIdentity(node)) return program.lastIdentity;
  if (isNamedTable(node)) return resolveTable(program, node, objectKey(node.object));
  if (isTemporaryTable(node)) return resolveTable(program, node, node.name.toLowerCase());
  return undefined;
}

/** `@@ROWCOUNT = 0` asks whether there was a row, not how many. */
function askedForRows(program: Program, { left, right, operator, span }: Bound.BoundComparison): AnyNode | undefined {
  const limit = bare(right);
  if (left.kind !== 'system-variable' || left.name !== '@@ROWCOUNT') return undefined;
  if (limit.kind !== 'literal' || limit.value !== 0n || program.rowCount?.kind !== 'scalar-subquery') return undefined;
  const { query } = program.rowCount;
  if (query.kind !== 'select') return undefined;
  const one = integer(1, span);
  const rows = select([{ name: 'one_row', type: one.type, nullable: false }], [one], query.from, query.where, span);
  const any: Bound.BoundPredicate = { kind: 'exists', query: rows, span };
  if (operator === '>' || operator === '<>') return any as AnyNode;
  return operator === '=' ? (notTrue(any) as AnyNode) : undefined;
}

/** `XACT_STATE() <> 0` asks whether a transaction is open. */
function askedForWork(program: Program, node: Bound.BoundComparison): AnyNode | undefined {
  const { left, right, operator, span } = node;
  const limit = bare(right);
  const state = bare(left);
  if (state.kind !== 'call' || state.function !== 'XACT_STATE' || (operator !== '<>' && operator !== '='))
    return undefined;
  const count = limit.kind === 'literal' && limit.value === 0n ? transactionCount(program, span) : undefined;
  const is: Bound.BoundComparison | undefined = count && { ...node, left: count, right: integer(0, span) };
  return is as AnyNode | undefined;
}

/** `OBJECT_ID('dw.Fact') IS NOT NULL` for a table that is there. */
function askedForTable(program: Program, { operand, negated, span }: Bound.BoundIsNull): AnyNode | undefined {
  if (operand.kind !== 'call' || operand.function !== 'OBJECT_ID') return undefined;
  const [first, second, ...more] = operand.arguments.map((argument) => constantText(program.resolve(argument)));
  const kind = operand.arguments.length > 1 ? second : 'U';
  const table = first ? nameParts(first) : undefined;
  if (!table || more.length > 0 || kind?.trim().toUpperCase() !== 'U' || !program.environment.columns(table)) {
    return undefined;
  }
  const key = objectKey(table);
  if (program.dropped.has(key) || program.movedAway.has(key)) return undefined;
  return decided(negated, span);
}

/** `IF EXISTS (SELECT * FROM sys.tables …)` for an object that is there. One that is not there may be made by then. */
const askedForObject = (program: Program, { query, span }: Bound.BoundExists): AnyNode | undefined =>
  asksCatalog(query) && catalogFinds(program, query) ? decided(true, span) : undefined;

function resolveVariable(program: Program, node: Bound.BoundVariable): AnyNode | undefined {
  const value = program.variables.get(node.name.toLowerCase());
  const carried = value && carriedIn(value);
  if (carried !== undefined) program.refuse(analysisDiagnostics.create('analyse-loop', { carried }, node.span));
  return value;
}

function resolveTable(
  program: Program,
  node: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
  key: string,
): AnyNode | undefined {
  const state = program.tables.get(key);
  if (program.row?.written.has(key) && !program.row.apart.some(({ relation }) => relation === node.relation)) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, node.span));
  }
  if (program.noted.has(key)) {
    program.refuse(analysisDiagnostics.create('analyse-own-write', { table: node.alias }, node.span));
  }
  if (!state) {
    if (node.kind === 'temporary-table') {
      return program.refuse(analysisDiagnostics.create('analyse-unknown-table', { table: node.name }, node.span));
    }
    const { relation, alias, columns, span } = node;
    program.checkThere(key, displayName(node.object), span);
    if (program.created.has(key)) {
      return { kind: 'derived-table', relation, alias, columns, span, query: noRows(columns, span) } as AnyNode;
    }
    return presentView(program, node);
  }
  const { relation, alias, columns, span } = node;
  // Another reference may name other columns than the table does, or more of them.
  return state.version.kind === 'before' ? undefined : asRelation({ ...state, columns }, relation, alias, span);
}

/**
 * A view shows the tables as they are at this point. One that reads what the procedure writes would need the model that
 * needs it: its query stands in its place. So does that of one whose recursion the statement gives another limit.
 */
function presentView(
  program: Program,
  { object, relation, alias, columns, span, type }: Bound.BoundNamedTable,
): AnyNode | undefined {
  if (type !== 'view') return undefined;
  const { environment, maxRecursion } = program;
  const written = new Set([...program.writing, ...program.noted]);
  const readsWritten = written.size > 0 && environment.viewReads(object, written);
  if (!readsWritten && maxRecursion === undefined) return undefined;
  const found = environment.viewQuery(object);
  if (!readsWritten && !(found && viewRecurses(program, found))) return undefined;
  const limited = found && maxRecursion !== undefined ? limitRecursion(found, maxRecursion) : found;
  const query = limited && named(shiftIds(limited, program.newIdBlock()), columns);
  if (!query) {
    return program.refuse(analysisDiagnostics.create('analyse-own-write', { table: displayName(object) }, span));
  }
  program.opened.add(objectKey(object));
  const cte = program.addCte(object.name, program.resolve(query));
  return cteReference({ ...cte, columns }, relation, span, alias);
}

/** The query with these names for its columns; undefined where its parts would have to be renamed. */
function named(query: Bound.BoundQuery, columns: readonly Bound.OutputColumn[]): Bound.BoundQuery | undefined {
  if (query.kind === 'select') {
    return { ...query, columns, select: query.select.map((item, i) => ({ ...item, name: columns[i]?.name })) };
  }
  return query.columns.every(({ name }, i) => name === columns[i]?.name) ? query : undefined;
}

/** Views and functions of the database. */
const isElsewhere = (
  node: AnyNode,
): node is Bound.BoundNamedTable | Bound.BoundUserFunctionTable | Bound.BoundUserCall =>
  node.kind === 'user-call' || node.kind === 'user-function-table' || (isNamedTable(node) && node.type === 'view');

const isVariable = (node: AnyNode): node is Bound.BoundVariable => node.kind === 'variable';
const isSystemVariable = (node: AnyNode): node is Bound.BoundSystemVariable => node.kind === 'system-variable';
const isScopeIdentity = (node: AnyNode): boolean =>
  node.kind === 'call' && 'function' in node && node.function === 'SCOPE_IDENTITY';
const isNamedTable = (node: AnyNode): node is Bound.BoundNamedTable => node.kind === 'named-table';
const isTemporaryTable = (node: AnyNode): node is Bound.BoundTemporaryTable => node.kind === 'temporary-table';
