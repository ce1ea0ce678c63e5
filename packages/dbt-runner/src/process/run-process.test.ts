import { describe, expect, it } from 'vitest';
import { type ProcessOptions, runProcess } from './run-process.js';

const STUBBORN =
  "process.on('SIGINT', () => console.log('asked')); console.log('ready'); setTimeout(() => {}, 60_000);";
/** Starts a helper that would live on, and tells its process number. */
const WITH_HELPER = `
const helper = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' });
console.log(helper.pid);
`;

interface Ended {
  readonly end: Awaited<ReturnType<typeof runProcess>>;
  readonly lines: readonly string[];
}

async function run(
  script: string,
  options: Partial<ProcessOptions> = {},
  onLine?: (line: string) => void,
): Promise<Ended> {
  const lines: string[] = [];
  const end = await runProcess({
    command: process.execPath,
    args: ['-e', script],
    cwd: process.cwd(),
    env: process.env,
    signal: undefined,
    timeoutMs: undefined,
    graceMs: 200,
    onStdoutLine: (line) => {
      lines.push(line);
      onLine?.(line);
    },
    onStderrLine: (line) => lines.push(`stderr ${line}`),
    ...options,
  });
  return { end, lines };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('runProcess', () => {
  it('gives lines, however they arrive', async () => {
    const script = "process.stdout.write('a\\nb'); setTimeout(() => process.stdout.write('c\\r\\n\\u00e9'), 50)";
    expect(await run(script)).toEqual({
      lines: ['a', 'bc', 'é'],
      end: { exitCode: 0, stopped: undefined, startError: undefined },
    });
  });

  it('gives exit code and stderr', async () => {
    expect(await run("console.error('no'); process.exitCode = 3")).toMatchObject({
      lines: ['stderr no'],
      end: { exitCode: 3 },
    });
  });

  it('tells why a program could not be started', async () => {
    const { end } = await run('', { command: '/nowhere/python' });
    expect(end).toMatchObject({ exitCode: undefined, startError: expect.stringContaining('ENOENT') });
  });

  it('starts nothing when it is cancelled already', async () => {
    expect(await run("console.log('x')", { signal: AbortSignal.abort() })).toMatchObject({
      lines: [],
      end: { stopped: 'cancelled' },
    });
  });

  it.skipIf(process.platform === 'win32')('asks first and kills after the grace time', async () => {
    const cancel = new AbortController();
    const { end, lines } = await run(STUBBORN, { signal: cancel.signal }, (line) => {
      if (line === 'ready') cancel.abort();
    });
    expect(lines).toEqual(['ready', 'asked']);
    expect(end).toEqual({ exitCode: undefined, stopped: 'cancelled', startError: undefined });
  });

  it('stops after the time-out', async () => {
    expect((await run('setTimeout(() => {}, 60_000)', { timeoutMs: 300 })).end.stopped).toBe('timed-out');
  });

  it.skipIf(process.platform === 'win32')('leaves nothing behind', async () => {
    const stopped = await run(`${WITH_HELPER} setTimeout(() => {}, 60_000)`, { timeoutMs: 500 });
    const ended = await run(`${WITH_HELPER} helper.unref()`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    for (const { lines } of [stopped, ended]) expect(isAlive(Number(lines[0]))).toBe(false);
  });
});
