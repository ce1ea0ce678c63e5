import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Rel } from '@datamigrate/relational';
import { dialectDiagnostics } from '../diagnostics.js';
import { type Doc, group, hardLine, indent, join, layOut, line, softLine } from '../layout/doc.js';
import { atom, type Sql } from '../sql/sql.js';
import { renderPredicate } from './render-predicate.js';
import { cteDoc, type QueryRenderer, renderQuery } from './render-query.js';
import { renderValue } from './render-value.js';
import type { MacroName, Renderer } from './rendered.js';
import { NOTHING } from './rendered.js';

/** How a model calls what it reads. */
export interface ModelReference {
  /** `{{ ref('stg_sales__customer') }}` or, outside dbt, the name of a relation. */
  readonly relation: string;
  /** Name of the CTE through which the model reads it. */
  readonly name: string;
}

export interface RenderedModel {
  /** Missing when something was refused. */
  readonly sql: string | undefined;
  readonly macros: readonly MacroName[];
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
}

/** A query as the text of a dbt model: what it reads as CTEs on top, then the query. */
export function renderModel(query: Rel.RelQuery, settings: ModelSettings): RenderedModel {
  const macros = new Set<MacroName>();
  const diagnostics: Diagnostic[] = [];
  const imports = new Imports(query, settings);
  const renderer: QueryRenderer = {
    value: (expression) => renderValue(renderer, expression),
    predicate: (predicate) => renderPredicate(renderer, predicate),
    query: (inner) => renderQuery(renderer, inner),
    importName: (object) => imports.nameOf(object),
    macro: (name, args, values) => {
      macros.add(name);
      return macroCall(name, args, values);
    },
    refuse: (code, params) => {
      diagnostics.push(refusal(code, params));
      return NOTHING;
    },
  };
  const ctes = query.ctes.map((cte) => cteDoc(cte.name, renderQuery(renderer, cte.query)));
  const body = renderQuery(renderer, { ...query, ctes: [] });
  const previous = settings.history && imports.nameOf(settings.history);
  if (diagnostics.length > 0) return { sql: undefined, macros: [], reads: [], diagnostics };
  const added = previous === undefined ? [] : [cteDoc('new_rows', body)];
  const all = [...imports.ctes(), ...ctes, ...added];
  const head: Doc = all.length > 0 ? ['with ', join([',', hardLine, hardLine], all), hardLine, hardLine] : '';
  const text = layOut([head, previous === undefined ? body : appended(previous)]);
  return { sql: `${text}\n`, macros: [...macros].sort(), reads: imports.objects(), diagnostics };
}

function appended(previous: string): Doc {
  return join(hardLine, [
    'select * from new_rows',
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

/** `{{ macro("a", "b", scale=2) }}`; arguments are SQL texts. A macro inside an argument is joined to it by `~`. */
function macroCall(
  name: MacroName,
  args: readonly Sql[],
  settings: Readonly<Record<string, string | number>> = {},
): Sql {
  const written = args.map(({ doc }) => jinjaText(layOut(doc, Number.MAX_SAFE_INTEGER)));
  const named = Object.entries(settings).map(
    ([key, value]) => `${key}=${typeof value === 'number' ? value : `'${value}'`}`,
  );
  const all: readonly Doc[] = [...written, ...named];
  return atom(group(`{{ ${name}(`, indent(softLine, join([',', line], all)), softLine, ') }}'));
}

function jinjaText(sql: string): string {
  const parts = sql.split(/(\{\{ .*? \}\})/).filter((part) => part !== '');
  return parts.map((part) => (part.startsWith('{{ ') ? part.slice(3, -3) : quoted(part))).join(' ~ ');
}

const quoted = (sql: string): string => (sql.includes("'") ? `"${sql.replaceAll('"', '\\"')}"` : `'${sql}'`);

/** The CTEs through which a model reads sources and models; their names differ from those of its own CTEs. */
class Imports {
  readonly #names = new Map<
    string,
    { readonly name: string; readonly relation: string; readonly object: ObjectName }
  >();
  readonly #taken: Set<string>;
  readonly #settings: ModelSettings;

  constructor(query: Rel.RelQuery, settings: ModelSettings) {
    this.#taken = new Set(cteNames(query));
    this.#settings = settings;
  }

  nameOf(object: ObjectName): string {
    const key = `${object.schema}.${object.name}`.toLowerCase();
    const known = this.#names.get(key);
    if (known) return known.name;
    const { relation, name: wanted } = this.#settings.reference(object);
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}_${n}`;
    this.#taken.add(name);
    this.#names.set(key, { name, relation, object });
    return name;
  }

  ctes(): readonly Doc[] {
    return [...this.#names.values()].map(({ name, relation }) => cteDoc(name, `select * from ${relation}`));
  }

  objects(): readonly ObjectName[] {
    return [...this.#names.values()].map(({ object }) => object);
  }
}

interface ObjectName {
  readonly schema: string;
  readonly name: string;
}

/** Names of the CTEs anywhere in a query. */
function cteNames(query: unknown, names: string[] = []): readonly string[] {
  if (Array.isArray(query)) for (const item of query as readonly unknown[]) cteNames(item, names);
  if (typeof query !== 'object' || query === null || query instanceof Uint8Array) return names;
  if ('ctes' in query && Array.isArray(query.ctes)) {
    for (const cte of query.ctes as readonly Rel.RelCte[]) names.push(cte.name);
  }
  for (const inner of Object.values(query)) cteNames(inner, names);
  return names;
}
