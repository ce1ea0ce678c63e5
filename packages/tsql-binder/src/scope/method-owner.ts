import type { BinderContext } from '../binder-context.js';
import type { Scope } from './scope.js';

const TYPES_WITH_METHODS: ReadonlySet<string> = new Set(['xml', 'hierarchyid', 'geometry', 'geography']);

/**
 * The type of the column in sight that a qualifier names, if it has methods: `Resume.value(…)` and `Location.Lat` look
 * like a function of a schema and a column of a table.
 */
export function methodOwner(context: BinderContext, scope: Scope, column: string): string | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    for (const relation of current.relations) {
      const found = relation.columns.find(
        (candidate) => candidate.name !== undefined && context.catalog.sameName(candidate.name, column),
      );
      if (found && TYPES_WITH_METHODS.has(found.type.name)) return found.type.name;
    }
  }
  return undefined;
}

/** Whether a table in sight could not be bound, so that any name may be a column of it. */
export function hasUnknownRelation(scope: Scope): boolean {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    if (current.relations.some((relation) => !relation.known)) return true;
  }
  return false;
}
