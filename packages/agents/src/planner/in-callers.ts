import { type Catalog, type Module, objectKey } from '@datamigrate/catalog';
import { hasOpenText, type StatementFate } from '@datamigrate/procedure-analysis';
import { moduleRead } from '../assessment/estate-index.js';
import type { ModuleFacts, ModuleReader } from '../assessment/module-facts.js';

/** Where the work of a procedure stands that cannot run by itself. */
export interface InCallers {
  /** Procedures in whose models it stands, if they are converted. */
  readonly callers: readonly Module[];
  /** Of its own statements, as each of the callers has them. */
  readonly fates: ReadonlyMap<Module, readonly StatementFate[]>;
}

/** Procedures that work on tables of those who call them, or run a text that these decide, where one has followed such a call. */
export function inCallers(
  catalog: Catalog,
  reader: ModuleReader,
  callers: readonly Module[],
): ReadonlyMap<Module, InCallers> {
  const found = new Map<Module, Map<Module, readonly StatementFate[]>>();
  for (const caller of callers) {
    for (const [name, fates] of reader.read(caller).analysis?.followed ?? []) {
      const callee = moduleRead(catalog, name);
      if (!callee || objectKey(callee) === objectKey(caller) || !needsCallers(reader.read(callee))) continue;
      found.set(callee, (found.get(callee) ?? new Map()).set(caller, fates));
    }
  }
  return new Map([...found].map(([callee, fates]) => [callee, { callers: [...fates.keys()], fates }]));
}

const needsCallers = (facts: ModuleFacts): boolean =>
  needsTables(facts) || (facts.analysis !== undefined && !facts.operational && hasOpenText(facts.analysis));

/** Whether a procedure takes a table, or names a temporary one that it does not make. */
function needsTables({ module, body, diagnostics, operational }: ModuleFacts): boolean {
  if (operational) return false;
  if (body?.parameters.some(({ columns }) => columns)) return true;
  return diagnostics.some(({ code, span }) => {
    const name = span && module.definition.slice(span.start, span.end);
    return code === 'bind-unknown-object' && name !== undefined && /^[["]?#/.test(name);
  });
}
