import { mergeTexts, type ProjectFile } from '@datamigrate/dbt-project';
import type { RunContext } from '../graph/agent-cores.js';
import { runDiagnostics } from '../run/diagnostics.js';
import { EDITS, type Edits, findEdits, GENERATED, readEdits, writeEdits } from '../run/edited-files.js';

/**
 * Writes the project, and removes files of an earlier round that it does not have any more. What people changed in a
 * file since it was generated is merged into what is generated now; where both changed the same lines their file stays
 * and ours is written beside it, as `<file>.new`. A draft is not yet what is generated now: dbt builds it, but whether
 * an edit stands against it is decided by what follows.
 */
export async function writeProject(
  run: RunContext,
  files: readonly ProjectFile[],
  stage: 'draft' | 'final' = 'final',
): Promise<void> {
  const wanted = new Set(files.map(({ path }) => path));
  const edits = await openEdits(run);
  for (const path of run.project.paths()) {
    if (!wanted.has(path) && !path.endsWith('.new') && /^(models|macros|tests|snapshots|seeds|analyses)\//.test(path)) {
      await run.project.remove(path);
    }
  }
  const written: Record<string, string> = {};
  for (const { path, content } of files) {
    const edit = edits[path];
    if (edit === undefined) await run.project.write(path, content);
    const text = edit === undefined ? content : await writeMerged(run, path, content, edit, stage);
    written[path] = stage === 'draft' ? text : content;
  }
  if (stage === 'draft' && Object.keys(edits).length > 0) await writeEdits(run.state, edits);
  // Last: until it is there, the former one is the base of what people changed.
  await run.state.writeText(GENERATED, `${JSON.stringify(written, null, 1)}\n`);
  if (stage === 'final') await run.state.remove(EDITS);
}

/** What people changed since the last generation, even where a draft has been written since. */
async function openEdits({ out, state }: RunContext): Promise<Edits> {
  const waiting = await readEdits(state);
  const found = Object.entries(await findEdits(out, state)).map(([path, { base, edited }]) => {
    return [path, { base: waiting[path]?.base ?? base, edited }] as const;
  });
  return { ...waiting, ...Object.fromEntries(found) };
}

async function writeMerged(
  run: RunContext,
  path: string,
  content: string,
  { base, edited }: { readonly base: string; readonly edited: string },
  stage: 'draft' | 'final',
): Promise<string> {
  const { text, conflict } = mergeTexts(base, edited, content);
  await run.project.write(path, text);
  if (text === content || stage === 'draft') return text;
  if (conflict) await run.project.write(`${path}.new`, content);
  const code = conflict ? 'run-edit-conflict' : 'run-edit-merged';
  const { severity, message } = runDiagnostics.create(code, { file: path });
  run.emit({ kind: 'note', level: severity, text: `${message} [${code}]` });
  return text;
}
