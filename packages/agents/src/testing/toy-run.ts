import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgressEvent } from '@datamigrate/contracts';
import { onTestFinished } from 'vitest';
import type { MigrationEngine, MigrationOptions } from '../migration-engine.js';
import { createMigrationEngine } from '../run-migration.js';
import { type ToyObject, toyCores } from './toy-cores.js';

export interface ToyRun {
  readonly source: string;
  readonly out: string;
  readonly events: ProgressEvent[];
  readonly engine: MigrationEngine;
  run(options?: Partial<MigrationOptions>): ReturnType<MigrationEngine['runMigration']>;
  resume(signal?: AbortSignal): ReturnType<MigrationEngine['resumeMigration']>;
  /** Calls of the cores so far. */
  calls(): string[];
  path(...parts: string[]): string;
  read(...parts: string[]): string;
  json(...parts: string[]): Record<string, unknown>;
}

export const THREE: readonly ToyObject[] = [
  { id: 'dbo.C', dependsOn: ['dbo.B'] },
  { id: 'dbo.A' },
  { id: 'dbo.B', dependsOn: ['dbo.A'] },
];

/** A source with these objects and an out folder that is not there yet. */
export function toyRun(objects: readonly ToyObject[] = THREE, hooks: Parameters<typeof toyCores>[0] = {}): ToyRun {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const source = join(folder, 'source');
  const out = join(folder, 'out');
  mkdirSync(source);
  writeFileSync(join(source, 'source.json'), JSON.stringify({ objects }));
  const events: ProgressEvent[] = [];
  const engine = createMigrationEngine(toyCores(hooks));
  const environment = {
    signal: new AbortController().signal,
    onEvent: (event: ProgressEvent) => void events.push(event),
    clock: { now: () => new Date() },
  };
  const path = (...parts: string[]) => join(out, ...parts);
  const read = (...parts: string[]) => readFileSync(path(...parts), 'utf8');
  return {
    source,
    out,
    events,
    engine,
    path,
    read,
    json: (...parts) => JSON.parse(read(...parts)) as Record<string, unknown>,
    run: (options = {}) =>
      engine.runMigration({ ...environment, source, out, target: 'duckdb', checkpoints: [], force: false, ...options }),
    resume: (signal = environment.signal) => engine.resumeMigration({ ...environment, signal, out }),
    calls: () => callsOf(source),
  };
}

export function callsOf(source: string): string[] {
  const file = join(source, 'calls.log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** The files of the dbt project with their contents. */
export function projectOf(out: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(out.length + 1);
    if (entry.isFile() && !path.startsWith('.datamigrate')) files[path] = readFileSync(join(out, path), 'utf8');
  }
  return files;
}
