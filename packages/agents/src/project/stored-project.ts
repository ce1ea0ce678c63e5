import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FOLDER } from '@datamigrate/contracts';
import type { ProjectSpec } from '@datamigrate/dbt-project';
import { ifThere } from '../run/io-error.js';
import type { StateFiles } from '../run/state-files.js';

/** The project as plain data, for who wants to write it elsewhere. */
const PROJECT = 'project.json';

export function storeProject(state: StateFiles, spec: ProjectSpec): Promise<void> {
  return state.writeText(PROJECT, `${JSON.stringify(spec, null, 1)}\n`);
}

/** Undefined where no migration has written one, or another program did. */
export async function storedProject(out: string): Promise<ProjectSpec | undefined> {
  const text = await ifThere(readFile(join(out, RUN_FOLDER, PROJECT), 'utf8'));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isProject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProject(value: unknown): value is ProjectSpec {
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && 'models' in value && Array.isArray(value.models) && 'sources' in value;
}
