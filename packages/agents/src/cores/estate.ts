import type { Module } from '@datamigrate/catalog';
import { displayName } from '@datamigrate/catalog';
import type { ObjectKind, ReportIssue } from '@datamigrate/contracts';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import { SourceText } from '@datamigrate/diagnostics';

export const idOf = displayName;

const KINDS: { readonly [K in Module['kind']]: ObjectKind } = {
  view: 'view',
  procedure: 'procedure',
  'scalar-function': 'function',
  'inline-function': 'function',
  'table-function': 'function',
  trigger: 'trigger',
};

export const objectKind = (module: Module): ObjectKind => KINDS[module.kind];

/** A diagnostic about a module's text as an issue of the report, its place counted in the file. */
export function issueOf(diagnostic: Diagnostic, module?: Module): ReportIssue {
  const place = module && diagnostic.span ? placeOf(module, diagnostic.span) : {};
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...place,
    ...(diagnostic.help ? { help: diagnostic.help } : {}),
  };
}

function placeOf(module: Module, span: Span): { readonly line: number; readonly column: number } {
  const { line, column } = new SourceText(module.name, module.definition).position(span.start);
  return { line: line + (module.origin?.line ?? 1) - 1, column };
}
