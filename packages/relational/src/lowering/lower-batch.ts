import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import { LoweringContext, LoweringScope, type LoweringSettings } from './context.js';
import { lowerExpression } from './lower-expression.js';
import type { LoweredModel } from './lower-model.js';
import { lowerPredicate } from './lower-predicate.js';
import { lowerQuery, outputNames, outputOrigins } from './lower-query.js';
import { lowerScalarItem } from './lower-scalar-query.js';
import { readable } from './readable.js';

/** SET options that change no result of a query that is translated at all. */
const HARMLESS: ReadonlySet<string> = new Set([
  'NOCOUNT',
  'XACT_ABORT',
  'ANSI_NULLS',
  'QUOTED_IDENTIFIER',
  'ANSI_PADDING',
  'CONCAT_NULL_YIELDS_NULL',
  'ANSI_NULL_DFLT_ON',
]);

/** ON is what every statement expects: errors are errors. */
const EXPECTED_ON: ReadonlySet<string> = new Set(['ANSI_WARNINGS', 'ARITHABORT', 'ANSI_DEFAULTS']);

/** The binder has taken these in; their values arrive with the session of the settings. */
const SESSION: ReadonlySet<string> = new Set(['DATEFIRST', 'DATEFORMAT', 'LANGUAGE']);

/**
 * Statements that end in one SELECT: what DECLARE and SET give to variables takes the variables' places. Anything else
 * is refused: a statement that is left out may have decided what the SELECT returns.
 */
export function lowerBatch(settings: LoweringSettings, statements: readonly Bound.BoundStatement[]): LoweredModel {
  const context = new LoweringContext(settings);
  const variables = new Map<string, RelExpression>();
  let query: Bound.BoundQuery | undefined;
  for (const statement of statements) {
    if (query) refuseStatement(context, statement, 'a statement after the SELECT');
    else if (statement.kind === 'select') query = statement.query;
    else lowerBefore(context, variables, statement);
  }
  if (!query) context.refuse(relationalDiagnostics.create('lower-no-rows', {}));
  const names = query ? outputNames(context, query.columns) : [];
  const scope = new LoweringScope(undefined, variables);
  const lowered = query && lowerQuery(context, scope, query, names, true);
  return {
    query:
      context.diagnostics.length === 0 && lowered
        ? context.comments.keptIn(readable(context, scope, lowered))
        : undefined,
    columns: names,
    origins: query ? outputOrigins(context, query) : [],
    assumptions: context.assumptions,
    normalised: context.normalised,
    diagnostics: context.diagnostics,
  };
}

function lowerBefore(
  context: LoweringContext,
  variables: Map<string, RelExpression>,
  statement: Bound.BoundStatement,
): void {
  const lower = (bound: Bound.BoundExpression): RelExpression =>
    lowerExpression(context, new LoweringScope(undefined, new Map(variables)), bound);
  switch (statement.kind) {
    case 'declare-variable':
      for (const { name, type, value } of statement.declarations) {
        const initial: RelExpression = value ? lower(value) : { kind: 'literal', type, nullable: true, value: null };
        variables.set(name.toLowerCase(), initial);
      }
      return;
    case 'set-variable':
      variables.set(statement.variable.name.toLowerCase(), lower(statement.value));
      return;
    case 'select-variables':
      // Each column sees what those before it have assigned.
      statement.variables.forEach(({ name }, i) => {
        const scope = new LoweringScope(undefined, new Map(variables));
        const value = lowerScalarItem(context, scope, statement.query, i);
        if (value) variables.set(name.toLowerCase(), value);
        else if (i === 0) refuseStatement(context, statement, 'SELECT that assigns variables from rows');
      });
      return;
    case 'if':
      lowerIf(context, variables, statement);
      return;
    case 'set-option':
      for (const option of statement.options) {
        if (!HARMLESS.has(option) && !(EXPECTED_ON.has(option) && statement.on)) {
          refuseStatement(context, statement, `SET ${option} ${statement.on ? 'ON' : 'OFF'}`);
        }
      }
      return;
    case 'set-option-value':
      if (!SESSION.has(statement.option) || !isSettingKnown(statement)) {
        refuseStatement(context, statement, `SET ${statement.option}`);
      }
      return;
    default:
      refuseStatement(context, statement, STATEMENTS[statement.kind] ?? 'a statement that is no SELECT');
  }
}

const ASSIGNMENTS: ReadonlySet<Bound.BoundStatement['kind']> = new Set(['set-variable', 'select-variables', 'if']);

/** IF around assignments: each variable has the value of one branch or of the other. */
function lowerIf(context: LoweringContext, variables: Map<string, RelExpression>, statement: Bound.BoundIf): void {
  const branches = [statement.then, statement.otherwise ?? []];
  if (!branches.flat().every(({ kind }) => ASSIGNMENTS.has(kind))) {
    refuseStatement(context, statement, 'IF before a SELECT');
    return;
  }
  const when = lowerPredicate(context, new LoweringScope(undefined, new Map(variables)), statement.condition);
  const [yes = variables, no = variables] = branches.map((statements) => {
    const inside = new Map(variables);
    for (const each of statements) lowerBefore(context, inside, each);
    return inside;
  });
  for (const [name, before] of [...variables]) {
    const result = yes.get(name) ?? before;
    const otherwise = no.get(name) ?? before;
    if (result === otherwise) continue;
    variables.set(name, { kind: 'case', type: result.type, nullable: true, branches: [{ when, result }], otherwise });
  }
}

/** Values that SQL Server takes; another is an error. */
function isSettingKnown({ option, value }: Bound.BoundSetOptionValue): boolean {
  if (value.kind !== 'literal') return false;
  const text = String(value.value).toLowerCase();
  if (option === 'DATEFIRST') return /^[1-7]$/.test(text);
  return option === 'DATEFORMAT' ? /^(mdy|dmy|ymd|ydm|myd|dym)$/.test(text) : true;
}

const STATEMENTS: { readonly [K in Bound.BoundStatement['kind']]?: string } = {
  while: 'WHILE',
  insert: 'INSERT before a SELECT',
  update: 'UPDATE before a SELECT',
  delete: 'DELETE before a SELECT',
  merge: 'MERGE before a SELECT',
  'select-into': 'SELECT INTO',
  'declare-table-variable': 'a table variable',
  'create-table': 'a temporary table',
  'try-catch': 'TRY … CATCH',
};

function refuseStatement(
  context: LoweringContext,
  { span }: { readonly span: Bound.BoundStatement['span'] },
  construct: string,
): void {
  context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, span));
}
