import { displayName, objectKey } from '@datamigrate/catalog';
import type { ReportedRows, WrittenTable } from './procedure-analysis.js';
import { tablesRead } from './queries/tables-read.js';

/**
 * Says which tables are read as they were before the procedure. A model may read the rows that its own table had, and
 * those of another table of the procedure as long as that one's model is built later. Where models would wait for each
 * other, and for result sets, which are read when all is built, the former rows of a table are kept in a model of their own.
 */
export function withFormerRows(
  tables: readonly WrittenTable[],
  reports: readonly ReportedRows[],
): readonly WrittenTable[] {
  const names = new Map(tables.map(({ table }) => [objectKey(table.object), displayName(table.object)]));
  const reading = tables.map((table) => {
    const known = new Set([displayName(table.table.object), ...table.current].map((name) => name.toLowerCase()));
    const reads = tablesRead(table.inserts);
    const former = [...names].flatMap(([key, name]) => (!known.has(key) && reads.has(key) ? [name] : []));
    return { ...table, former };
  });
  const kept = keptBefore(reading, new Set(reports.flatMap(({ former }) => former)));
  return reading.map((table) => (kept.has(displayName(table.table.object)) ? { ...table, kept: true } : table));
}

function keptBefore(tables: readonly WrittenTable[], reported: ReadonlySet<string>): ReadonlySet<string> {
  const kept = new Set(reported);
  for (let circle = circleAmong(tables, kept); circle.length > 0; circle = circleAmong(tables, kept)) {
    const least = circle.reduceRight((a, b) => (sizeOf(b) < sizeOf(a) ? b : a));
    kept.add(displayName(least.table.object));
  }
  return kept;
}

/** Which table is likely to have fewer rows: one that only grows has many, and what is wide has more than a log or a mark. */
const sizeOf = ({ history, table }: WrittenTable): number =>
  (history === 'appended' ? 1_000_000 : 0) + table.columns.length;

/** Tables whose models wait for each other; none when there is an order. */
function circleAmong(tables: readonly WrittenTable[], kept: ReadonlySet<string>): readonly WrittenTable[] {
  const byName = new Map(tables.map((table) => [displayName(table.table.object), table]));
  const path: WrittenTable[] = [];
  const done = new Set<WrittenTable>();
  const walk = (table: WrittenTable): readonly WrittenTable[] => {
    if (done.has(table)) return [];
    const at = path.indexOf(table);
    if (at >= 0) return path.slice(at);
    path.push(table);
    for (const name of table.former) {
      const other = kept.has(name) ? undefined : byName.get(name);
      const circle = other ? walk(other) : [];
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(table);
    return [];
  };
  for (const table of tables) {
    const circle = walk(table);
    if (circle.length > 0) return circle;
  }
  return [];
}
