import type { Catalog } from '@datamigrate/catalog';
import { INVENTORY_KINDS, type Inventory, type InventoryKind } from '@datamigrate/contracts';

/** Objects of a catalog by kind, kinds without objects left out. */
export function countObjects(catalog: Catalog): Inventory['objects'] {
  const counts = new Map<InventoryKind, number>([
    ['schema', catalog.schemas.length],
    ['table', catalog.tables.length],
    ['alias-type', catalog.aliasTypes.length],
    ['table-type', catalog.tableTypes.length],
    ['sequence', catalog.sequences.length],
    ['synonym', catalog.synonyms.length],
    ['job', catalog.jobs?.length ?? 0],
  ]);
  for (const { kind } of catalog.modules) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return INVENTORY_KINDS.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
}
