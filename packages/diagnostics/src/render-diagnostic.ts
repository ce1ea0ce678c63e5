import type { Diagnostic } from './diagnostic.js';
import type { SourceText } from './source-text.js';

/** Longest piece of a source line that is shown. */
const MAX_EXCERPT = 120;

/**
 * A diagnostic as plain text for a terminal or a log:
 * `file:line:column: error[code]: message`, the source line with carets under the span, then the help.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source?: SourceText): string {
  const lines: string[] = [];
  const { span } = diagnostic;
  const position = span && source ? source.position(span.start) : undefined;
  const name = source?.name ?? diagnostic.source;
  const place = name === undefined ? '' : position ? `${name}:${position.line}:${position.column}: ` : `${name}: `;
  const object = diagnostic.object === undefined ? '' : ` (in ${diagnostic.object})`;
  lines.push(`${place}${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}${object}`);
  if (span && source && position) lines.push(...excerpt(source, position.line, position.column, span.end - span.start));
  if (diagnostic.help !== undefined) lines.push(`  help: ${diagnostic.help}`);
  return lines.join('\n');
}

function excerpt(source: SourceText, line: number, column: number, length: number): string[] {
  const whole = source.lineText(line).replace(/\t/g, ' ');
  const from = column > MAX_EXCERPT - 20 ? column - 40 : 0;
  const shown = whole.slice(from, from + MAX_EXCERPT);
  const caretColumn = column - 1 - from;
  const caretLength = Math.max(1, Math.min(length, shown.length - caretColumn));
  const gutter = String(line);
  return [
    ` ${gutter} | ${shown}`,
    ` ${' '.repeat(gutter.length)} | ${' '.repeat(caretColumn)}${'^'.repeat(caretLength)}`,
  ];
}
