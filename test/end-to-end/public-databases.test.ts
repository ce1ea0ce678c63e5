import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkReport } from '@datamigrate/contracts';
import { describe, expect, it } from 'vitest';
import { cli, hasDbt, ROOT } from './support/cli.js';
import { issuesOf, MigratedFolder } from './support/migrated-folder.js';
import { rowsWritten, statementsInModules } from './support/scripts.js';
import { landedRows } from './support/warehouse.js';
import { workFolder } from './support/work-folder.js';

const DATABASES = join(ROOT, '../shared/corpora/databases');

interface PublicDatabase {
  readonly script: string;
  readonly tables: number;
  /** Some of its tables, with their rows. */
  readonly rows: Readonly<Record<string, number>>;
  /** How many views come out with the same rows, at least. */
  readonly equalViews: number;
}

const PUBLIC: readonly PublicDatabase[] = [
  {
    script: 'northwind/instnwnd.sql',
    tables: 13,
    rows: { 'dbo.Orders': 830, 'dbo.[Order Details]': 2155, 'dbo.Customers': 91, 'dbo.Products': 77 },
    equalViews: 16,
  },
  {
    script: 'pubs/instpubs.sql',
    tables: 11,
    rows: { 'dbo.titles': 18, 'dbo.authors': 23, 'dbo.employee': 43, 'dbo.sales': 21 },
    equalViews: 1,
  },
  {
    script: 'chinook/Chinook_SqlServer.sql',
    tables: 11,
    rows: { 'dbo.Track': 3503, 'dbo.PlaylistTrack': 8715, 'dbo.InvoiceLine': 2240, 'dbo.Album': 347 },
    equalViews: 0,
  },
];

describe.skipIf(!hasDbt).each(PUBLIC)('migrate $script', ({ script, tables, rows, equalViews }) => {
  const source = join(DATABASES, script);

  it.skipIf(!existsSync(source))('lands all rows and makes no view that is wrong', async () => {
    const migrated = new MigratedFolder(join(workFolder(), 'out'));
    const finished = await cli('migrate', source, '--out', migrated.out);
    expect(finished.code, finished.stderr).toBe(0);
    const report = migrated.report();
    expect(checkReport(report)).toEqual([]);
    expect(report.dbt).toMatchObject({ errors: 0, warnings: 0, tests: { fail: 0 } });

    const landed = report.objects.filter(({ kind }) => kind === 'table');
    expect(landed.filter(({ verdict }) => verdict !== 'equal').map(({ id, verdict }) => [id, verdict])).toEqual([]);
    expect(landed).toHaveLength(tables);
    const ids = landed.map(({ id }) => id);
    const counts = await landedRows(migrated.path('warehouse.duckdb'), ids);
    const written = rowsWritten(source);
    for (const id of ids) {
      const key = id.toLowerCase().replaceAll(/[[\]]/g, '');
      expect([id, counts.get(id)]).toEqual([id, written.get(key) ?? 0]);
    }
    expect(Object.fromEntries(counts)).toMatchObject(rows);

    expect(issuesOf(report, 'evaluate-rows-differ')).toEqual([]);
    const views = report.objects.filter(({ kind }) => kind === 'view');
    expect(views.filter(({ verdict }) => !['equal', 'refused'].includes(verdict))).toEqual([]);
    expect(views.filter(({ verdict }) => verdict === 'equal').length).toBeGreaterThanOrEqual(equalViews);

    expect(report.totals.statements).toBe(statementsInModules(source));
    expect(migrated.trace()).toHaveLength(report.totals.statements);
  });
});
