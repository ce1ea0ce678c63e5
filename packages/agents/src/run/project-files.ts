import { lstat, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { invariant } from '@datamigrate/foundation';
import { runDiagnostics } from './diagnostics.js';
import { fingerprint } from './fingerprint.js';
import { codeOf, ifThere } from './io-error.js';
import { keepAside } from './keep-aside.js';
import { isSafePath, TEMPORARY_FOLDER } from './state-files.js';
import { writeAtomically } from './write-atomically.js';
import type { WrittenFile, WrittenFiles } from './written-files.js';

/**
 * The dbt project in the out folder, by paths with forward slashes. Only what is written here belongs to the run; a file
 * that someone else wrote or changed is moved to .datamigrate/kept and named in a warning before its place is taken.
 */
export interface ProjectFiles {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  readText(path: string): Promise<string | undefined>;
  remove(path: string): Promise<void>;
  /** Says that tools write this file or folder (dbt's target/ and logs/, the warehouse), whose content may then vanish. */
  claim(path: string): void;
  /** Every path that the run has written or claimed. */
  paths(): string[];
}

export interface ProjectFilesOwner extends ProjectFiles {
  /** The same files; what is written through this view belongs to the object. */
  of(object: string): ProjectFiles;
  /** Removes what only this object needed: it is about to be converted again. */
  removeFilesOf(object: string): Promise<void>;
}

interface Place {
  readonly out: string;
  readonly files: WrittenFiles;
  readonly now: () => Date;
  readonly tell: (diagnostic: Diagnostic) => void;
}

export function openProjectFiles(place: Place): ProjectFilesOwner {
  const { out, files } = place;
  const view = (owner?: string): ProjectFiles => ({
    folder: out,
    write: (path, content) => write(place, projectPath(path), content, owner),
    readText: (path) => ifThere(readFile(join(out, projectPath(path)), 'utf8')),
    remove: (path) => remove(place, projectPath(path)),
    claim(path) {
      if (!files.all.get(projectPath(path))?.isClaimed) files.record({ path, owners: [] });
    },
    paths: () => [...files.all.keys()],
  });
  return {
    ...view(),
    of: view,
    async removeFilesOf(object) {
      for (const [path, { owners }] of [...files.all]) {
        if (!owners.includes(object)) continue;
        const others = owners.filter((owner) => owner !== object);
        if (others.length === 0) await remove(place, path);
        else recordOwners(files, path, others);
      }
    },
  };
}

/** Whether the file still holds what a run wrote there. A file that is gone was changed by nobody. */
export async function isUnchanged(file: string, known: WrittenFile | undefined): Promise<boolean> {
  if (known?.isClaimed) return true;
  const stats = await ifThere(lstat(file));
  if (stats === undefined) return true;
  if (!stats.isFile()) return false;
  return known?.contents.includes(fingerprint(await readFile(file))) ?? false;
}

async function write(place: Place, path: string, content: string | Uint8Array, owner?: string): Promise<void> {
  const { out, files } = place;
  const file = join(out, path);
  const known = files.all.get(path);
  await moveAsideIfForeign(place, path, known);
  const owners = ownersWith(known, owner);
  const sha256 = fingerprint(content);
  if (known?.contents.at(-1) !== sha256 || owners.length !== known.owners.length) {
    files.record({ path, sha256, owners });
  }
  await writeAtomically(file, content, { temporaryFolder: join(out, RUN_FOLDER, TEMPORARY_FOLDER) });
}

async function remove(place: Place, path: string): Promise<void> {
  const { out, files } = place;
  await moveAsideIfForeign(place, path, files.all.get(path));
  await rm(join(out, path), { recursive: files.all.get(path)?.isClaimed === true, force: true });
  if (files.all.has(path)) files.record({ path, owners: [], removed: true });
  await removeEmptyFolders(out, path);
}

async function moveAsideIfForeign({ out, now, tell }: Place, path: string, known?: WrittenFile): Promise<void> {
  if (await isUnchanged(join(out, path), known)) return;
  const kept = await keepAside(out, join(out, RUN_FOLDER), path, now());
  tell(runDiagnostics.create('run-file-kept', { file: join(out, path), kept }));
}

/** Folders that a removed file leaves empty, up to the project's own. */
export async function removeEmptyFolders(out: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      await rmdir(join(out, folder));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue;
      return;
    }
  }
}

/** A file without owners stays one of the project as a whole. */
function ownersWith(known: WrittenFile | undefined, owner: string | undefined): readonly string[] {
  if (known === undefined) return owner === undefined ? [] : [owner];
  if (owner === undefined || known.owners.length === 0 || known.owners.includes(owner)) return known.owners;
  return [...known.owners, owner];
}

function recordOwners(files: WrittenFiles, path: string, owners: string[]): void {
  const sha256 = files.all.get(path)?.contents.at(-1);
  if (sha256 !== undefined) files.record({ path, sha256, owners });
}

function projectPath(path: string): string {
  invariant(isSafePath(path), `${path} leads out of the project`);
  const first = path.split('/')[0]?.toLowerCase();
  invariant(first !== RUN_FOLDER && first !== '.git', `${path} is no place for a file of the project`);
  return path;
}
