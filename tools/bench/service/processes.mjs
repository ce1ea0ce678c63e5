import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The built service with data of its own, its owner signed in. @param {Record<string, string>} env @param {string[]} nodeArgs */
export async function startService(env = {}, nodeArgs = []) {
  const data = mkdtempSync(join(tmpdir(), 'dm-bench-'));
  const program = file('../../../apps/server/bin/datamigrate-server.mjs');
  const child = spawn(process.execPath, [...nodeArgs, program, '--port', '0', '--data', data], {
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Ctrl-C')) resolve();
    });
  });
  const url = /DataMigrate is at (\S+)/.exec(output)[1];
  const token = /token=([\w-]+)/.exec(output)[1];
  let cookie = '';
  const call = async (method, path, body, more = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        cookie,
        origin: url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie ||= String(answer.headers.get('set-cookie')).split(';')[0];
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const owner = { token, name: 'O', email: 'o@example.com', password: 'a long password', organisation: 'O' };
  await call('POST', '/auth/setup', owner);
  const stop = async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    url,
    port: Number(new URL(url).port),
    call,
    stop,
    memory: () => memoryOf(child.pid),
    cpu: () => cpuOf(child.pid),
  };
}

export async function startBare() {
  const child = fork(file('./bare-route.mjs'));
  const { port } = await new Promise((resolve) => child.once('message', resolve));
  return { port, stop: () => child.kill('SIGKILL'), cpu: () => cpuOf(child.pid) };
}

/** Resident megabytes. @param {number} pid */
async function memoryOf(pid) {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)[1]) / 1024;
}

/** Microseconds so far, of all threads and of the one that answers: what a busy computer changes least. @param {number} pid */
async function cpuOf(pid) {
  const microseconds = async (path) => {
    const fields = (await readFile(path, 'utf8')).split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  };
  return { all: await microseconds(`/proc/${pid}/stat`), main: await microseconds(`/proc/${pid}/task/${pid}/stat`) };
}

/** Secrets of keys: each may send the plan's requests of an hour. */
export async function makeKeys({ call }, count) {
  const keys = [];
  for (let i = 0; i < count; i++) {
    const body = { name: `bench ${i}`, scopes: ['migrations:read', 'migrations:write'] };
    keys.push((await call('POST', '/api-keys', body)).secret);
  }
  return keys;
}

export const SCRIPT = `CREATE TABLE dbo.Item (Id int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL, Price decimal(9, 2) NOT NULL);
GO
INSERT INTO dbo.Item (Id, Name, Price) VALUES (1, 'Rope', 12.50), (2, 'Anchor', 199.00), (3, 'Buoy', 45.25);
GO
CREATE VIEW dbo.ExpensiveItem AS SELECT Id, Name, Price FROM dbo.Item WHERE Price > 40;
GO
`;

export const migration = (more = {}) => ({ source: { kind: 'script', text: SCRIPT, fileName: 'bench.sql' }, ...more });

/** Until the migration is in one of the states. */
export async function settled({ call }, id, states, seconds = 300) {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
    const row = await call('GET', `/migrations/${id}`);
    if (states.includes(row.state)) return row;
    if (row.state === 'failed') throw new Error(`${id} failed: ${JSON.stringify(row.failure)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${id} did not become ${states.join(' or ')}`);
}
