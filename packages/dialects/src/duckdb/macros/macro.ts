import type { MacroName } from '../rendered.js';

/** A function of DuckDB's SQL that stands for what DuckDB has no operator for. */
export interface TsqlMacro {
  readonly name: MacroName;
  readonly arguments: readonly MacroArgument[];
  readonly description: string;
  /**
   * The text between macro and endmacro of dbt. `{{ name }}` is an argument's SQL; the same text with the arguments as
   * parameters is the macro in DuckDB itself.
   */
  readonly body: string;
  /** Outside dbt, where the body depends on the run of dbt. */
  readonly plain?: string;
  /** Macros that the body calls. */
  readonly uses?: readonly MacroName[];
  /** What stands between braces and is computed from settings: the value that Jinja gives it. */
  readonly computed?: {
    readonly [expression: string]: (settings: Readonly<Record<string, string | number>>) => string;
  };
}

export interface MacroArgument {
  readonly name: string;
  readonly description: string;
  readonly optional?: boolean;
}

export const argument = (name: string, description: string): MacroArgument => ({ name, description });
export const optional = (name: string, description: string): MacroArgument => ({ name, description, optional: true });

/** Raises an error; numbers in messages are those of SQL Server. */
export const raise = (message: string): string => `error('${message}')`;

/** What is handed on where a condition holds; otherwise an error, but for NULL. `subject` is what may be NULL. */
export const checkedValue = (condition: string, value: string, subject: string, message: string): string =>
  ['case', `    when ${condition} then ${value}`, `    when ${subject} is not null then ${raise(message)}`, 'end'].join(
    '\n',
  );

/** The text of a macro's file in the dbt project. */
export function macroText(macro: TsqlMacro): string {
  const args = macro.arguments.map(({ name, optional: left }) => (left ? `${name}=none` : name));
  // A call stands where an operand stands: what is beside it must not bind to a part of it.
  const body = isOperation(macro.body) ? `(\n    ${macro.body.replaceAll('\n', '\n    ')}\n)` : macro.body;
  return `{% macro ${macro.name}(${args.join(', ')}) -%}\n${body}\n{%- endmacro %}\n`;
}

/** Whether a body has an operator outside of all parentheses, texts and CASE. */
export function isOperation(body: string): boolean {
  if (body.includes('{%')) return false;
  let depth = 0;
  for (const [token] of body.matchAll(/'(?:[^']|'')*'|\{\{.*?\}\}|\w+|[^\s]/g)) {
    if (token === 'case' || '([{'.includes(token)) depth++;
    else if (token === 'end' || ')]}'.includes(token)) depth--;
    else if (depth === 0 && /^([-+*/%|<>=]|and|or|not|is|in)$/.test(token)) return true;
  }
  return false;
}

/** The body's text, and at odd places what stands between braces in it. */
function partsOf(macro: TsqlMacro): readonly string[] {
  const known = PARTS.get(macro);
  if (known) return known;
  const parts = (macro.plain ?? macro.body).split(/\{\{ (.*?) \}\}/);
  PARTS.set(macro, parts);
  return parts;
}

const PARTS = new WeakMap<TsqlMacro, readonly string[]>();

/** The macro as DuckDB's own: `parameters` are the arguments that are given, `settings` those that are constants. */
export function macroDefinition(
  macro: TsqlMacro,
  name: string,
  parameters: readonly string[],
  settings: Readonly<Record<string, string | number>>,
): string {
  const valueOf = (expression: string): string => {
    const computed = macro.computed?.[expression];
    if (computed) return computed(settings);
    const [, wanted = expression, fallback] = /^(\w+) or (.+)$/.exec(expression) ?? [];
    if (parameters.includes(wanted)) return wanted;
    const setting = settings[wanted];
    if (setting !== undefined) return String(setting);
    return fallback === undefined ? expression : fallback.replace(/^"(.*)"$/, '$1');
  };
  const body = partsOf(macro)
    .map((part, i) => (i % 2 === 0 ? part : valueOf(part)))
    .join('');
  return `create or replace temp macro ${name}(${parameters.join(', ')}) as (\n    ${body.replaceAll('\n', '\n    ')}\n)`;
}
