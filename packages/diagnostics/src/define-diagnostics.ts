import type { Diagnostic, Severity } from './diagnostic.js';
import type { Span } from './span.js';

/** One row of a package's catalogue. `{name}` in a text is filled from the parameters of the call. */
export interface DiagnosticDefinition {
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
}

type ParameterNames<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type HelpOf<D> = D extends { readonly help: infer H extends string } ? H : '';

/** The parameters that a definition's message and help name, and no others. */
export type DiagnosticParameters<D extends DiagnosticDefinition> = {
  readonly [Name in ParameterNames<D['message']> | ParameterNames<HelpOf<D>>]: string | number;
};

export interface DiagnosticCatalogue<T extends Record<string, DiagnosticDefinition>> {
  readonly definitions: T;
  /** Makes a diagnostic; an unknown code or a missing parameter does not compile. */
  create<C extends keyof T & string>(code: C, parameters: DiagnosticParameters<T[C]>, span?: Span): Diagnostic;
}

export function defineDiagnostics<const T extends Record<string, DiagnosticDefinition>>(
  definitions: T,
): DiagnosticCatalogue<T> {
  return {
    definitions,
    create(code, parameters, span) {
      const definition = definitions[code] as DiagnosticDefinition;
      const help = definition.help === undefined ? undefined : fill(definition.help, parameters);
      return {
        code,
        severity: definition.severity,
        message: fill(definition.message, parameters),
        ...(help === undefined || help === '' ? {} : { help }),
        ...(span === undefined ? {} : { span }),
      };
    },
  };
}

function fill(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}
