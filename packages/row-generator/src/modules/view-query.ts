import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound, ModuleBinder } from '@datamigrate/tsql-binder';

/** The query of a view; undefined for other objects, and for a view that cannot be bound. */
export function viewQuery(binder: ModuleBinder, { schema, name }: QualifiedName): Bound.BoundQuery | undefined {
  const found = binder.catalog.object(name, schema);
  return found?.kind === 'module' ? binder.view(found.module)?.query : undefined;
}
