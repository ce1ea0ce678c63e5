import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDbt } from './support/cli.js';
import { killAndResume, seeded, type Uninterrupted, uninterrupted } from './support/killed-run.js';
import { MigratedFolder } from './support/migrated-folder.js';
import { SMALL_ESTATE, SMALL_ESTATE_ROWS } from './support/small-estate.js';
import { smallRun } from './support/small-run.js';
import { writeFiles } from './support/work-folder.js';

const KILLS = 10;

describe.skipIf(!hasDbt || process.platform !== 'linux')('a run that is killed and resumed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-killed-'));
  let whole: Uninterrupted;
  beforeAll(async () => {
    const source = writeFiles(join(folder, 'small'), SMALL_ESTATE);
    whole = await uninterrupted(source, new MigratedFolder(join(folder, 'out')));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is compared with one that worked', () => {
    const rows = Object.keys(SMALL_ESTATE_ROWS).map((id) => [id, whole.migrated.object(id).evidence[0]?.rowsTarget]);
    expect(Object.fromEntries(rows)).toEqual(SMALL_ESTATE_ROWS);
    expect(whole.migrated.report().totals).toMatchObject({ objects: 6, models: 5 });
  });

  // Of every moment one in its tenth of the time. Start-up and dbt take most of it.
  const next = seeded(20260101);
  const moments = Array.from({ length: KILLS }, (_, i) => ({ share: (i + next()) / KILLS, all: i % 2 === 0 }));
  it.each(moments)('ends as if nothing had been (at $share, with dbt: $all)', async ({ share, all }) => {
    const { source, migrated } = smallRun();
    await killAndResume(source, migrated, share * whole.milliseconds, { all, whole: whole.migrated });
  });
});
