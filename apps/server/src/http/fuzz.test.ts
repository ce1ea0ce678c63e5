import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newPerson, testService } from '../testing/test-service.js';

const OWN = fileURLToPath(new URL('../../../../.cache/schemathesis/bin', import.meta.url));
const places = [process.env['SCHEMATHESIS_HOME'] ?? '', OWN, ...(process.env['PATH'] ?? '').split(delimiter)];
const program = places.map((folder) => join(folder, 'schemathesis')).find((file) => existsSync(file));
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 30);
/** These end the session that all requests are sent with, or leave the machine. */
const LEFT_OUT = ['signOut', 'changePassword', 'setUp', 'testConnection', 'testSettings', 'estimateMigration'];

describe.skipIf(program === undefined)(
  `the API under schemathesis${program === undefined ? ' (skipped: it is not installed; CI does)' : ''}`,
  () => {
    it(
      'answers no generated request with an error of the server',
      async () => {
        // Limits would hide what lies behind them.
        const service = await testService({}, { rates: { count: () => undefined, flush: async () => {} } });
        onTestFinished(() => service.close());
        const person = await newPerson(service);
        await service.app.listen({ port: 0, host: '127.0.0.1' });
        const { port } = service.app.server.address() as AddressInfo;
        const url = `http://127.0.0.1:${port}`;
        const { code, output } = await run(program ?? '', service.data, [
          'run',
          `${url}/openapi.json`,
          `--url=${url}`,
          '--checks=not_a_server_error',
          `--header=Cookie: ${person.cookie}`,
          `--header=Origin: ${url}`,
          `--max-time=${seconds}`,
          '--phases=coverage,fuzzing,stateful',
          '--generation-database=none',
          '--suppress-health-check=all',
          '--warnings=off',
          '--no-color',
          ...LEFT_OUT.map((name) => `--exclude-operation-id=${name}`),
        ]);
        expect(code, output).toBe(0);
        expect(output).toMatch(/\d+ generated/);
      },
      seconds * 1000 + 120_000,
    );
  },
);

/** It leaves files where it runs. */
function run(command: string, cwd: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
