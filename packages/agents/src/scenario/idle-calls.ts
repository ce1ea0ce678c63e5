import { type Catalog, displayName, type Module } from '@datamigrate/catalog';
import { moduleById } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { CallOutcome } from './reference-session.js';
import type { ScenarioCall } from './scenario-steps.js';

/** The calls of a proposed step, told apart by what they did. */
export interface StepOutcomes {
  readonly ran: readonly CallOutcome[];
  /** Procedures whose call ended with an error and left every table as it was: as if they had not been called. */
  readonly idle: ReadonlySet<string>;
}

/** Of procedures whose models are the work of several, all have to be idle. */
export function withoutIdle(
  outcomes: readonly CallOutcome[],
  calls: readonly ScenarioCall[],
  catalog: Catalog,
  reader: ModuleReader,
): StepOutcomes {
  const failed = new Set(
    calls.flatMap(({ procedure }, i) => (procedure !== undefined && outcomes[i]?.unchanged ? [procedure] : [])),
  );
  const groupOf = (id: string): readonly Module[] => {
    const module = moduleById(catalog, id);
    if (!module) return [];
    const lead = reader.read(module).partOf ?? module;
    return reader.read(lead).together ?? [lead];
  };
  const idle = new Set([...failed].filter((id) => groupOf(id).every((each) => failed.has(displayName(each)))));
  const isIdle = (i: number): boolean => idle.has(calls[i]?.procedure ?? '');
  return { ran: outcomes.filter((_, i) => !isIdle(i)), idle };
}
