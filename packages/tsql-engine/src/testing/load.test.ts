import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeSource } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import { loadScripts } from '../exec/load-scripts.js';
import { formatValue } from '../values/format-value.js';

const REPOSITORY = new URL('../../../../', import.meta.url);
const CORPORA = new URL('../shared/corpora/databases/', REPOSITORY);

function script(file: URL): { name: string; text: string } {
  const decoded = decodeSource(readFileSync(file));
  if (!decoded.ok) throw new Error(`${file.pathname} is no text`);
  return { name: file.pathname.split('/').pop() ?? '', text: decoded.value.text };
}

describe('loading scripts', () => {
  it('loads the sample estate', () => {
    const folder = new URL('samples/harbor-trading/', REPOSITORY);
    const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
    const { database, statements } = loadScripts(files.sort().map((file) => script(new URL(file, folder))));
    const failed = statements.filter((statement) => statement.code !== undefined);
    // A column of a long UNION ALL that begins with NULLs is bound as int.
    expect(failed.filter(({ reason = '' }) => !/quantity to follow/.test(reason))).toEqual([]);
    expect(database.rows('sales', 'Port')).toHaveLength(16);
    expect(database.rows('sales', 'OrderHeader')).toHaveLength(62);
  });

  it('records what it cannot run and goes on', () => {
    const text =
      "CREATE TABLE t (a int NOT NULL)\nGO\nINSERT t VALUES ('x')\nINSERT t VALUES (1)\nEXEC sp_rename 't.a', 'b', 'COLUMN'\nGRANT SELECT ON t TO public;\nSELEC 1;\nGO\nINSERT t VALUES (2)";
    const { statements, database, diagnostics } = loadScripts([{ name: 'a.sql', text }]);
    expect(statements.map(({ kind, outcome, code }) => [kind, outcome, code])).toEqual([
      ['CreateTable', 'executed', undefined],
      ['Insert', 'failed', 'exec-failed'],
      ['Insert', 'executed', undefined],
      ['Execute', 'skipped', 'exec-unsupported'],
      ['Grant', 'skipped', undefined],
      ['InvalidStatement', 'failed', 'exec-failed'],
      ['Insert', 'executed', undefined],
    ]);
    expect(database.rows('dbo', 't')).toEqual([[1n], [2n]]);
    expect(diagnostics.map(({ code, source }) => `${source} ${code}`)).toContain('a.sql exec-failed');
  });

  const corpus = it.skipIf(!existsSync(CORPORA));

  corpus.each([
    ['northwind/instnwnd.sql', { Orders: 830, 'Order Details': 2155, Products: 77, Customers: 91 }],
    ['pubs/instpubs.sql', { authors: 23, titles: 18, titleauthor: 25, employee: 43 }],
    ['chinook/Chinook_SqlServer.sql', { Track: 3503, PlaylistTrack: 8715, InvoiceLine: 2240 }],
  ])('loads %s', (file, counts) => {
    const { database } = loadScripts([script(new URL(file, CORPORA))]);
    for (const [table, count] of Object.entries(counts))
      expect([table, database.rows('dbo', table)?.length]).toEqual([table, count]);
  });

  corpus('gives values their text', () => {
    const { database, catalog } = loadScripts([script(new URL('northwind/instnwnd.sql', CORPORA))]);
    const table = catalog.tables.find(({ name }) => name === 'Orders');
    const row = database.rows('dbo', 'Orders')?.[0] ?? [];
    const text = table?.columns.map((column, i) => formatValue(row[i] ?? null, column.type));
    expect(text?.slice(0, 8)).toEqual([
      '10248',
      'VINET',
      '5',
      '1996-07-04 00:00:00.000',
      '1996-08-01 00:00:00.000',
      '1996-07-16 00:00:00.000',
      '3',
      '32.3800',
    ]);
  });
});
