import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { isClosed, isSteadyView } from './catalog-questions.js';
import { both, type Condition, notTrue } from './conditions.js';
import { cteReference } from './cte-reference.js';
import type { Program } from './program.js';
import { type AnyNode, visitOnce } from './rewrite-tree.js';
import { unionAll } from './rows.js';
import { anyRow, column, select } from './select.js';

type Literals = readonly Bound.BoundLiteral[];

const MOST_ROWS = 500;

/**
 * The rows of a query over tables that list objects of the database, as those of a load that is driven by a table of
 * its sources and targets: they are taken for granted, and a check compares them whenever the project is built. Undefined
 * for a query that reads anything else.
 */
export function listedObjects(program: Program, query: Bound.BoundQuery): readonly Literals[] | undefined {
  if (!program.takesLists || !isClosed(query, isTable)) return undefined;
  const lists = listsIn(program, query);
  if (lists.length === 0) return undefined;
  const rows = program.environment.listedRows(query);
  if (!rows || rows.length === 0 || rows.length > MOST_ROWS) return undefined;
  for (const list of lists) {
    const listed = program.environment.listedRows(list);
    if (!listed) return undefined;
    noteList(program, list, listed);
  }
  return rows;
}

const isTable = (node: AnyNode): boolean => (node as Bound.BoundNamedTable).type === 'table' || isSteadyView(node);

type List = Bound.BoundSelect & { readonly from: readonly [Bound.BoundNamedTable] };

/** Of each table in a query, the columns that it reads. */
function listsIn(program: Program, query: Bound.BoundQuery): readonly List[] {
  const tables: Bound.BoundNamedTable[] = [];
  const read = new Map<number, Set<number>>();
  visitOnce(query, (node) => {
    if (node.kind === 'named-table' && !isSteadyView(node)) tables.push(node as Bound.BoundNamedTable);
    if (node.kind !== 'column') return;
    const { relation, ordinal } = node as Bound.BoundColumn;
    read.set(relation, (read.get(relation) ?? new Set()).add(ordinal));
  });
  return tables.map((table) => {
    const ordinals = [...(read.get(table.relation) ?? [0])].sort((a, b) => a - b);
    const relation = program.newId();
    const columns = ordinals.flatMap((ordinal) => table.columns[ordinal] ?? []);
    const values = columns.map((of, i) => column(of, relation, ordinals[i] ?? 0, table.span));
    return select(columns, values, [{ ...table, relation }], undefined, table.span) as List;
  });
}

/** A row that the table has and the list does not, or the other way round, fails the check. */
function noteList(program: Program, query: List, rows: readonly Literals[]): void {
  const [{ object, span }] = query.from;
  const table = displayName(object);
  const key = `${table} ${query.columns.map(({ name }) => name).join()}`.toLowerCase();
  if (program.listed.has(key)) return;
  program.listed.add(key);
  const { columns } = query;
  const present = program.addCte('present', query);
  const values: Bound.BoundTable = {
    kind: 'values-table',
    relation: program.newId(),
    alias: 'rows',
    columns,
    span,
    rows,
  };
  const all = columns.map((of, i) => column(of, values.relation, i, span));
  const listed = program.addCte('listed', select(columns, all, [values], undefined, span));
  const check = unionAll(without(program, present, listed), without(program, listed, present));
  const message = `What is executed follows these rows of ${table}: migrate again when they change.`;
  program.checks.push({ query: check, message, ofLists: true });
  const place = program.calls.length === 0 ? span : undefined;
  program.notes.push(analysisDiagnostics.create('analyse-listed-objects', { table, rows: rows.length }, place));
}

/** Rows of one table expression that another one does not have. */
function without(program: Program, some: Bound.BoundCte, others: Bound.BoundCte): Bound.BoundSelect {
  const { columns, query } = some;
  const { span } = query;
  const [own, other] = [cteReference(some, program.newId(), span), cteReference(others, program.newId(), span)];
  const isSame = columns.reduce<Condition>(
    (all, of, i) =>
      both(all, {
        kind: 'is-distinct',
        negated: true,
        left: exactly({ ...column(of, own.relation, i, span), level: 1 }),
        right: exactly(column(of, other.relation, i, span)),
        collation: of.collation && EXACT.name,
        span,
      }),
    undefined,
  );
  const values = columns.map((of, i) => column(of, own.relation, i, span));
  return select(columns, values, [own], notTrue(anyRow([other], isSame, span)), span);
}

const EXACT = { name: 'Latin1_General_BIN2', label: 'explicit' } as const;

/** Texts by their letters, whatever the collation of the column says about case. */
function exactly(value: Bound.BoundColumn): Bound.BoundExpression {
  if (!value.collation) return value;
  const { type, nullable, span } = value;
  return { kind: 'collate', type, nullable, span, collation: EXACT, operand: value };
}
