import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileStats, filesBelow } from './file-stats.mjs';
import { npmFingerprint } from './npm-packages.mjs';
import { CACHE, NODE_MODULES, ROOT } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { RUN_AGAIN, SetupError } from './setup-error.mjs';
import { digest, readStamp, removeStamp, writeStamp } from './stamp.mjs';
import { workspaceFolders } from './workspaces.mjs';

const STAMP = join(CACHE, 'build-stamp');
const TSC = join(NODE_MODULES, 'typescript', 'bin', 'tsc');

export const build = {
  title: 'TypeScript build (tsc -b)',
  isCurrent() {
    const [inputs, ...outputs] = (readStamp(STAMP) ?? '').split('\n');
    return inputs === buildFingerprint() && outputs.every((file) => existsSync(join(ROOT, file)));
  },
  async make() {
    // Taken before the build: a file that is saved while tsc runs must count as changed.
    const fingerprint = buildFingerprint();
    removeStamp(STAMP);
    const finished = await runCommand(process.execPath, [TSC, '-b'], { cwd: ROOT });
    if (finished.code !== 0) {
      throw new SetupError('the TypeScript build failed', {
        lines: finished.output.trimEnd().split('\n').slice(0, 20),
        help: `correct the sources (all errors: npx tsc -b), then ${RUN_AGAIN}`,
      });
    }
    writeStamp(STAMP, [fingerprint, ...outputs()].join('\n'));
  },
};

/** Size and time of every file that tsc reads: a look at a few thousand files, no reading, takes some milliseconds. */
function buildFingerprint() {
  const parts = [npmFingerprint(), ...fileStats(['tsconfig.json', 'tsconfig.base.json'])];
  for (const folder of workspaceFolders(ROOT)) {
    parts.push(...fileStats([`${folder}/tsconfig.json`]), ...sourceParts(`${folder}/src`));
  }
  return digest(parts);
}

/** @param {string} folder */
function sourceParts(folder) {
  return fileStats(filesBelow(folder).filter((file) => !file.endsWith('.test.ts')));
}

/** What tsc writes last for each workspace. Whoever removes a dist folder gets it back. */
function outputs() {
  return workspaceFolders(ROOT)
    .map((folder) => `${folder}/dist/.tsbuildinfo`)
    .filter((file) => existsSync(join(ROOT, file)));
}
