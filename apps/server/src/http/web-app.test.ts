import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testService } from '../testing/test-service.js';
import { buildApp } from './build-app.js';

const web = mkdtempSync(join(tmpdir(), 'dm-web-'));
mkdirSync(join(web, 'assets'));
writeFileSync(join(web, 'index.html'), '<title>the app</title>');
writeFileSync(join(web, 'assets', 'app-1a2b.js'), 'script');
const service = await testService();
const app = await buildApp(service.services, web);
afterAll(async () => {
  await app.close();
  await service.close();
  rmSync(web, { recursive: true });
});

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

it.each([
  ['/migrations/mig_1/objects/dbo.usp_Load', PAGE, 200, 'the app'],
  ['/migrations/mig_1/objects/dbo.%5BOrder%20Details%5D', PAGE, 200, 'the app'],
  ['/migrations/mig_1/objects/dbo.usp_Load', '*/*', 404, 'api-route-unknown'],
  ['/migrations', '*/*', 200, 'the app'],
  ['/assets/app-1a2b.js', '*/*', 200, 'script'],
  ['/assets/app-0000.js', PAGE, 404, 'api-route-unknown'],
  ['/api/v1/nothing.here', PAGE, 404, 'api-route-unknown'],
  ['/../secret.key', PAGE, 200, 'the app'],
])('answers %s for %s', async (url, accept, status, text) => {
  const answer = await app.inject({ url, headers: { accept } });
  expect([answer.statusCode, answer.payload]).toEqual([status, expect.stringContaining(text)]);
});
