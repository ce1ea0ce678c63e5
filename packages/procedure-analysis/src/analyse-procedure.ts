import { displayName, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { ALONE } from './alone.js';
import { analysisDiagnostics } from './diagnostics.js';
import { withFormerRows } from './former-rows.js';
import { orchestratedCalls } from './orchestrated-calls.js';
import type { ProcedureAnalysis, ReportedRows, StatementFate, WrittenTable } from './procedure-analysis.js';
import type { ProgramEnvironment } from './program/environment.js';
import { numberedKey } from './program/identity.js';
import { nameOfKey } from './program/name-of-key.js';
import type { Program } from './program/program.js';
import { reachableCtes } from './program/reachable.js';
import { writtenIn } from './program/row-loop.js';
import { asRelation } from './program/rows.js';
import { column, select } from './program/select.js';
import { inModelOrder, modelsOfResult, readModels, sharedModels } from './program/shared-models.js';
import type { TableState } from './program/table-state.js';
import { tablesRead } from './queries/tables-read.js';
import { declareAhead } from './statements/declare-ahead.js';
import { declaredParameters } from './statements/parameter-defaults.js';
import { withoutIdleKeys } from './statements/run-key.js';
import { runStatements } from './statements/run-statement.js';
import { withLists } from './with-lists.js';

/**
 * Reads a procedure as a program over tables: every write makes a new version of a table, every branch is a condition of
 * what stands in it. What it cannot state is refused with the place; what changes no rows is absorbed with the reason.
 * Nothing is skipped: every statement has a fate.
 */
export function analyseProcedure(body: Bound.BoundBody, environment: ProgramEnvironment = ALONE): ProcedureAnalysis {
  const orchestrated = orchestratedCalls(body, environment);
  if (orchestrated) return orchestrated;
  return withLists(
    environment,
    [body],
    (program) => analyseAlone(program, body),
    ({ fates }) => fates,
  );
}

function analyseAlone(program: Program, body: Bound.BoundBody): ProcedureAnalysis {
  for (const parameter of declaredParameters(body.parameters)) {
    program.parameters.set(parameter.name.toLowerCase(), parameter);
  }
  noteWrites(program, body.statements);
  declareAhead(program, body.statements);
  runStatements(program, body.statements, { condition: undefined, inTry: false });
  return conclude(program);
}

/** Before statements are worked through: what all of them write. */
export function noteWrites(program: Program, statements: readonly Bound.BoundStatement[]): void {
  for (const key of writtenIn(program, statements)) program.writing.add(key);
}

/** What a program that has run to its end leaves behind. */
export function conclude(program: Program): ProcedureAnalysis {
  const written = [...program.tables.values()].filter((table) => table.object && table.written);
  const shared = sharedModels(program, written);
  const reports = program.reports.map((query) => reportedRows(program, query, written));
  const tables = withFormerRows(
    inModelOrder(written, shared).map((table) => writtenTable(program, table, shared.get(table.key) ?? new Map())),
    reports,
  );
  const checks = checksOf(program, tables);
  return {
    parameters: withoutIdleKeys(program, [tables, reports, checks]),
    tables,
    reports,
    calls: [],
    callArguments: [],
    checks,
    notes: program.notes,
    opened: [...program.opened],
    fates: [...program.fates, ...lost(program)],
    followed: program.followed,
  };
}

/** A check that looks at rows which the models replace could not look at them any more when the project is tested. */
function checksOf(program: Program, tables: readonly WrittenTable[]): ProcedureAnalysis['checks'] {
  const written = new Set(tables.map(({ table }) => objectKey(table.object)));
  return program.checks
    .map((check) => ({ ...check, query: withCtes(program, check.query) }))
    .filter(({ query, ofLists }) => ofLists || ![...tablesRead(query)].some((name) => written.has(name)));
}

/** `models` are tables that it reads as they are behind the procedure, by the table expression that holds them. */
function writtenTable(program: Program, table: TableState, models: ReadonlyMap<number, TableState>): WrittenTable {
  const object = table.object as QualifiedName;
  const span = { start: 0, end: 0 };
  const current = [...models.values()].flatMap((other) => (other.object ? [displayName(other.object)] : []));
  const unordered = table.columns.find((_, ordinal) => program.numbered.has(numberedKey(table.key, ordinal)));
  const numbered = unordered ? { numbered: unordered.name } : {};
  const target: Bound.BoundPermanentTable = { kind: 'table', object, type: 'table', columns: table.columns, span };
  if (table.added && table.added.length > 0) {
    return {
      table: target,
      history: 'appended',
      inserts: table.added.map((query) => withCtes(program, query, models)),
      former: [],
      current,
      ...numbered,
    };
  }
  const relation = program.newId();
  const all = table.columns.map((each, i) => column(each, relation, i, span));
  const rows = withCtes(
    program,
    select(table.columns, all, [asRelation(table, relation, table.title, span)], undefined, span),
    models,
  );
  return {
    table: target,
    history: readsBefore(rows, object) ? 'rewritten' : 'replaced',
    inserts: [lastStep(rows)],
    former: [],
    current,
    ...numbered,
  };
}

/** Of a written table a result set reads the model where it needs its last rows alone. */
function reportedRows(program: Program, query: Bound.BoundQuery, written: readonly TableState[]): ReportedRows {
  const { current, former } = modelsOfResult(program, query, written);
  const names = written.flatMap(({ key, object }) => (object && former.has(key) ? [displayName(object)] : []));
  return { query: withCtes(program, query, current), former: names };
}

/** The query with the table expressions that it needs; `models` take the place of some of them. */
function withCtes(
  program: Program,
  query: Bound.BoundQuery,
  models: ReadonlyMap<number, TableState> = new Map(),
): Bound.BoundQuery {
  const rows = readModels(query, models);
  const ctes = reachableCtes(program, rows, (tree) => readModels(tree, models));
  return { ...rows, ctes: [...ctes, ...rows.ctes] };
}

/** `SELECT * FROM last` over the last table expression is that expression itself. */
function lastStep(query: Bound.BoundQuery): Bound.BoundQuery {
  const last = query.ctes.at(-1);
  const [from] = query.kind === 'select' ? query.from : [];
  if (!last || from?.kind !== 'cte-reference' || from.cte !== last.id) return query;
  return { ...last.query, columns: query.columns, ctes: query.ctes.slice(0, -1) };
}

function readsBefore(query: Bound.BoundQuery, object: QualifiedName): boolean {
  return tablesRead(query).has(objectKey(object));
}

/** A table of the database that the procedure leaves dropped: no model stands for it any more. */
function lost({ dropped, environment }: Program): readonly StatementFate[] {
  return [...dropped].flatMap((key): StatementFate[] => {
    if (!environment.columns(nameOfKey(key))) return [];
    const diagnostic = analysisDiagnostics.create('analyse-statement', { statement: `dropping ${key}` });
    return [{ span: { start: -1, end: -1 }, state: 'refused', diagnostic, tables: [] }];
  });
}
