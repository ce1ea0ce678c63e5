import type { TranslateLine } from '@datamigrate/contracts';
import { type Diagnostic, hasErrors, SourceText } from '@datamigrate/diagnostics';
import { duckTypeOf, duckTypeText, renderModel } from '@datamigrate/dialects';
import { ASSUMED_FACTS, type LoweredModel, lowerBatch, NO_FACTS } from '@datamigrate/relational';
import { bindStatements, CatalogBuilder } from '@datamigrate/tsql-binder';
import { type Ast, parseScript } from '@datamigrate/tsql-syntax';
import { diagnosticLineOf } from '../parse/parse-line.js';
import { applyDefinitions, type Definition } from './read-schema.js';
import { SourceObjects } from './source-objects.js';

export interface TranslateSettings {
  readonly schema: readonly Definition[];
  readonly fidelity: 'exact' | 'proven';
  /** Of the database; SQL_Latin1_General_CP1_CI_AS where none is given. */
  readonly collation?: string;
}

/** One input: definitions first, then the statements that end in a SELECT. */
export function translateBatch(id: string, sql: string, settings: TranslateSettings): TranslateLine {
  const source = new SourceText(id, sql);
  const batches = [...parseScript(sql)];
  const diagnostics: Diagnostic[] = batches.flatMap((batch) => batch.diagnostics);
  const statements = batches.flatMap((batch) => batch.statements);
  const refused = (all: readonly Diagnostic[]): TranslateLine => ({
    id,
    status: 'refused',
    sql: null,
    prelude: [],
    columns: [],
    assumptions: [],
    diagnostics: all.map((diagnostic) => diagnosticLineOf(diagnostic, source)),
  });
  if (hasErrors(diagnostics)) return refused(diagnostics);

  const builder = new CatalogBuilder({
    name: 'translate',
    ...(settings.collation === undefined ? {} : { collation: settings.collation }),
  });
  applyDefinitions(builder, settings.schema);
  const definitions = statements.filter(isDefinition);
  applyDefinitions(
    builder,
    definitions.map((statement) => ({ statement, text: sql })),
  );
  const exact = settings.fidelity === 'exact';
  const objects = new SourceObjects(
    builder.catalog(),
    exact ? NO_FACTS : ASSUMED_FACTS,
    exact,
    maxRecursionOf(statements),
  );
  const context = objects.binder.batchContext(batches, sql);
  const bound = bindStatements(
    context,
    statements.filter((statement) => !isDefinition(statement)),
  );
  diagnostics.push(...context.diagnostics);
  if (hasErrors(diagnostics)) return refused(diagnostics);

  const lowered = lowerBatch(objects.settings(context.settings), bound);
  diagnostics.push(...lowered.diagnostics);
  if (!lowered.query) {
    return refused([...diagnostics, ...objects.views().flatMap((view) => view.diagnostics.map(withoutPlace))]);
  }
  const rendered = renderModel(lowered.query, { form: 'plain', reference: (object) => objects.reference(object) });
  diagnostics.push(...rendered.diagnostics);
  if (rendered.sql === undefined) return refused(diagnostics);
  const models = [lowered, ...objects.views()];
  return {
    id,
    status: statusOf(models),
    sql: rendered.sql,
    prelude: [...rendered.prelude],
    columns: columnsOf(bound, lowered),
    assumptions: models.flatMap(({ assumptions }) =>
      assumptions.map(({ code, columns, text }) => ({
        code,
        ...(columns.length === 1 && columns[0] ? { column: `${columns[0].table.name}.${columns[0].column}` } : {}),
        text,
      })),
    ),
    diagnostics: diagnostics.map((diagnostic) => diagnosticLineOf(diagnostic, source)),
  };
}

function statusOf(models: readonly LoweredModel[]): TranslateLine['status'] {
  if (models.some(({ assumptions }) => assumptions.length > 0)) return 'assumption';
  return models.some(({ normalised }) => normalised.length > 0) ? 'normalised' : 'exact';
}

function columnsOf(bound: ReturnType<typeof bindStatements>, { query }: LoweredModel): TranslateLine['columns'] {
  const select = bound.find((statement) => statement.kind === 'select');
  return (query?.columns ?? []).map(({ name, type, nullable }, i) => {
    const target = duckTypeOf(type);
    const collation = select?.query.columns[i]?.collation?.name ?? null;
    return { name, type: target ? duckTypeText(target) : 'varchar', nullable, collation };
  });
}

/** A place in the text of a view is none in this input. */
function withoutPlace({ span: _, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic;
}

/** OPTION (MAXRECURSION n) of the last statement that has one. */
function maxRecursionOf(statements: readonly Ast.Statement[]): number | undefined {
  let found: number | undefined;
  for (const statement of statements) {
    if (statement.kind !== 'Select') continue;
    for (const { name, value } of statement.option?.hints ?? []) {
      if (name === 'MAXRECURSION' && value?.kind === 'IntegerLiteral') found = Number(value.text);
    }
  }
  return found;
}

const DEFINITIONS = /^(Create|Alter|CreateOrAlter)(View|Function|Type|Synonym|Schema|Procedure)/;

/** What belongs to the catalog. A table that the batch makes itself would have to be filled first. */
function isDefinition(statement: Ast.Statement): boolean {
  return DEFINITIONS.test(statement.kind);
}
