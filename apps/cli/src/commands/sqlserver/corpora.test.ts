import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addressOf, load, objectsOf, rowsOf, serve } from '../../testing/live-database.js';

/** Public databases, where they are at hand beside the repository. */
const CORPORA = fileURLToPath(new URL('../../../../../../shared/corpora', import.meta.url));
const SOURCES = [
  'dacpac/AdventureWorks2014.dacpac',
  'dacpac/Temporal.dacpac',
  'databases/pubs',
  'databases/northwind',
].filter((name) => existsSync(`${CORPORA}/${name}`));

describe.skipIf(SOURCES.length === 0)('a public database, served', () => {
  it.each(SOURCES)('%s is the same when it is read from its server', async (name) => {
    const direct = await load(`${CORPORA}/${name}`);
    const server = await serve(direct.create());
    const live = await load(addressOf(server, encodeURIComponent(direct.catalog.database.name)));
    expect(objectsOf(live.catalog)).toEqual(objectsOf(direct.catalog));
    expect(rowsOf(live)).toEqual(rowsOf(direct));
  });
});
