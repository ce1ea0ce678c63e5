import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDbtEnvironment } from '../environment.js';
import type { DbtEvent } from '../events/dbt-event.js';
import type { DbtOptions } from '../options.js';
import type { DbtOutcome } from '../outcome.js';
import { runDbt } from '../run-dbt.js';
import { SLOW_MODEL, TinyProject } from '../testing/tiny-project.js';
import { hostResident } from './host-resident.js';
import { connectResident } from './open-resident.js';
import { residentOf } from './residents.js';
import { runInResident } from './run-in-resident.js';

const found = findDbtEnvironment();
const environment = found.ok ? found.value : { home: '', python: '' };

function run(project: TinyProject, options: Partial<DbtOptions> = {}): Promise<DbtOutcome> {
  const place = { projectDir: project.dir, profilesDir: project.dir };
  return runDbt({ environment, ...place, command: 'build', ...options });
}

/** Of the resident process that this one has started. */
function pidOf(): number {
  const found = startedPid();
  if (found === undefined) throw new Error('there is no resident process');
  return found;
}

/** Undefined while there is none, or while a new process has not become one yet. */
function startedPid(): number | undefined {
  const children = readdirSync('/proc/self/task').flatMap((thread) => childrenOf(process.pid, thread));
  const isResident = (pid: number): boolean =>
    isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith('resident_dbt.py\0');
  return children.find(isResident);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function childrenOf(pid: number, thread = String(pid)): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function kilobytesOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !isSo() && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(isSo()).toBe(true);
}

function once(call: (event: DbtEvent) => void): (event: DbtEvent) => void {
  let isDone = false;
  return (event) => {
    if (isDone || event.kind !== 'node-started') return;
    isDone = true;
    call(event);
  };
}

/** Calls back when a model has begun. */
function onModel(call: () => void): (event: DbtEvent) => void {
  return ({ kind }) => {
    if (kind === 'node-started') setTimeout(call, 500);
  };
}

describe.skipIf(!found.ok || process.platform !== 'linux')('a resident dbt', () => {
  let fast: TinyProject;
  let slow: TinyProject;
  beforeAll(() => {
    fast = new TinyProject({ 'models/told.sql': "select '{{ env_var('TOLD', 'nothing') }}' as told" });
    slow = new TinyProject({ 'models/slow.sql': SLOW_MODEL });
  });
  afterAll(() => {
    fast.remove();
    slow.remove();
  });
  const told = async (environmentVariables: Record<string, string>): Promise<unknown> => {
    const outcome = await run(fast, { command: 'show', select: 'told', environmentVariables });
    return outcome.rows[0]?.['told'];
  };

  it('keeps nothing of one run for the next', async () => {
    expect(await told({ TOLD: 'one' })).toBe('one');
    const pid = pidOf();
    expect(await told({ TOLD: 'two' })).toBe('two');
    expect(await told({})).toBe('nothing');
    expect(pidOf()).toBe(pid);
  });

  it('may be forked: it has one thread, no database open, and does not grow', async () => {
    const pid = pidOf();
    await run(fast);
    const before = kilobytesOf(pid);
    for (let i = 0; i < 3; i++) expect(await run(fast)).toMatchObject({ status: 'ok' });
    expect(kilobytesOf(pid) - before).toBeLessThan(2_000);
    expect(readdirSync(`/proc/${pid}/task`)).toHaveLength(1);
    const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
    expect(open.filter((path) => path.includes('duckdb'))).toEqual([]);
  });

  it('runs two at once, and ends the one that is told to', async () => {
    const cancel = new AbortController();
    const stopped = run(slow, { signal: cancel.signal, onEvent: onModel(() => cancel.abort()) });
    expect(await run(fast)).toMatchObject({ status: 'ok' });
    expect(await stopped).toMatchObject({ status: 'cancelled' });
  });

  it('kills what does not listen, with all that it started', async () => {
    const pid = pidOf();
    const before = childrenOf(pid);
    let during: readonly number[] = [];
    const cancel = new AbortController();
    const onEvent = onModel(() => {
      during = childrenOf(pid).filter((child) => !before.includes(child));
      cancel.abort();
    });
    expect(await run(slow, { signal: cancel.signal, graceMs: 0, onEvent })).toMatchObject({ status: 'cancelled' });
    expect(during).not.toEqual([]);
    expect(during.filter(isAlive)).toEqual([]);
    expect(await run(slow, { command: 'show', inline: 'select 1 as one' })).toMatchObject({ rows: [{ one: 1 }] });
  });

  it('that is killed takes its runs with it, and another one takes its place', async () => {
    await run(fast);
    const pid = pidOf();
    let during: readonly number[] = [];
    const onEvent = onModel(() => {
      during = childrenOf(pid);
      process.kill(pid, 'SIGKILL');
    });
    const outcome = await run(slow, { onEvent });
    expect(outcome).toMatchObject({ status: 'crashed' });
    expect(outcome).not.toHaveProperty('exitCode');
    await until(() => !during.some(isAlive));
    expect(await run(fast)).toMatchObject({ status: 'ok' });
    expect(pidOf()).not.toBe(pid);
    // What starts from nothing is done again.
    const lose = ({ kind }: DbtEvent): void => {
      if (kind === 'node-started') process.kill(pidOf(), 'SIGKILL');
    };
    expect(await run(fast, { fullRefresh: true, onEvent: once(lose) })).toMatchObject({ status: 'ok' });
  });

  it('is done without when it is gone before a run begins', async () => {
    await residentOf(environment);
    await until(() => startedPid() !== undefined);
    // Nobody here has heard of its end when the run is handed to it.
    process.kill(pidOf(), 'SIGKILL');
    expect(await run(fast)).toMatchObject({ status: 'ok' });
  });

  it('is done without when it is switched off', async () => {
    process.env['DATAMIGRATE_DBT_RESIDENT'] = 'off';
    try {
      expect(await residentOf(environment)).toBeUndefined();
      expect(await run(fast)).toMatchObject({ status: 'ok' });
    } finally {
      delete process.env['DATAMIGRATE_DBT_RESIDENT'];
    }
  });

  it('serves runs of its own environment alone', async () => {
    const host = hostResident();
    const variables = host.environmentVariables();
    Object.assign(process.env, variables);
    try {
      const elsewhere = { home: '/nowhere', python: '/nowhere/python' };
      expect(await run(fast, { environment: elsewhere })).toMatchObject({ status: 'crashed' });
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
      host.close();
    }
  });

  it('serves other processes, and ends the runs of one that is gone', async () => {
    const host = hostResident();
    const socket = host.environmentVariables()['DATAMIGRATE_DBT_RESIDENT'] ?? '';
    expect(host.environmentVariables()).toEqual({
      DATAMIGRATE_DBT_RESIDENT: socket,
      DATAMIGRATE_DBT_RESIDENT_HOME: environment.home,
    });
    const lines: string[] = [];
    const begin = async (project: TinyProject, args: readonly string[], onLine: () => void = () => {}) => {
      const resident = await connectResident(socket);
      if (resident === undefined) throw new Error('nobody listens');
      const options = { signal: undefined, timeoutMs: undefined, graceMs: 0, cwd: project.dir, env: process.env };
      const onStdoutLine = (line: string): void => {
        lines.push(line);
        onLine();
      };
      const script = { ...options, script: 'launch_dbt.py', args, onStdoutLine, onStderrLine: () => {} };
      return { resident, end: runInResident(resident, script) };
    };
    const profiles = ['--profiles-dir', slow.dir];
    const one = await begin(fast, ['--version']);
    expect(await one.end).toEqual({ exitCode: 0, stopped: undefined, startError: undefined });
    expect(lines.join()).toContain('installed');
    one.resident.cut();
    let ask = (): void => {};
    const isAsked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const two = await begin(slow, ['--log-level', 'debug', 'build', ...profiles], () => {
      if (lines.at(-1)?.includes('START')) setTimeout(ask, 500);
    });
    await isAsked;
    two.resident.cut();
    expect(await two.end).toMatchObject({ exitCode: undefined });
    const free = await begin(slow, ['show', '--inline', 'select 1', ...profiles]);
    expect(await free.end).toMatchObject({ exitCode: 0 });
    free.resident.cut();
    host.close();
    await until(() => !existsSync(dirname(socket)));
  });
});
