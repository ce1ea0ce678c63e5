import type { Checkpoint } from '@datamigrate/contracts';
import { createMigrationEngine } from '../run-migration.js';
import { toyCores } from './toy-cores.js';

/** A migration of the toy domain in a process of its own: run|resume SOURCE OUT CHECKPOINTS; the outcome goes to stdout. */
const [, , command, source = '', out = '', checkpoints = ''] = process.argv;
const engine = createMigrationEngine(toyCores());
const environment = {
  signal: new AbortController().signal,
  onEvent: () => {},
  clock: { now: () => new Date() },
  out,
};
const result =
  command === 'resume'
    ? await engine.resumeMigration(environment)
    : await engine.runMigration({
        ...environment,
        source,
        target: 'duckdb',
        checkpoints: checkpoints.split(',').filter((name) => name !== '') as Checkpoint[],
        force: false,
      });
process.stdout.write(JSON.stringify(result));
