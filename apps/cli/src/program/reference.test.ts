import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import type { CliIo } from '../cli-io.js';
import { buildProgram } from './build-program.js';

const reference = readFileSync(new URL('../../../../docs/reference/cli.md', import.meta.url), 'utf8');
const program = buildProgram({ io: {} as CliIo, finish() {}, loadEngine: () => Promise.reject(new Error('not run')) });
const commands = program.commands.filter((command) => command.name() !== 'help');
const COMMON = 'Options of all commands';

/** The part of the reference under a title of the second level. */
function section(title: string): string {
  const [, text] = reference.split(`\n## ${title}\n`);
  return text?.split('\n## ')[0] ?? '';
}

/** The options that the tables of a section explain. */
function explained(title: string): string[] {
  return [...section(title).matchAll(/^\| .*?`(--[a-z-]+)/gm)].map(([, option]) => option ?? '').sort();
}

function optionsOf(command: Command): string[] {
  return command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? '');
}

it('documents every command that exists and no other', () => {
  const names = [...reference.matchAll(/^\| \[(\w+)\]\(#/gm)].map(([, name]) => name);
  expect(names.sort()).toEqual(commands.map((command) => command.name()).sort());
});

it.each(commands.map((command) => [command.name(), command] as const))(
  'documents the options of %s as they are',
  (name, command) => {
    const common = explained(COMMON);
    expect(explained(name)).toEqual(
      optionsOf(command)
        .filter((option) => !common.includes(option))
        .sort(),
    );
    expect([...optionsOf(command), '--help']).toEqual(expect.arrayContaining(common));
  },
);
