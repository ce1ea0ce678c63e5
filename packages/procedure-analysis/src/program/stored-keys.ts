import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

/** Tables by their keys; none for one that is not known. */
export const storedKeys = (store: Bound.BoundStoredTable): readonly string[] =>
  store.kind === 'table'
    ? [objectKey(store.object)]
    : store.kind === 'temporary-table'
      ? [store.name.toLowerCase()]
      : [];
