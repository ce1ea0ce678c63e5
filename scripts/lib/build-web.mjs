import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileStats, filesBelow } from './file-stats.mjs';
import { npmFingerprint } from './npm-packages.mjs';
import { CACHE, NODE_MODULES, ROOT } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { RUN_AGAIN, SetupError } from './setup-error.mjs';
import { digest, readStamp, removeStamp, writeStamp } from './stamp.mjs';

const STAMP = join(CACHE, 'web-stamp');
const WEB = join(ROOT, 'apps', 'web');
const VITE = join(NODE_MODULES, 'vite', 'bin', 'vite.js');
/** The pages of the codes and the contract of the API go into the app. */
const INPUTS = [WEB, join(ROOT, 'docs', 'issues'), join(ROOT, 'packages', 'contracts', 'src')];
const OUTPUT = join(WEB, 'dist', 'index.html');

export const buildWeb = {
  title: 'the web app (vite build)',
  isCurrent: () => !existsSync(WEB) || (existsSync(OUTPUT) && readStamp(STAMP) === fingerprint()),
  async make() {
    const made = fingerprint();
    removeStamp(STAMP);
    const finished = await runCommand(process.execPath, [VITE, 'build'], { cwd: WEB });
    if (finished.code !== 0) {
      throw new SetupError('the web app does not build', {
        lines: finished.output.trimEnd().split('\n').slice(-20),
        help: `correct the sources (npm run build -w @datamigrate/web), then ${RUN_AGAIN}`,
      });
    }
    writeStamp(STAMP, made);
  },
};

/** Size and time of every file that vite reads. */
function fingerprint() {
  const made = /[\\/](dist|node_modules)[\\/]/;
  const read = INPUTS.flatMap(filesBelow).filter((file) => !made.test(relative(ROOT, file)));
  return digest([npmFingerprint(), ...fileStats(read)]);
}
