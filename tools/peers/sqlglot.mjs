// sqlglot in a Python process; the time it reports is measured inside that process, without its start.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonOf } from '../../scripts/lib/paths.mjs';
import { PLACES } from './install.mjs';

const SCRIPT = fileURLToPath(new URL('./ask-sqlglot.py', import.meta.url));

export function openSqlglot(place) {
  const { folder, version } = PLACES[place];
  if (!existsSync(join(folder, '.complete'))) return undefined;
  const ask = (question) => answer(pythonOf(folder), question);
  return {
    name: `${place} ${version}`,
    accepts: (task, batches) => ask({ ask: 'accepts', task, batches }),
    speed: (task, batches, seconds) => (batches.length === 0 ? 0 : ask({ ask: 'speed', task, batches, seconds })),
    transpile: async (batches) =>
      (await ask({ ask: 'transpile', task: 'transpile', batches })).map((sql) => sql ?? undefined),
  };
}

function answer(python, question) {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stdin.on('error', () => {}); // its end says more
  child.stdin.end(JSON.stringify(question));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      else reject(new Error(`sqlglot ended with ${code}`));
    });
  });
}
