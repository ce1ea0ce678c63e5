import { basename, extname } from 'node:path';
import { type Unzipped, unzip } from 'fflate';
import { problem } from '../problems/api-problem.js';

const MOST_FILES = 20_000;
const MOST_BYTES = 512 * 1024 * 1024;
/** What a source may hold: scripts, projects, packages, and data beside them. */
const WANTED = new Set([
  '.sql',
  '.sqlproj',
  '.dacpac',
  '.bacpac',
  '.csv',
  '.tsv',
  '.parquet',
  '.jsonl',
  '.refactorlog',
  '.publish',
  '.xml',
]);

export interface UnpackedFile {
  /** With forward slashes, below the folder it is unpacked to. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The wanted files of an archive. Names that lead out of it, and archives that grow too large, are refused. */
export async function unpackZip(file: string, bytes: Uint8Array): Promise<UnpackedFile[]> {
  let refused: string | undefined;
  let files = 0;
  let total = 0;
  const unpacked = await new Promise<Unzipped>((resolve, reject) => {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
      if (refused !== undefined || name.endsWith('/') || !isWanted(name)) return false;
      if (!isInside(name)) refused = 'a name in it leads out of the archive';
      if (++files > MOST_FILES) refused = `it holds more than ${MOST_FILES} files`;
      total += originalSize;
      if (total > MOST_BYTES) refused = `it unpacks to more than ${MOST_BYTES / 1024 / 1024} MB`;
      return refused === undefined;
    };
    try {
      unzip(bytes, { filter }, (error, data) => (error ? reject(error) : resolve(data)));
    } catch (error) {
      reject(error);
    }
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : 'it is damaged';
    throw problem('api-archive-refused', { file, reason });
  });
  if (refused !== undefined) throw problem('api-archive-refused', { file, reason: refused });
  return Object.entries(unpacked).map(([path, content]) => ({ path: path.replaceAll('\\', '/'), bytes: content }));
}

function isWanted(name: string): boolean {
  return WANTED.has(extname(name).toLowerCase()) && !name.startsWith('__MACOSX/') && !basename(name).startsWith('._');
}

function isInside(name: string): boolean {
  const path = name.replaceAll('\\', '/');
  return !/^[A-Za-z]:|\0/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
