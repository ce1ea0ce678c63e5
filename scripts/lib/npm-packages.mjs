import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explainFailure } from './explain-failure.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { RUN_AGAIN, SetupError } from './setup-error.mjs';
import { digest, readStamp, removeStamp, writeStamp } from './stamp.mjs';
import { workspaceFolders } from './workspaces.mjs';

const STAMP = join(NODE_MODULES, '.datamigrate-stamp');

/** Everything that decides what `npm ci` installs. */
export function npmFingerprint() {
  const manifests = ['package.json', ...workspaceFolders(ROOT).map((folder) => `${folder}/package.json`)];
  const files = ['package-lock.json', ...manifests];
  return digest(files.flatMap((file) => [file, readFileSync(join(ROOT, file))]));
}

export const npmPackages = {
  title: 'npm packages (npm ci)',
  isCurrent: () => readStamp(STAMP) === npmFingerprint(),
  async make() {
    const fingerprint = npmFingerprint();
    removeStamp(STAMP);
    const [command, ...first] = npmCommand();
    // The tools of the build are development packages: NODE_ENV=production must not leave them out.
    const args = [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    const finished = await runCommand(command, args, { cwd: ROOT });
    if (finished.missing) {
      throw new SetupError('npm is not installed', { help: `install npm (it comes with Node), then ${RUN_AGAIN}` });
    }
    if (finished.code !== 0) throw explainFailure('npm ci', finished);
    writeStamp(STAMP, fingerprint);
  },
};

/** The npm that started this script, or the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath ?? '';
  return basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
