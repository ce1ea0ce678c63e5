import { type Doc, group, indent, join, layOut, line, softLine } from '../layout/doc.js';
import { atom, callWith, type Sql } from '../sql/sql.js';
import { macroDefinition, TSQL_MACROS } from './macros/index.js';
import type { MacroName } from './rendered.js';

export type MacroSettings = Readonly<Record<string, string | number>>;

/** How a query calls the macros it needs. */
export interface MacroCalls {
  call(name: MacroName, args: readonly Sql[], settings?: MacroSettings): Sql;
  names(): readonly MacroName[];
  prelude(): readonly string[];
}

/** Macros of the dbt project: `{{ tsql_left("a", "b") }}`. */
export class DbtMacros implements MacroCalls {
  readonly #used = new Set<MacroName>();

  /** Arguments are SQL texts. A macro inside an argument is joined to it by `~`. */
  call(name: MacroName, args: readonly Sql[], settings: MacroSettings = {}): Sql {
    this.#used.add(name);
    const written = args.map(({ doc }) => jinjaText(layOut(doc, Number.MAX_SAFE_INTEGER)));
    const named = Object.entries(settings).map(
      ([key, value]) => `${key}=${typeof value === 'number' ? value : `'${value}'`}`,
    );
    const all: readonly Doc[] = [...written, ...named];
    return atom(group(`{{ ${name}(`, indent(softLine, join([',', line], all)), softLine, ') }}'));
  }

  names(): readonly MacroName[] {
    return [...this.#used].sort();
  }

  prelude(): readonly string[] {
    return [];
  }
}

function jinjaText(sql: string): string {
  const parts = sql.split(/(\{\{ .*? \}\})/).filter((part) => part !== '');
  return parts.map((part) => (part.startsWith('{{ ') ? part.slice(3, -3) : quoted(part))).join(' ~ ');
}

const quoted = (sql: string): string => (sql.includes("'") ? `"${sql.replaceAll('"', '\\"')}"` : `'${sql}'`);

/** The same macros as DuckDB's own, which the prelude creates: one for each combination of settings. */
export class PlainMacros implements MacroCalls {
  readonly #definitions = new Map<string, string>();
  readonly #used = new Set<MacroName>();

  call(name: MacroName, args: readonly Sql[], settings: MacroSettings = {}): Sql {
    const macro = TSQL_MACROS.find((each) => each.name === name);
    if (!macro) return callWith(name, []);
    this.#use(name);
    const given = macro.arguments.slice(0, args.length).map((argument) => argument.name);
    const suffix = Object.values(settings).map((value) => `_${String(value).replace(/[^A-Za-z0-9]+/g, '_')}`);
    const required = macro.arguments.filter(
      ({ name: each, optional }) => !optional && settings[each] === undefined,
    ).length;
    const optional = args.length > required ? `_${args.length}` : '';
    const own = `${name}${suffix.join('')}${optional}`;
    this.#definitions.set(own, macroDefinition(macro, own, given, settings));
    return callWith(
      own,
      args.map(({ doc }) => doc),
    );
  }

  /** With the macros that its body calls. */
  #use(name: MacroName): void {
    if (this.#used.has(name)) return;
    this.#used.add(name);
    for (const needed of TSQL_MACROS.find((each) => each.name === name)?.uses ?? []) {
      const macro = TSQL_MACROS.find((each) => each.name === needed);
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
}
