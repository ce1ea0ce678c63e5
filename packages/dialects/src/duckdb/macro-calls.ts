import { Memo } from '@datamigrate/foundation';
import { type Doc, group, indent, join, layOut, line, softLine } from '../layout/doc.js';
import { atom, callWith, type Sql } from '../sql/sql.js';
import { macroDefinition, TSQL_MACROS, type TsqlMacro } from './macros/index.js';
import type { MacroName } from './rendered.js';

export type MacroSettings = Readonly<Record<string, string | number>>;

/** How a query calls the macros it needs. */
export interface MacroCalls {
  call(name: MacroName, args: readonly Sql[], settings?: MacroSettings): Sql;
  names(): readonly MacroName[];
  prelude(): readonly string[];
  /** Lines on top of the model. */
  head(): readonly Doc[];
}

/** Macros of the dbt project: `{{ tsql_left("a", "b") }}`. */
export class DbtMacros implements MacroCalls {
  readonly #used = new Set<MacroName>();
  readonly #variables = new Map<string, string>();

  /** Arguments are SQL texts. A macro inside an argument is joined to it by `~`. */
  call(name: MacroName, args: readonly Sql[], settings: MacroSettings = {}): Sql {
    this.#used.add(name);
    if (name === 'tsql_parameter') return this.#variable(settings);
    const written = args.map(({ doc }) => jinjaText(layOut(doc, Number.MAX_SAFE_INTEGER)));
    const all: readonly Doc[] = [...written, ...keywords(settings)];
    return atom(group(`{{ ${name}(`, indent(softLine, join([',', line], all)), softLine, ') }}'));
  }

  /** A parameter is read once, on top of the model, into a variable that is called like it. */
  #variable(settings: MacroSettings): Sql {
    const value = `tsql_parameter(${keywords(settings).join(', ')})`;
    const wanted = String(settings['name']);
    const free = (name: string): boolean => !RESERVED.has(name) && (this.#variables.get(name) ?? value) === value;
    let name = wanted;
    for (let n = 0; !free(name); n++) name = `${wanted}_value${n === 0 ? '' : n + 1}`;
    this.#variables.set(name, value);
    return atom(`{{ ${name} }}`);
  }

  head(): readonly Doc[] {
    return [...this.#variables].map(([name, value]) => `{% set ${name} = ${value} %}`);
  }

  names(): readonly MacroName[] {
    return [...this.#used].sort();
  }

  prelude(): readonly string[] {
    return [];
  }
}

/**
 * Names that mean something in a model already.
 *
 * https://docs.getdbt.com/reference/dbt-jinja-functions
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...['adapter', 'api', 'as_bool', 'as_native', 'as_number', 'as_text', 'builtins', 'caller', 'config', 'context'],
  ...['cycler', 'database', 'dbt_version', 'debug', 'dict', 'diff_of_two_dicts', 'doc', 'env_var', 'exceptions'],
  ...['execute', 'flags', 'fromjson', 'fromyaml', 'graph', 'invocation_args_dict', 'invocation_id', 'joiner', 'kwargs'],
  ...['lipsum', 'local_md5', 'log', 'loop', 'metrics', 'model', 'modules', 'namespace', 'node', 'none', 'parent'],
  ...['pre_hooks', 'post_hooks', 'print', 'project_name', 'range', 'ref', 'render', 'return', 'run_query'],
  ...[
    'run_started_at',
    'schema',
    'schemas',
    'selected_resources',
    'self',
    'set',
    'source',
    'sql',
    'sql_now',
    'statement',
  ],
  ...[
    'store_raw_result',
    'store_result',
    'submit_python_job',
    'target',
    'this',
    'thread_id',
    'tojson',
    'toyaml',
    'true',
  ],
  ...[
    'false',
    'not',
    'and',
    'or',
    'in',
    'is',
    'if',
    'else',
    'for',
    'try_or_compiler_error',
    'validation',
    'var',
    'varargs',
  ],
  ...['write', 'zip', 'zip_strict', 'dbt', 'dbt_metadata_envs', 'load_agate_table', 'load_result', 'column_name'],
]);

function keywords(settings: MacroSettings): readonly string[] {
  return Object.entries(settings).map(([key, value]) => `${key}=${typeof value === 'number' ? value : `'${value}'`}`);
}

function jinjaText(sql: string): string {
  const parts = sql.split(/(\{\{ [\s\S]*? \}\})/).filter((part) => part !== '');
  return parts.map((part) => (part.startsWith('{{ ') ? part.slice(3, -3) : quoted(part))).join(' ~ ');
}

/** Jinja reads escapes in texts as Python does. */
function quoted(sql: string): string {
  const written = sql.replaceAll('\\', '\\\\');
  return written.includes("'") ? `"${written.replaceAll('"', '\\"')}"` : `'${written}'`;
}

const BY_NAME = new Map(TSQL_MACROS.map((macro) => [macro.name, macro]));

interface MacroVariant {
  readonly name: string;
  readonly definition: string;
}

/** Models call the same ones again and again. */
const VARIANTS = new Memo<MacroVariant>(1000);

/** A macro of DuckDB with so many arguments, for one combination of settings. */
function variantOf(macro: TsqlMacro, count: number, settings: MacroSettings): MacroVariant {
  let key = `${macro.name} ${count}`;
  for (const setting in settings) key += ` ${setting}=${settings[setting]}`;
  return VARIANTS.of(key, () => newVariant(macro, count, settings));
}

function newVariant(macro: TsqlMacro, count: number, settings: MacroSettings): MacroVariant {
  const given = macro.arguments.slice(0, count).map((argument) => argument.name);
  const suffix = Object.values(settings).map((value) => `_${String(value).replace(/[^A-Za-z0-9]+/g, '_')}`);
  const required = macro.arguments.filter((each) => !each.optional && settings[each.name] === undefined).length;
  const name = `${macro.name}${suffix.join('')}${count > required ? `_${count}` : ''}`;
  return { name, definition: macroDefinition(macro, name, given, settings) };
}

/** The same macros as DuckDB's own, which the prelude creates: one for each combination of settings. */
export class PlainMacros implements MacroCalls {
  readonly #definitions = new Map<string, string>();
  readonly #used = new Set<MacroName>();

  call(name: MacroName, args: readonly Sql[], settings: MacroSettings = {}): Sql {
    const macro = BY_NAME.get(name);
    if (!macro) return callWith(name, []);
    this.#use(name);
    const own = variantOf(macro, args.length, settings);
    this.#definitions.set(own.name, own.definition);
    return callWith(
      own.name,
      args.map(({ doc }) => doc),
    );
  }

  /** With the macros that its body calls. */
  #use(name: MacroName): void {
    if (this.#used.has(name)) return;
    this.#used.add(name);
    for (const needed of BY_NAME.get(name)?.uses ?? []) {
      const macro = BY_NAME.get(needed);
      if (!macro) continue;
      this.#use(needed);
      const names = macro.arguments.map((argument) => argument.name);
      this.#definitions.set(needed, macroDefinition(macro, needed, names, {}));
    }
  }

  names(): readonly MacroName[] {
    return [...this.#used].sort();
  }

  prelude(): readonly string[] {
    return [...this.#definitions.values()];
  }

  head(): readonly Doc[] {
    return [];
  }
}
