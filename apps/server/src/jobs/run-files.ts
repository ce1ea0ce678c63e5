import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DocumentName,
  type DocumentOf,
  type Originals,
  parseDocument,
  RUN_FILES,
  RUN_FOLDER,
  type TraceLine,
} from '@datamigrate/contracts';
import { z } from 'zod';

/** A document of a run folder; undefined where it is not there or damaged. */
export async function readRunFile<N extends DocumentName>(
  project: string,
  name: N,
  file: string,
): Promise<DocumentOf<N> | undefined> {
  const text = await textOf(project, file);
  if (text === undefined) return undefined;
  const document = parseDocument(name, text);
  return document.ok ? document.value : undefined;
}

export const readRunState = (project: string) => readRunFile(project, 'run-state', RUN_FILES.run);
export const readReport = (project: string) => readRunFile(project, 'report', RUN_FILES.report);
export const readPlanText = (project: string) => textOf(project, RUN_FILES.plan);
export const planPath = (project: string) => join(project, RUN_FOLDER, RUN_FILES.plan);
export const eventsPath = (project: string) => join(project, RUN_FOLDER, RUN_FILES.events);

/** The plan as the planner made it: what people edit is YAML beside it. */
export const readPlanned = (project: string) => readRunFile(project, 'plan', 'steps/planned.json');

export async function readOriginal(project: string, object: string): Promise<Originals[string] | undefined> {
  const originals = await readRunFile(project, 'originals', RUN_FILES.originals);
  if (originals === undefined) return originalInCatalog(project, object);
  return Object.hasOwn(originals, object) ? originals[object] : undefined;
}

const modulesSchema = z.object({
  modules: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      definition: z.string(),
      origin: z.object({ file: z.string(), line: z.int() }).optional(),
    }),
  ),
});

/** Before there is a report, the catalog of the assessment has the texts. */
async function originalInCatalog(project: string, object: string): Promise<Originals[string] | undefined> {
  const text = await textOf(project, RUN_FILES.catalog);
  if (text === undefined) return undefined;
  const { modules } = modulesSchema.parse(JSON.parse(text));
  // Names that need brackets have them in the one and not in the other.
  const plain = (name: string) => name.replace(/[[\]]/g, '');
  const found = modules.find(({ schema, name }) => plain(`${schema}.${name}`) === plain(object));
  return (
    found && { text: found.definition, line: found.origin?.line ?? 1, ...(found.origin && { file: found.origin.file }) }
  );
}

export async function readTrace(project: string, object: string): Promise<TraceLine[]> {
  const text = (await textOf(project, RUN_FILES.trace)) ?? '';
  const lines: TraceLine[] = [];
  for (const line of text.split('\n')) {
    // Most lines are of other objects: those are not parsed.
    if (!line.includes(JSON.stringify(object))) continue;
    const parsed = parseDocument('trace-line', line);
    if (parsed.ok && parsed.value.object === object) lines.push(parsed.value);
  }
  return lines;
}

async function textOf(project: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(join(project, RUN_FOLDER, file), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
