import { mergeTexts, type ProjectFile } from '@datamigrate/dbt-project';
import type { RunContext } from '../graph/agent-cores.js';
import { runDiagnostics } from '../run/diagnostics.js';
import { EDITS, findEdits, GENERATED, readEdits } from '../run/edited-files.js';

/**
 * Writes the project, and removes files of an earlier round that it does not have any more. What people changed in a
 * file since it was generated is merged into what is generated now; where both changed the same lines their file stays
 * and ours is written beside it, as `<file>.new`.
 */
export async function writeProject(run: RunContext, files: readonly ProjectFile[]): Promise<void> {
  const wanted = new Set(files.map(({ path }) => path));
  const edits = { ...(await readEdits(run.state)), ...(await findEdits(run.out, run.state)) };
  for (const path of run.project.paths()) {
    if (!wanted.has(path) && !path.endsWith('.new') && /^(models|macros|tests|snapshots|seeds|analyses)\//.test(path)) {
      await run.project.remove(path);
    }
  }
  for (const { path, content } of files) {
    const edit = edits[path];
    if (edit === undefined) await run.project.write(path, content);
    else await writeMerged(run, path, content, edit);
  }
  // Last: until it is there, the former one is the base of what people changed.
  const generated = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  await run.state.writeText(GENERATED, `${JSON.stringify(generated, null, 1)}\n`);
  await run.state.remove(EDITS);
}

async function writeMerged(
  run: RunContext,
  path: string,
  content: string,
  { base, edited }: { readonly base: string; readonly edited: string },
): Promise<void> {
  const { text, conflict } = mergeTexts(base, edited, content);
  await run.project.write(path, text);
  if (text === content) return;
  if (conflict) await run.project.write(`${path}.new`, content);
  const code = conflict ? 'run-edit-conflict' : 'run-edit-merged';
  const { severity, message } = runDiagnostics.create(code, { file: path });
  run.emit({ kind: 'note', level: severity, text: `${message} [${code}]` });
}
