import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PURE_PACKAGES } from './test/architecture/package-order.js';
import { EndToEndFirst } from './test/setup/end-to-end-first.js';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests run on the sources of all packages, so that no build can be stale. */
const alias = readdirSync(`${root}packages`).map((name) => ({
  find: new RegExp(`^@datamigrate/${name}$`),
  replacement: `${root}packages/${name}/src/index.ts`,
}));

/** Their tests cannot disturb each other, and need their modules loaded once only. */
const pure = PURE_PACKAGES.map((name) => `packages/${name}/src/**/*.test.ts`);
const agents = ['packages/agents/src/**/*.test.ts'];
/** Files, servers and databases of their own, each test its own: they need their modules loaded once only, too. */
const connected = ['packages/*/src/**/*.test.ts', 'apps/server/src/**/*.test.ts'];
/** Replaces a module of Node, for itself alone. */
const replacing = ['apps/server/src/jobs/rebinding.test.ts'];
/** Migrations as programs of their own. */
const programs = ['apps/cli/src/**/*.test.ts', 'test/end-to-end/**/*.test.ts'];
/** Most of the time of a migration is that of dbt. */
const globalSetup = 'test/setup/resident-dbt.ts';
/** Some tests start and end such a dbt themselves. */
const env = { DATAMIGRATE_DBT_RESIDENT: '' };

export default defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: EndToEndFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'agents', include: agents, isolate: false, globalSetup } },
      { extends: true, test: { name: 'programs', include: programs, isolate: false, globalSetup } },
      {
        extends: true,
        test: {
          name: 'connected',
          env,
          isolate: false,
          include: connected,
          exclude: [...pure, ...agents, ...replacing],
        },
      },
      {
        extends: true,
        test: {
          name: 'others',
          env,
          include: ['apps/web/src/**/*.test.ts', 'test/**/*.test.ts', ...replacing],
          exclude: programs,
        },
      },
    ],
  },
});
