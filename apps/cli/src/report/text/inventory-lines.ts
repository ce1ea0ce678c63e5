import { objectClassSchema, objectKindSchema, type Report } from '@datamigrate/contracts';
import { counted, grouped, type TableColumn, table } from './layout.js';

/** Objects by class (down) and kind (across), and what became of their statements. */
export function inventoryLines({ objects, totals }: Report): string[] {
  if (objects.length === 0) return ['The source holds no objects.'];
  const kinds = objectKindSchema.options.filter((kind) => objects.some((object) => object.kind === kind));
  const classes = objectClassSchema.options.filter((name) => objects.some((object) => object.class === name));
  const columns: TableColumn[] = [
    { title: '' },
    ...kinds.map((kind) => ({ title: `${kind}s`, align: 'right' as const })),
    { title: 'all', align: 'right' },
  ];
  const rowOf = (title: string, of: typeof objects) => [
    title,
    ...kinds.map((kind) => numberOf(of.filter((object) => object.kind === kind).length)),
    grouped(of.length),
  ];
  const rows = classes.map((name) =>
    rowOf(
      name,
      objects.filter((object) => object.class === name),
    ),
  );
  const { statements, converted, absorbed, refused } = totals;
  const parts = `${grouped(converted)} converted + ${grouped(absorbed)} absorbed + ${grouped(refused)} refused`;
  return [
    ...table(columns, rows.length > 1 ? [...rows, rowOf('all', objects)] : rows),
    '',
    `${counted(statements, 'statement')} = ${parts}`,
  ];
}

function numberOf(count: number): string {
  return count === 0 ? '.' : grouped(count);
}
