import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = PLACES.find((place) => place !== '' && existsSync(place));

/** Why no browser can be used here; null when one can. */
export const missingBrowser = executablePath === undefined ? 'there is no Chromium (set CHROMIUM to its path)' : null;

export function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Lines of code are left out: they are thousands of spans in six colours of the theme, whose contrast tokens.test.ts checks. */
const WHERE = `{ include: [['html']], exclude: [['.monaco-editor .view-lines']] }`;

/** Rules of accessibility that the page breaks, with the places. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found =
    await page.evaluate(`axe.run(${WHERE}, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ': ' + nodes.slice(0, 3).map(({ target, html }) => target.join(' ') + ' ' + html.slice(0, 160)).join(' | ')))`);
  return found as string[];
}

/** How far the page can be scrolled sideways, in pixels. */
export async function overflowOf(page: Page): Promise<number> {
  return (await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')) as number;
}

/** What the page complains about: faults in scripts, and what the security policy refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => {
    const isExpected = /Failed to load resource/.test(message.text());
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  return complaints;
}
