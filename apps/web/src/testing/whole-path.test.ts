import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, missingBrowser } from './browser.js';
import { missingService, type RunningService, startService } from './service.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const DBT = join(process.env['DATAMIGRATE_DBT_HOME'] ?? path('../../../../.cache/dbt'), 'bin/dbt');
const NORTHWIND = path('../../../../../shared/corpora/databases/northwind/instnwnd.sql');
/** What is uploaded: the public database where it is, else the sample that comes with datamigrate. */
const UPLOAD = existsSync(NORTHWIND)
  ? { files: [NORTHWIND], name: 'instnwnd', procedure: 'dbo.[Sales by Year]' }
  : undefined;
const missing = missingBrowser ?? missingService() ?? (existsSync(DBT) ? null : 'dbt is not set up (npm run setup)');

describe.skipIf(missing !== null)(
  `from registration to dbt build${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let service: RunningService;
    let browser: Browser;
    let page: Page;
    let complaints: string[];
    let folder = '';

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'datamigrate-path-'));
      [service, browser] = await Promise.all([startService(), launchBrowser()]);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
      page = await context.newPage();
      page.setDefaultTimeout(60_000);
      complaints = complaintsOf(page);
      // Nobody can register before there is an owner.
      await page.goto(service.setupLink);
      await fillAccount('Olga Owner', 'Mill', 'olga@mill.example');
      await page.getByRole('button', { name: 'Make the owner' }).click();
      await page.waitForURL('**/dashboard');
      await context.clearCookies();
    });
    afterAll(async () => {
      await browser?.close();
      await service?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    async function fillAccount(name: string, organisation: string, email: string): Promise<void> {
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('Organisation').fill(organisation);
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').fill('correct horse battery');
    }

    it(`goes all the way by clicking, with ${UPLOAD ? 'Northwind' : 'the sample (Northwind is not here)'}`, async () => {
      await page.goto(service.url);
      await page.getByRole('link', { name: 'Create an account' }).click();
      await fillAccount('Nora Wind', 'Northwind Traders', 'nora@northwind.example');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.waitForURL('**/dashboard');

      await page.getByRole('link', { name: 'New migration' }).first().click();
      if (UPLOAD) await page.locator('input[type=file]').setInputFiles(UPLOAD.files);
      else await page.getByText('Sample', { exact: true }).click();
      await page.getByText('At most', { exact: true }).waitFor();
      await page.getByLabel('After the plan').check();
      await page.getByRole('button', { name: 'Start migration' }).click();
      await page.waitForURL(/\/migrations\/mig_\w+$/);
      const migration = page.url();

      // Live: the log fills while nobody reloads.
      await page.getByRole('log').getByText('lays out the dbt project').waitFor({ timeout: 180_000 });
      await page.getByText('Waiting for review: after the plan').waitFor();
      await page.getByRole('button', { name: 'Approve and go on' }).click();

      // A procedure, opened while the rest goes on; its page follows.
      const procedure = UPLOAD?.procedure ?? 'sales.usp_LoadDimCustomer';
      await page
        .getByRole('link', { name: /^Objects/ })
        .last()
        .click();
      await page.getByLabel('Search objects and models').fill(procedure);
      const row = page.getByRole('row').filter({ hasText: procedure });
      await row.getByText('Translated').waitFor({ timeout: 180_000 });
      await row.getByRole('link').click();
      await page
        .locator('.view-line', { hasText: /select/i })
        .first()
        .waitFor();
      await page.getByText('The page follows the migration.').waitFor();
      await page
        .getByText(/rows?,( all)? equal|No rows on either side/)
        .first()
        .waitFor({ timeout: 300_000 });

      await page.goto(migration);
      await page.getByText('The counts add up').waitFor({ timeout: 300_000 });
      await page.locator('header').getByText('Succeeded').waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download ZIP' }).first().click(),
      ]);
      const project = await unzipped(await readFile(await download.path()), folder);
      const built = await dbtBuild(project);
      expect(built.text).toMatch(/Completed successfully/);
      expect(built.code).toBe(0);
      expect(complaints).toEqual([]);
    }, 900_000);
  },
);

/** The one folder that the archive holds. */
async function unzipped(zip: Buffer, folder: string): Promise<string> {
  const files = Object.entries(unzipSync(new Uint8Array(zip)));
  for (const [name, bytes] of files) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return join(folder, files[0]?.[0].split('/')[0] ?? '');
}

/** As its user would: in the folder, with the profile that came along. */
function dbtBuild(project: string): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
    const child = spawn(DBT, ['build', '--profiles-dir', '.'], { cwd: project, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
