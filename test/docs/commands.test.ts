import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CliIo, main } from '../../apps/cli/src/index.js';
import { ROOT } from './diagnostic-codes.js';
import { markdownFiles } from './markdown-files.js';

/** What a command line prints. */
async function outputOf(args: readonly string[]): Promise<string> {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  const stdout = { write, isTerminal: false, columns: 1000 };
  const io: Partial<CliIo> = { stdout, stderr: stdout, env: {} };
  expect(await main(args, io as CliIo)).toBe(0);
  return text;
}

const flagsIn = (text: string): string[] => [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);

const names = [...(await outputOf(['--help'])).matchAll(/^ {2}([a-z]+) \[/gm)].map(([, name = '']) => name);
const commands = new Map<string, readonly string[]>();
for (const name of names) commands.set(name, name === 'help' ? [] : flagsIn(await outputOf([name, '--help'])));
const flags = new Set(['--version', '--help', ...[...commands.values()].flat()]);

/** Pages that speak of options on purpose that are not there yet. */
const ABOUT_PLANS = ['docs/reference/cli.md', 'docs/issues/cli-not-available-yet.md', 'docs/issues/README.md'];
const pages = markdownFiles().filter(
  ({ path }) => /^(README|docs\/|samples\/)/.test(path) && !ABOUT_PLANS.includes(path),
);

/** Every `datamigrate …` of a page: in blocks of code and between backticks. */
function callsIn(text: string): string[] {
  return [...text.matchAll(/(?:^|[`\s])datamigrate ([^`\n]+)/g)].map(([, call = '']) => call);
}

it('sees commands and calls', () => {
  expect([...commands.keys()]).toEqual(expect.arrayContaining(['migrate', 'resume', 'report', 'parse', 'translate']));
  expect(commands.get('migrate')).toContain('--checkpoint');
  expect(pages.flatMap(({ text }) => callsIn(text)).length).toBeGreaterThan(10);
});

it('shows calls of datamigrate that exist', () => {
  const wrong = pages.flatMap(({ path, text }) =>
    callsIn(text).flatMap((call) => {
      const [name = ''] = call.split(/\s/);
      const known = commands.get(name);
      // Prose that goes on after the name of the program is no call.
      if (known === undefined)
        return call.includes('--') && !flagsIn(call).every((flag) => flags.has(flag)) ? [call] : [];
      return flagsIn(call)
        .filter((flag) => !known.includes(flag))
        .map((flag) => `${path}: datamigrate ${name} ${flag}`);
    }),
  );
  expect(wrong).toEqual([]);
});

it('names options that exist', () => {
  const wrong = pages.flatMap(({ path, prose }) =>
    [...prose.matchAll(/`(--[a-z-]+)/g)]
      .map(([, flag = '']) => flag)
      .flatMap((flag) => {
        return flags.has(flag) || flag === '--vars' ? [] : [`${path}: ${flag}`];
      }),
  );
  expect(wrong).toEqual([]);
});

it('names scripts of package.json that exist', () => {
  const scriptsOf = (workspace: string | undefined): object => {
    const manifest = workspace === undefined ? 'package.json' : `apps/${workspace}/package.json`;
    return (JSON.parse(readFileSync(join(ROOT, manifest), 'utf8')) as { scripts: object }).scripts;
  };
  const wrong = markdownFiles().flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run ([a-z:-]+)(?: -w @datamigrate\/([a-z]+))?/g)]
      .filter(([, name = '', workspace]) => !(name in scriptsOf(workspace)))
      .map(([, name]) => `${path}: npm run ${name}`),
  );
  expect(wrong).toEqual([]);
});
