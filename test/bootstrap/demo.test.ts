import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone, finish, until } from './clone.js';

const CLI = `
import { writeFileSync } from 'node:fs';
let interrupts = 0;
process.on('SIGINT', () => {
  interrupts += 1;
  setTimeout(() => process.exit(interrupts === 1 ? 130 : 99), 200);
});
console.log(process.argv.slice(2).join(' '));
if (process.argv.includes('--wait')) {
  writeFileSync('started', '');
  setTimeout(() => {}, 60_000);
} else process.exit(3);
`;

describe.skipIf(process.platform === 'win32')('demo', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
    clone.write('apps/cli/bin/datamigrate.mjs', CLI);
  });
  afterEach(() => clone.remove());

  it('sets up, then passes arguments, output and exit code through', async () => {
    const finished = await clone.run('demo', ['--strict']);
    expect(clone.calls()).toContain('tsc -b');
    expect(finished.code).toBe(3);
    expect(finished.stdout).toBe('migrate samples/harbor-trading --out demo-output --target duckdb --force --strict\n');
  });

  it('passes one Ctrl-C on once, however often it arrives', async () => {
    const child = clone.start('demo', ['--wait']);
    const finished = finish(child);
    await until(() => existsSync(clone.path('started')));
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 130 });
  });
});
