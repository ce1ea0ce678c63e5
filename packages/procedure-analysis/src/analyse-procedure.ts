import { displayName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from './diagnostics.js';
import type { ProcedureAnalysis, ProcedureParameter, StatementFate, WrittenTable } from './procedure-analysis.js';
import { insertedRows } from './queries/inserted-rows.js';
import { tablesRead } from './queries/tables-read.js';
import { harmless } from './statements/harmless.js';
import { declaredParameters, lateDefault } from './statements/parameter-defaults.js';
import { statementName } from './statements/statement-name.js';

type StatementFates = readonly StatementFate[];

/** The tables as they stand at a point of the procedure. */
interface Versions {
  readonly tables: Map<string, WrittenTable>;
  readonly reports: Bound.BoundQuery[];
  readonly parameters: Map<string, ProcedureParameter>;
}

/**
 * Reads a procedure as a program over tables, statement by statement. What it cannot state is refused with the place;
 * what changes no rows is absorbed with the reason. Nothing is skipped: every statement has a fate.
 */
export function analyseProcedure(body: Bound.BoundBody): ProcedureAnalysis {
  const parameters = declaredParameters(body.parameters);
  const versions: Versions = {
    tables: new Map(),
    reports: [],
    parameters: new Map(parameters.map((parameter) => [parameter.name.toLowerCase(), parameter])),
  };
  const fates = body.statements.flatMap((statement, i) =>
    analyse(versions, statement, i === body.statements.length - 1),
  );
  return {
    parameters: [...versions.parameters.values()],
    tables: [...versions.tables.values()],
    reports: versions.reports,
    fates,
  };
}

function analyse(versions: Versions, statement: Bound.BoundStatement, last: boolean): StatementFates {
  const noEffect = harmless(statement);
  if (noEffect !== undefined) return absorb(statement, noEffect);
  if (!statement.valid) {
    const unbound = analysisDiagnostics.create(
      'analyse-unbound',
      { reason: 'a name in it is unknown.' },
      statement.span,
    );
    return refuse(statement, unbound);
  }
  switch (statement.kind) {
    case 'truncate-table':
      return replace(versions, statement, statement.target);
    case 'delete':
      if (!statement.where && !statement.top && statement.output.length === 0 && isAlone(statement.from)) {
        return replace(versions, statement, statement.target.table);
      }
      return refuse(statement);
    case 'insert':
      return insert(versions, statement);
    case 'select':
      versions.reports.push(statement.query);
      return convert(statement, []);
    case 'return':
      return last && isPlainReturn(statement) ? absorb(statement, 'the end of the procedure') : refuse(statement);
    case 'if': {
      const late = lateDefault(statement);
      const parameter = late && versions.parameters.get(late.parameter.toLowerCase());
      if (!late || !parameter) return refuse(statement);
      versions.parameters.set(late.parameter.toLowerCase(), { ...parameter, default: late.default });
      const [only] = statement.then;
      const reason = `it is the default of ${late.parameter}, now a variable of the project`;
      return [statement, ...(only ? [only] : [])].flatMap((each) => absorb(each, reason));
    }
    default:
      return refuse(statement);
  }
}

const isAlone = (from: readonly Bound.BoundTable[]): boolean => from.length === 1 && from[0]?.kind === 'named-table';

function isPlainReturn({ value }: Bound.BoundReturn): boolean {
  return value === undefined || (value.kind === 'literal' && value.value === 0n);
}

/** All rows go: the table begins anew. */
function replace(versions: Versions, statement: Bound.BoundStatement, target: Bound.BoundStoredTable): StatementFates {
  if (target.kind !== 'table' || target.type !== 'table') return refuse(statement, notATable(target, statement));
  const name = displayName(target.object);
  versions.tables.set(name.toLowerCase(), { table: target, history: 'replaced', inserts: [] });
  return convert(statement, [name]);
}

function insert(versions: Versions, statement: Bound.BoundInsert): StatementFates {
  const { target, source } = statement;
  if (target.kind !== 'table' || target.type !== 'table') return refuse(statement, notATable(target, statement));
  if (source.kind !== 'query' || statement.output.length > 0 || statement.top) return refuse(statement);
  const name = displayName(target.object);
  const key = name.toLowerCase();
  // Reading the target itself means its rows before the procedure, as long as nothing has written it.
  for (const read of tablesRead([source.query, statement.ctes])) {
    if (!versions.tables.has(read)) continue;
    return refuse(statement, analysisDiagnostics.create('analyse-own-write', { table: read }, statement.span));
  }
  const rows = insertedRows(statement, source, target);
  if (!rows.ok) return refuse(statement, rows.error);
  const before = versions.tables.get(key) ?? { table: target, history: 'appended' as const, inserts: [] };
  versions.tables.set(key, { ...before, inserts: [...before.inserts, rows.value] });
  return convert(statement, [name]);
}

function notATable(target: Bound.BoundStoredTable, { span }: Bound.BoundStatement): Diagnostic {
  const table =
    target.kind === 'table' ? displayName(target.object) : target.kind === 'temporary-table' ? target.name : 'a table';
  return analysisDiagnostics.create('analyse-view-target', { table }, span);
}

function convert({ span }: Bound.BoundStatement, tables: readonly string[]): StatementFates {
  return [{ span, state: 'converted', tables }];
}

function absorb({ span }: Bound.BoundStatement, reason: string): StatementFates {
  return [{ span, state: 'absorbed', reason, tables: [] }];
}

function refuse(
  statement: Bound.BoundStatement,
  diagnostic = analysisDiagnostics.create('analyse-statement', { statement: statementName(statement) }, statement.span),
): StatementFates {
  return [{ span: statement.span, state: 'refused', diagnostic, tables: [] }];
}
