import { join } from 'node:path';
import { MigratedFolder } from './migrated-folder.js';
import { SMALL_ESTATE } from './small-estate.js';
import { workFolder, writeFiles } from './work-folder.js';

/** The small estate in a folder of its own, to be migrated to a folder beside it. */
export function smallRun(more: Readonly<Record<string, string>> = {}): {
  readonly source: string;
  readonly migrated: MigratedFolder;
} {
  const folder = workFolder();
  const source = writeFiles(join(folder, 'small'), { ...SMALL_ESTATE, ...more });
  return { source, migrated: new MigratedFolder(join(folder, 'out')) };
}
