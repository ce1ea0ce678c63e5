import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import { bindDiagnostics } from '@datamigrate/tsql-binder';
import { Refusal, SqlError, sqlError } from './sql-error.js';

/** Codes of what the product cannot do, as opposed to what SQL Server refuses. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['bind-unsupported', 'bind-external-object']);

/** The number that SQL Server gives the same fault: the binder's texts end with it. */
function numberOf(diagnostic: Diagnostic): number | undefined {
  const definitions: Readonly<Record<string, { readonly message: string }>> = bindDiagnostics.definitions;
  const text = definitions[diagnostic.code]?.message ?? '';
  const match = /\((\d+)(?:, \d+)*\)/.exec(text) ?? /\((\d+)(?:, \d+)*\)/.exec(diagnostic.message);
  return match ? Number(match[1]) : undefined;
}

/** Faults to which SQL Server gives several numbers. */
function refinedNumber({ code, message }: Diagnostic): number | undefined {
  if (code === 'bind-argument-count' && / takes \d+ to \d+ /.test(message)) return 189;
  if (code === 'bind-invalid-type')
    return /^The precision/.test(message) ? 2717 : /^The length/.test(message) ? 131 : undefined;
  return undefined;
}

/** What running a statement that could not be bound gives: SQL Server's error, or a refusal of ours. */
export function bindFailure(diagnostics: readonly Diagnostic[], span: Span): Error {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const inside = errors.filter(
    (error) => !error.span || (error.span.start >= span.start && error.span.end <= span.end),
  );
  const [first = errors[0]] = inside;
  if (!first) return new Refusal('A statement that could not be bound');
  const unsupported = inside.find(({ code }) => UNSUPPORTED.has(code));
  if (first.code === 'bind-unknown-object' && /'sys\./i.test(first.message)) return new Refusal(first.message);
  if (/could not be bound/.test(first.help ?? '')) return new Refusal(first.message);
  if (unsupported) return new Refusal(unsupported.message.replace(/ is not supported yet\.$/, ''));
  const number = refinedNumber(first) ?? numberOf(first);
  return number === undefined
    ? new Refusal(first.message)
    : new SqlError(number, first.message, number < 200 ? 15 : 16);
}

/** A batch that the parser refuses. */
export function syntaxFailure(diagnostic: Diagnostic): SqlError {
  if (diagnostic.message.startsWith('TOP … WITH TIES')) return sqlError(1062);
  return new SqlError(numberOf(diagnostic) ?? 102, diagnostic.message, 15);
}
