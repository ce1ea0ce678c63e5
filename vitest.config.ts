import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PURE_PACKAGES } from './test/architecture/package-order.js';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests run on the sources of all packages, so that no build can be stale. */
const alias = readdirSync(`${root}packages`).map((name) => ({
  find: new RegExp(`^@datamigrate/${name}$`),
  replacement: `${root}packages/${name}/src/index.ts`,
}));

/** Their tests cannot disturb each other, and need their modules loaded once only. */
const pure = PURE_PACKAGES.map((name) => `packages/${name}/src/**/*.test.ts`);
const agents = ['packages/agents/src/**/*.test.ts'];
/** Migrations as programs of their own. */
const programs = ['apps/cli/src/**/*.test.ts', 'test/end-to-end/**/*.test.ts'];
/** Most of the time of a migration is that of dbt. */
const globalSetup = 'test/setup/resident-dbt.ts';

export default defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'agents', include: agents, isolate: false, globalSetup } },
      { extends: true, test: { name: 'programs', include: programs, globalSetup } },
      {
        extends: true,
        test: {
          name: 'others',
          // Some of them start and end one of their own.
          env: { DATAMIGRATE_DBT_RESIDENT: '' },
          include: ['packages/**/src/**/*.test.ts', 'apps/**/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...pure, ...agents, ...programs],
        },
      },
    ],
  },
});
