import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, missingBrowser, overflowOf, violationsOn } from './browser.js';
import { missingService, type RunningService, startService } from './service.js';
import { SMALL_DATABASE } from './small-database.js';

const missing = missingBrowser ?? missingService();
/** Where to put a picture of every page; nowhere unless asked for. */
const PICTURES = process.env['DATAMIGRATE_PICTURES'];
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const OWNER = {
  name: 'Olga Owner',
  organisation: 'Mill',
  email: 'olga@mill.example',
  password: 'correct horse battery',
};
const BAKER = {
  name: 'Ben Baker',
  organisation: 'Bakery',
  email: 'ben@bakery.example',
  password: 'sourdough starter 7',
};

describe.skipIf(missing !== null)(`the web app in a browser${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let service: RunningService;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let migration = '';

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchBrowser()]);
    context = await browser.newContext({ viewport: DESKTOP, acceptDownloads: true, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    complaints = complaintsOf(page);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const account = async ({ name, organisation, email, password }: typeof OWNER) => {
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Organisation').fill(organisation);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
  };

  /** What is wrong with the page as it stands. */
  const looked = async (path: string, name: string): Promise<string[]> => {
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.locator('.bone').first().waitFor({ state: 'detached' });
    if (PICTURES !== undefined) await picture(page, PICTURES, `${path.replace(/\W+/g, '-')}.${name}`);
    const over = await overflowOf(page);
    const found = [...(await violationsOn(page)), ...(over > 0 ? [`${over} px wider than the screen`] : [])];
    return found.map((one) => `${path} ${name}: ${one}`);
  };

  it('makes the owner with the printed link, then sends guests to sign in', async () => {
    await page.goto(service.setupLink);
    await account(OWNER);
    await page.getByRole('button', { name: 'Make the owner' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByRole('button', { name: /Account of Olga/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Create an account' }).waitFor();

    await page.goto(`${service.url}/migrations?state=failed`);
    await page.waitForURL(/\/sign-in\?next=/);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel('Password').fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('api-credentials-wrong').waitFor();
  });

  it('registers, and confirms the e-mail address with the link of the mail', async () => {
    await page.goto(service.url);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await account(BAKER);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByText('No migrations yet').waitFor();
    const link = /http\S+\/verify-email\?token=[\w-]+/.exec((await service.mails()).join('\n'))?.[0];
    await page.goto(link ?? '');
    await page.getByText('Your e-mail address is confirmed.').waitFor();
  });

  it('uploads scripts, watches them live, reviews the plan and approves it', async () => {
    await page.goto(`${service.url}/migrations/new`);
    const file = { name: 'bakery.sql', mimeType: 'application/sql', buffer: Buffer.from(SMALL_DATABASE) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('bakery.sql').waitFor();
    await page.getByText('At most', { exact: true }).waitFor();
    await page.getByLabel('After the plan').check();
    await page.getByRole('button', { name: 'Start migration' }).click();
    await page.waitForURL(/\/migrations\/mig_\w+$/);
    migration = new URL(page.url()).pathname;

    await page.getByText('Waiting for review: after the plan').waitFor({ timeout: 90_000 });
    await page.getByRole('link', { name: 'Open the plan' }).click();
    await page.locator('.view-line', { hasText: 'schemaVersion' }).waitFor();
    await page.getByRole('button', { name: 'Approve and go on' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('The counts add up').waitFor({ timeout: 120_000 });
    await page.locator('header').getByText('Succeeded').waitFor();
    expect(await page.getByRole('log').innerText()).toContain('dbo.usp_LoadSalesByBread');
  }, 240_000);

  it('finds a procedure, links its lines to the model and shows the evidence', async () => {
    await page
      .getByRole('link', { name: /^Objects/ })
      .last()
      .click();
    await page.getByLabel('Search objects and models').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('loadsales');
    await page.waitForURL(/\/objects\?search=loadsales/);
    await page.getByRole('link', { name: 'dbo.usp_LoadSalesByBread' }).click();
    await page.locator('.view-line', { hasText: 'INSERT' }).click();
    await page.waitForURL(/line=\d+/);
    await page.getByRole('button', { name: 'sales_by_bread' }).first().waitFor();
    await page.locator('.view-line', { hasText: 'group by' }).first().waitFor();
    await page.getByText('the same names as the chosen statement').waitFor();
    await page
      .getByText(/3 rows, all equal/)
      .first()
      .waitFor();

    await page.reload();
    await page.getByText(/Statement \d+ of/).waitFor();
  });

  it('downloads the project', async () => {
    await page.goto(service.url + migration);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download ZIP' }).first().click(),
    ]);
    const zip = await readFile(await download.path());
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(zip.toString('latin1')).toContain('dbt_project.yml');
  });

  it('keeps a connection, tests it, and offers to migrate from it', async () => {
    await page.goto(`${service.url}/connections`);
    await page.getByRole('button', { name: 'New connection' }).first().click();
    await page.getByLabel('Name').fill('Till');
    await page.getByLabel('Host').fill('127.0.0.1');
    await page.getByLabel('Port').fill('1');
    await page.getByLabel('Database').fill('Bakery');
    await page.getByLabel('User').fill('sa');
    await page.getByLabel('Password').fill('of the till');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Save|New connection|Keep)/ })
      .click();
    await page.getByRole('link', { name: 'Migrate', exact: true }).click();
    await page.getByLabel('Connection').locator('option:checked', { hasText: 'Till' }).waitFor({ state: 'attached' });
    await page.getByLabel('Read only').fill('sales.*');
    await page.getByRole('button', { name: 'Estimate', exact: true }).click();
    await page.getByRole('alert').getByText('api-connection-failed').waitFor();
  });

  it('shows a key once, and never again', async () => {
    await page.goto(`${service.url}/api-keys`);
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name').fill('CI');
    await page.getByRole('button', { name: 'Make key' }).click();
    const secret = await page.locator('[data-secret]').innerText();
    expect(secret).toMatch(/^mk_live_/);
    const answer = await fetch(`${service.url}/api/v1/migrations`, { headers: { authorization: `Bearer ${secret}` } });
    expect(answer.status).toBe(200);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.reload();
    await page.getByText('CI', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('breaks no rule of accessibility on any page, light and dark, and fits a phone', async () => {
    const broken: string[] = [];
    for (const path of await pathsOf(page, service.url, migration)) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(DESKTOP);
      await page.goto(service.url + path, { waitUntil: 'load' });
      broken.push(...(await looked(path, 'light-desktop')));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize(PHONE);
      broken.push(...(await looked(path, 'dark-phone')));
      if (PICTURES === undefined) continue;
      await page.emulateMedia({ colorScheme: 'light' });
      await picture(page, PICTURES, `${path.replace(/\W+/g, '-')}.light-phone`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize(DESKTOP);
      await picture(page, PICTURES, `${path.replace(/\W+/g, '-')}.dark-desktop`);
    }
    await page.setViewportSize(DESKTOP);
    expect(broken).toEqual([]);
  }, 600_000);

  it('shows guests their pages without breaking a rule either', async () => {
    await context.clearCookies();
    const broken: string[] = [];
    for (const path of [
      '/',
      '/sign-in',
      '/sign-up',
      '/forgot-password',
      '/reset-password?token=x',
      '/setup',
      '/help/issues',
    ]) {
      await page.goto(service.url + path, { waitUntil: 'load' });
      broken.push(...(await looked(path, 'guest')));
    }
    expect(broken).toEqual([]);
  }, 120_000);

  it('made no script fail and asked for nothing that the security policy refuses', () => {
    expect(complaints).toEqual([]);
  });
});

async function picture(page: Page, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function pathsOf(page: Page, url: string, migration: string): Promise<string[]> {
  const tabs = [
    '',
    '/objects',
    '/lineage',
    '/files?path=dbt_project.yml',
    '/plan',
    '/log',
    '/objects/dbo.usp_LoadSalesByBread',
  ];
  const rest = [
    'projects',
    'connections',
    'members',
    'api-keys',
    'usage',
    'billing',
    'webhooks',
    'audit',
    'settings',
    'account',
  ];
  const answer = await page.request.get(`${url}/api/v1/billing/invoices`);
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return [
    '/dashboard',
    '/migrations',
    '/migrations?search=nothing',
    '/migrations/new?source=sample',
    '/migrations/new?source=connection',
    ...tabs.map((tab) => migration + tab),
    ...rest.map((name) => `/${name}`),
    ...data.slice(0, 1).map(({ id }) => `/billing/invoices/${id}`),
    '/help/issues/analyse-follows-refusal',
    '/nowhere',
  ];
}
