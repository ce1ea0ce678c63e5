import { type Catalog, type Module, objectKey } from '@datamigrate/catalog';
import type { ModuleBinder } from '@datamigrate/tsql-binder';
import { procedureBody } from './procedure-body.js';
import { calledProcedures, writesOf } from './table-writes.js';

/** Who calls procedures, and who writes tables. */
export interface ProcedureUsers {
  /** By procedure, as `schema.name` in lower case: those that call it by name. */
  readonly callers: ReadonlyMap<string, ReadonlySet<Module>>;
  /** By table: procedures with statements of their own that write it, as `schema.name` in lower case. */
  readonly writers: ReadonlyMap<string, ReadonlySet<string>>;
}

export function procedureUsers({ modules }: Catalog, binder: ModuleBinder): ProcedureUsers {
  const callers = new Map<string, Set<Module>>();
  const writers = new Map<string, Set<string>>();
  for (const module of modules) {
    if (module.kind !== 'procedure' && module.kind !== 'trigger') continue;
    const { body } = procedureBody(binder, module);
    for (const procedure of calledProcedures(body?.statements)) {
      const key = objectKey(procedure);
      callers.set(key, (callers.get(key) ?? new Set()).add(module));
    }
    for (const { table } of writesOf(body?.statements)) {
      writers.set(table, (writers.get(table) ?? new Set()).add(objectKey(module)));
    }
  }
  return { callers, writers };
}
