// Parsers and transpilers of others, in folders of their own below .cache/peers: they are no dependencies of ours.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../../scripts/lib/find-python.mjs';
import { CACHE, pythonOf } from '../../scripts/lib/paths.mjs';
import { runCommand } from '../../scripts/lib/run-command.mjs';

const HOME = join(CACHE, 'peers');
const POLYGLOT = '0.12.1';
const SQLGLOT = '30.30.0';

export const PLACES = {
  polyglot: { version: POLYGLOT, folder: join(HOME, 'polyglot') },
  sqlglot: { version: SQLGLOT, folder: join(HOME, 'sqlglot') },
  'sqlglot, compiled': { version: SQLGLOT, folder: join(HOME, 'sqlglot-compiled') },
};

/** Puts those in place that are not there yet. A registry that cannot be reached leaves a peer out and says so. */
export async function installPeers() {
  mkdirSync(HOME, { recursive: true });
  const { polyglot, sqlglot, 'sqlglot, compiled': compiled } = PLACES;
  if (!existsSync(join(polyglot.folder, 'node_modules', '@polyglot-sql', 'sdk'))) {
    mkdirSync(polyglot.folder, { recursive: true });
    writeFileSync(join(polyglot.folder, 'package.json'), '{"private":true}\n');
    await run(
      'npm',
      [
        'install',
        '--engine-strict=false',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        `@polyglot-sql/sdk@${POLYGLOT}`,
      ],
      polyglot.folder,
    );
  }
  for (const [{ folder }, wanted] of [
    [sqlglot, `sqlglot==${SQLGLOT}`],
    [compiled, `sqlglot[c]==${SQLGLOT}`],
  ]) {
    if (existsSync(join(folder, '.complete'))) continue;
    const done = await run(findPython().executable, ['-m', 'venv', folder], HOME);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', wanted];
    if (done && (await run(pythonOf(folder), pip, HOME))) writeFileSync(join(folder, '.complete'), '');
  }
}

async function run(command, args, cwd) {
  const { code, output } = await runCommand(command, args, { cwd });
  if (code !== 0) console.error(`peers: ${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-500)}`);
  return code === 0;
}
