import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { z } from 'zod';
import { runDiagnostics } from '../run/diagnostics.js';
import { ifThere } from '../run/io-error.js';
import { readJsonText } from '../run/state-files.js';
import { writeAtomically } from '../run/write-atomically.js';
import { typedSchema } from './serialized.js';

const storedSchema = z.object({
  id: z.string(),
  parent: z.string().optional(),
  checkpoint: typedSchema,
  metadata: typedSchema,
  /** What nodes have given since, until the next checkpoint takes it up. */
  writes: z.array(
    z.object({ task: z.string(), path: z.string(), index: z.int(), channel: z.string(), value: typedSchema }),
  ),
});
export type StoredCheckpoint = z.infer<typeof storedSchema>;

/**
 * .datamigrate/graph/<number>.json, one file for each checkpoint. Files are numbered, because ids hold the time and clocks
 * go back. Only the last few stay: nothing goes back further, and an older one serves when the newest is damaged. Losing
 * them all loses no work: finished steps are files of their own.
 */
export interface CheckpointStore {
  latest(): Promise<StoredCheckpoint | undefined>;
  find(id: string): Promise<StoredCheckpoint | undefined>;
  newestFirst(): Promise<readonly StoredCheckpoint[]>;
  add(checkpoint: StoredCheckpoint): Promise<void>;
  change(id: string, edit: (checkpoint: StoredCheckpoint) => StoredCheckpoint): Promise<void>;
  clear(): Promise<void>;
}

const KEPT = 4;
const FILE = /^(\d{8})\.json$/;

export function openCheckpointStore(folder: string, tell: (diagnostic: Diagnostic) => void): CheckpointStore {
  let loaded: Promise<Map<number, StoredCheckpoint>> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const all = () => {
    loaded ??= load(folder, tell);
    return loaded;
  };
  /** LangGraph saves checkpoints and writes at the same time; files change one after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const newestFirst = () =>
    inTurn(async () => [...(await all())].sort(([a], [b]) => b - a).map(([, stored]) => stored));
  const save = (number: number, stored: StoredCheckpoint) =>
    writeAtomically(join(folder, fileName(number)), `${JSON.stringify(stored, null, 2)}\n`, {
      survivesPowerCut: false,
    });
  return {
    newestFirst,
    latest: async () => (await newestFirst())[0],
    find: async (id) => (await newestFirst()).find((stored) => stored.id === id),
    add: (stored) =>
      inTurn(async () => {
        const checkpoints = await all();
        const number = Math.max(0, ...checkpoints.keys()) + 1;
        await save(number, stored);
        checkpoints.set(number, stored);
        for (const old of [...checkpoints.keys()].sort((a, b) => b - a).slice(KEPT)) {
          await rm(join(folder, fileName(old)), { force: true });
          checkpoints.delete(old);
        }
      }),
    change: (id, edit) =>
      inTurn(async () => {
        const checkpoints = await all();
        for (const [number, stored] of checkpoints) {
          if (stored.id !== id) continue;
          const edited = edit(stored);
          await save(number, edited);
          checkpoints.set(number, edited);
        }
      }),
    clear: () =>
      inTurn(async () => {
        await rm(folder, { recursive: true, force: true });
        loaded = undefined;
      }),
  };
}

async function load(folder: string, tell: (diagnostic: Diagnostic) => void): Promise<Map<number, StoredCheckpoint>> {
  await mkdir(folder, { recursive: true });
  const checkpoints = new Map<number, StoredCheckpoint>();
  for (const name of await readdir(folder)) {
    const number = FILE.exec(name)?.[1];
    const file = join(folder, name);
    // Half-written files of a killed process.
    if (number === undefined) await rm(file, { recursive: true, force: true });
    else {
      const stored = readJsonText((await ifThere(readFile(file, 'utf8'))) ?? '', storedSchema);
      if (stored.ok) checkpoints.set(Number(number), stored.value);
      else {
        tell(runDiagnostics.create('run-checkpoint-damaged', { file }));
        await rm(file, { force: true });
      }
    }
  }
  return checkpoints;
}

function fileName(number: number): string {
  return `${String(number).padStart(8, '0')}.json`;
}
