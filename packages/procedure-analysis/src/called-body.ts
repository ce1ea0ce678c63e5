import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

/** The body of a procedure that is called, where the source holds it. */
export type BodyOf = (procedure: QualifiedName) => Bound.BoundBody | undefined;

/** Undefined for what is called on another server, or is not in the source. */
export function calledBody(call: Bound.BoundExecuteProcedure, bodyOf: BodyOf): Bound.BoundBody | undefined {
  return call.found === 'catalog' && call.at === undefined ? bodyOf(call.procedure) : undefined;
}
