import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifThere } from './io-error.js';
import { type StateFiles, TEMPORARY_FOLDER } from './state-files.js';

/** Contents of the project as it was generated the last time, before any edit of people: the base of merges. */
export const GENERATED = 'generated.json';

/** What people had made of the files of a run that was replaced since, with what they had been generated as. */
export const EDITS = 'edits.json';

const generatedSchema = z.record(z.string(), z.string());
const editsSchema = z.record(z.string(), z.object({ base: z.string(), edited: z.string() }));
export type Edits = z.infer<typeof editsSchema>;

export async function readGenerated(state: StateFiles): Promise<Readonly<Record<string, string>>> {
  const read = await state.readJson(GENERATED, generatedSchema);
  return (read.ok && read.value) || {};
}

export async function readEdits(state: StateFiles): Promise<Edits> {
  const read = await state.readJson(EDITS, editsSchema);
  return (read.ok && read.value) || {};
}

/** Files that hold something else than what was generated last. A file that is gone is no edit: it is made again. */
export async function findEdits(out: string, state: StateFiles): Promise<Edits> {
  const edits: Record<string, { base: string; edited: string }> = {};
  for (const [path, base] of Object.entries(await readGenerated(state))) {
    const edited = await ifThere(readFile(join(out, path), 'utf8'));
    if (edited !== undefined && edited !== base) edits[path] = { base, edited };
  }
  return edits;
}

/** Before a run takes the place of another: what people changed in its files is handed on. */
export async function handOnEdits(out: string, state: StateFiles): Promise<void> {
  // Of a run that was replaced before it wrote its project, the edits are still waiting.
  const edits = { ...(await readEdits(state)), ...(await findEdits(out, state)) };
  if (Object.keys(edits).length === 0) return;
  await mkdir(state.path(TEMPORARY_FOLDER), { recursive: true });
  await writeEdits(state, edits);
}

export async function writeEdits(state: StateFiles, edits: Edits): Promise<void> {
  await state.writeJson(EDITS, editsSchema, edits);
}
