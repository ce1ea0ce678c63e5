import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report, Scenario } from '@datamigrate/contracts';
import { onTestFinished } from 'vitest';
import { migrationCores } from '../cores/migration-cores.js';
import type { AgentCores } from '../graph/agent-cores.js';
import { createMigrationEngine } from '../run-migration.js';

export interface Migrated {
  readonly report: Report;
  readonly out: string;
}

/** Migrates one script of a folder called `name`, with dbt, into a folder that goes with the test. */
export async function migrateScript(
  name: string,
  script: string,
  { cores = migrationCores(), ...options }: { cores?: AgentCores; scenario?: Scenario; keepSteps?: boolean } = {},
): Promise<Migrated> {
  const folder = mkdtempSync(join(tmpdir(), `datamigrate-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, name);
  mkdirSync(source);
  writeFileSync(join(source, `${name}.sql`), script);
  const out = join(folder, 'out');
  const result = await createMigrationEngine(cores).runMigration({
    source,
    out,
    target: 'duckdb',
    checkpoints: [],
    force: false,
    signal: new AbortController().signal,
    onEvent: () => {},
    clock: { now: () => new Date('2026-05-04T10:20:30.400Z') },
    ...options,
  });
  if (!result.ok || !result.value.report) throw new Error(JSON.stringify(result));
  return { report: result.value.report, out };
}
