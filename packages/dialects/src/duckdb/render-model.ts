import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Rel } from '@datamigrate/relational';
import { dialectDiagnostics } from '../diagnostics.js';
import { type Doc, hardLine, join, layOut } from '../layout/doc.js';
import { Imports, type ObjectName } from './imports.js';
import { DbtMacros, PlainMacros } from './macro-calls.js';
import { allAbove } from './render-comments.js';
import { renderPredicate } from './render-predicate.js';
import { cteDoc, cteDocs, type QueryRenderer, renderQuery, withDoc } from './render-query.js';
import { renderValue } from './render-value.js';
import type { MacroName, Renderer } from './rendered.js';
import { NOTHING } from './rendered.js';

/** How a model calls what it reads. */
export interface ModelReference {
  /** `{{ ref('stg_sales__customer') }}` or, outside dbt, the name of a relation, or the query of a view. */
  readonly relation: string | Rel.RelQuery;
  /** Name of the CTE through which the model reads it. */
  readonly name: string;
  /** Read where it is used, without a CTE. */
  readonly direct?: boolean;
}

export interface RenderedModel {
  /** Missing when something was refused. */
  readonly sql: string | undefined;
  readonly macros: readonly MacroName[];
  /** Outside dbt: statements that define the macros, to be run first. */
  readonly prelude: readonly string[];
  /** What the model reads, in the order of its import CTEs. */
  readonly reads: readonly ObjectName[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ModelSettings {
  reference(object: ObjectName): ModelReference;
  /**
   * A table to which the query adds rows: on the first build its former rows come along, later ones add to the model
   * itself. The reference of this table must give its rows as they were before.
   */
  readonly history?: ObjectName;
  /** `plain` is SQL that runs as it stands, after its prelude; by default it is a model of a dbt project. */
  readonly form?: 'dbt' | 'plain';
}

/** A query as the text of a dbt model: what it reads as CTEs on top, then the query. */
export function renderModel(query: Rel.RelQuery, settings: ModelSettings): RenderedModel {
  const macros = settings.form === 'plain' ? new PlainMacros() : new DbtMacros();
  const diagnostics: Diagnostic[] = [];
  const imports = new Imports(
    query,
    (object) => settings.reference(object),
    (inner) => renderQuery(renderer, inner),
  );
  const renderer: QueryRenderer = {
    cteColumns: new Map(),
    value: (expression) => renderValue(renderer, expression),
    predicate: (predicate) => renderPredicate(renderer, predicate),
    query: (inner) => renderQuery(renderer, inner),
    imported: (object) => imports.of(object),
    macro: (name, args, values) => macros.call(name, args, values),
    refuse: (code, params) => {
      diagnostics.push(refusal(code, params));
      return NOTHING;
    },
  };
  const ctes = cteDocs(renderer, query.ctes);
  const body = renderQuery(renderer, withoutHead(query.ctes.length === 0 ? query : { ...query, ctes: [] }));
  const previous = settings.history && imports.of(settings.history).name;
  if (diagnostics.length > 0) return { sql: undefined, macros: [], prelude: [], reads: [], diagnostics };
  const added = previous === undefined ? undefined : { name: imports.claim('new_rows'), previous };
  const all = [
    ...imports.ctes().map((doc) => ({ doc })),
    ...ctes,
    ...(added ? [{ doc: cteDoc(added.name, body) }] : []),
  ];
  const recursive = query.ctes.some((cte) => cte.recursive);
  const head: Doc = all.length > 0 ? [withDoc(all, recursive), hardLine, hardLine] : '';
  const lines = macros.head();
  const top: Doc = lines.length > 0 ? [join(hardLine, lines), hardLine, hardLine] : '';
  const text = layOut([allAbove(headOf(query)), top, head, added ? appended(added.name, added.previous) : body]);
  return { sql: `${text}\n`, macros: macros.names(), prelude: macros.prelude(), reads: imports.objects(), diagnostics };
}

/** The first block of a query: what is said about it is said about the model. */
function headOf(query: Rel.RelQuery): Rel.RelQuery {
  return query.kind === 'set-operation' && !query.comments ? headOf(query.left) : query;
}

function withoutHead(query: Rel.RelQuery): Rel.RelQuery {
  if (query.kind === 'set-operation' && !query.comments) {
    const left = withoutHead(query.left);
    return left === query.left ? query : { ...query, left };
  }
  return query.comments ? { ...query, comments: undefined } : query;
}

function appended(rows: string, previous: string): Doc {
  return join(hardLine, [
    `select * from ${rows}`,
    '{% if not is_incremental() %}',
    'union all',
    `select * from ${previous}`,
    '{% endif %}',
  ]);
}

function refusal(code: Parameters<Renderer['refuse']>[0], params: Record<string, string>): Diagnostic {
  const all = { target: 'DuckDB', ...params };
  switch (code) {
    case 'render-no-function':
      return dialectDiagnostics.create(code, { function: '', detail: '', ...all });
    case 'render-no-conversion':
      return dialectDiagnostics.create(code, { from: '', to: '', detail: '', ...all });
    case 'render-unsupported':
      return dialectDiagnostics.create(code, { construct: '', ...all });
  }
}
