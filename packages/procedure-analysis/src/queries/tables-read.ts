import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { visitOnce } from '../program/rewrite-tree.js';

/** Tables and views that a bound tree reads, as `schema.name` in lower case. */
export function tablesRead(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visitOnce(tree, (node) => {
    if (node.kind === 'named-table') names.add(objectKey((node as Bound.BoundNamedTable).object));
  });
  return names;
}
