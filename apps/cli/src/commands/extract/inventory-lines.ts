import type { Inventory, InventoryKind } from '@datamigrate/contracts';

const NAMES: Readonly<Record<InventoryKind, string>> = {
  schema: 'schemas',
  table: 'tables',
  view: 'views',
  procedure: 'procedures',
  'scalar-function': 'scalar functions',
  'inline-function': 'inline functions',
  'table-function': 'table functions',
  trigger: 'triggers',
  'alias-type': 'alias types',
  'table-type': 'table types',
  sequence: 'sequences',
  synonym: 'synonyms',
  job: 'Agent jobs',
};

/** The inventory for people: a line for each kind of object. */
export function inventoryLines(inventory: Inventory): readonly string[] {
  const { source, objects, columns, rows, reservedKilobytes, gaps, file, landed } = inventory;
  const figures: readonly (readonly [string, number])[] = [
    ...objects.map(({ kind, count }) => [NAMES[kind], count] as const),
    ['columns', columns],
    ['rows', rows],
    ...(reservedKilobytes ? [['megabytes there', Math.ceil(reservedKilobytes / 1024)] as const] : []),
    ['gaps', gaps.length],
  ];
  const name = Math.max(...figures.map(([label]) => label.length));
  const number = Math.max(...figures.map(([, count]) => String(count).length));
  return [
    `${source.database} (${source.kind})`,
    ...figures.map(([label, count]) => `  ${label.padEnd(name)}  ${String(count).padStart(number)}`),
    ...(file === undefined ? [] : [`Catalog: ${file}`]),
    ...(landed ? [`Rows: ${landed.file}${landed.refused === 0 ? '' : `; ${landed.refused} tables are missing`}`] : []),
  ];
}
