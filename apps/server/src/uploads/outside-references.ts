import { problem } from '../problems/api-problem.js';

const INCLUDE = /^[ \t]*:r[ \t]+"?([^"\r\n]+)/gim;
const FILE_READERS = /\b(?:BULK\s+INSERT\s+[^;]{0,400}?FROM|OPENROWSET\s*\(\s*BULK)\s*N?'([^']*)'/gi;

/**
 * Scripts may include other files (sqlcmd's :r) and read data files (BULK). On the computer of a user these are the user's;
 * here they would be the service's. What leads out of the upload, or cannot be known before it runs, is refused.
 */
export function refuseOutsideReferences(file: string, text: string): void {
  for (const pattern of [INCLUDE, FILE_READERS]) {
    for (const [, path = ''] of text.matchAll(pattern)) {
      if (leadsOut(path.trim())) {
        throw problem('api-archive-refused', {
          file,
          reason: `it reads ${path.trim().slice(0, 100)}, which is no file of the upload`,
        });
      }
    }
  }
}

function leadsOut(path: string): boolean {
  const plain = path.replaceAll('\\', '/');
  return (
    plain.startsWith('/') ||
    plain.startsWith('~') ||
    /^[A-Za-z]:/.test(plain) ||
    plain.split('/').includes('..') ||
    plain.includes('$(')
  );
}
