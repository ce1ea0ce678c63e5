import { displayName } from '@datamigrate/catalog';
import type { TraceLine } from '@datamigrate/contracts';
import type { Span } from '@datamigrate/diagnostics';
import type { StatementFate } from '@datamigrate/procedure-analysis';
import type { ModuleFacts } from '../assessment/module-facts.js';
import type { ModuleStatement } from '../assessment/module-statements.js';

type Fate = Pick<TraceLine, 'state' | 'reason' | 'code' | 'models'>;

/** One line a statement of a module; `fate` decides for each. */
export function traceOf({ module, statements }: ModuleFacts, fate: (statement: ModuleStatement) => Fate): TraceLine[] {
  return statements.map((statement) => ({
    object: displayName(module),
    ordinal: statement.ordinal,
    line: statement.line,
    column: statement.column,
    endLine: statement.endLine,
    statement: statement.kind,
    ...fate(statement),
  }));
}

export const converted = (models: readonly string[]): Fate => ({ state: 'converted', models: [...models] });

export const refusedFor = (code: string, reason: string): Fate => ({ state: 'refused', code, reason, models: [] });

/**
 * The statements of a procedure by the fates of its analysis. One inside another shares the fate of the innermost that
 * has one; CREATE itself is converted. When the procedure is refused, what could have been converted is refused with it.
 */
export function procedureTrace(
  facts: ModuleFacts,
  fates: readonly StatementFate[],
  modelsOf: (tables: readonly string[]) => readonly string[],
  refusal: { readonly code: string; readonly reason: string } | undefined,
): TraceLine[] {
  const bySpan = new Map(fates.map((fate) => [keyOf(fate.span), fate]));
  return traceOf(facts, (statement) => {
    const fate = bySpan.get(keyOf(statement.span)) ?? innermost(fates, statement.span);
    if (fate?.state === 'absorbed') return { state: 'absorbed', reason: fate.reason ?? '', models: [] };
    if (fate?.state === 'refused') {
      return refusedFor(fate.diagnostic?.code ?? 'analyse-statement', fate.diagnostic?.message ?? '');
    }
    if (refusal) return refusedFor(refusal.code, refusal.reason);
    return converted(modelsOf(fate?.tables ?? []));
  });
}

function innermost(fates: readonly StatementFate[], span: Span): StatementFate | undefined {
  const around = fates.filter((fate) => fate.span.start <= span.start && span.end <= fate.span.end);
  return around.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

const keyOf = ({ start, end }: Span): string => `${start}-${end}`;
