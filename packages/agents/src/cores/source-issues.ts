import type { Module } from '@datamigrate/catalog';
import type { SourceIssue } from '@datamigrate/contracts';
import { type Diagnostic, SourceText } from '@datamigrate/diagnostics';
import { issueOf } from './estate.js';
import type { Workspace } from './workspace.js';

/**
 * What of the source could not be read or run: files that are no text, batches with syntax errors, statements that
 * failed. What stands in a module is left out here, because the module itself says it.
 */
export function sourceIssues({ source, loaded, catalog }: Workspace): readonly SourceIssue[] {
  const texts = new Map<string, SourceText>();
  const textOf = (file: string): SourceText | undefined => {
    const known = texts.get(file);
    if (known) return known;
    const found = source.files.find(({ path }) => path === file);
    if (!found) return undefined;
    const text = new SourceText(file, found.text);
    texts.set(file, text);
    return text;
  };
  const modules = groupBy(catalog.catalog.modules, ({ origin }) => origin?.file ?? '');
  const unread = loaded.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('parse-'));
  return [...source.diagnostics, ...loaded.diagnostics].flatMap((diagnostic): SourceIssue[] => {
    const { source: file, span } = diagnostic;
    if (diagnostic.code === 'exec-failed' && unread.some((other) => holds(diagnostic, other))) return [];
    const place = file !== undefined && span ? textOf(file)?.position(span.start) : undefined;
    if (place && modules.get(file ?? '')?.some((module) => covers(module, place.line))) return [];
    return [{ ...issueOf(diagnostic), ...(file === undefined ? {} : { file }), ...(place ?? {}) }];
  });
}

/** A statement that could not be read cannot be run either: its syntax error says more. */
function holds(statement: Diagnostic, { source, span }: Diagnostic): boolean {
  if (source !== statement.source || !span || !statement.span) return false;
  return statement.span.start <= span.start && span.start <= statement.span.end;
}

function covers({ origin, definition }: Module, line: number): boolean {
  return origin !== undefined && line >= origin.line && line < origin.line + definition.split('\n').length;
}

/** `shop.sql:12: message`, as compilers say it. */
export function issueText({ file, line, message }: SourceIssue): string {
  const place = [...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [line])].join(':');
  return place === '' ? message : `${place}: ${message}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
