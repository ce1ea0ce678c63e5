import { describe, expect, it } from 'vitest';
import type { DbtOptions } from '../options.js';
import { dbtArguments } from './dbt-arguments.js';

const BASE: DbtOptions = {
  environment: { home: '/e', python: '/e/bin/python' },
  projectDir: '/p',
  profilesDir: '/q',
  command: 'build',
};

describe('dbtArguments', () => {
  it('never asks the network, never colours, always logs events', () => {
    const args = dbtArguments(BASE);
    expect(args).toEqual(expect.arrayContaining(['--no-version-check', '--no-use-colors']));
    expect(args.join(' ')).toContain('--log-format json --log-level debug');
    expect(args.join(' ')).toContain('--log-level-file none');
    expect(args.slice(args.indexOf('build'))).toEqual(['build', '--project-dir', '/p', '--profiles-dir', '/q']);
  });

  it.each<[Partial<DbtOptions>, string]>([
    [{ command: 'docs-generate' }, ' docs generate --project-dir'],
    [{ command: 'show', inline: 'select 1', limit: 3 }, ' show --output json '],
    [{ command: 'show', inline: 'select 1', limit: 3 }, ' --inline select 1 --limit 3'],
    [{ select: 'a b' }, ' --select a b'],
    [{ select: ['a+', 'tag:x'], exclude: ['c'] }, ' --select a+ tag:x --exclude c'],
    [{ vars: { as_of: '2024-01-01', n: 1 } }, ' --vars {"as_of":"2024-01-01","n":1}'],
    [{ threads: 4, fullRefresh: true, targetPath: '/t', target: 'dev' }, ' --target dev --target-path /t --threads 4 '],
    [{ fullRefresh: true }, ' --full-refresh'],
    [{ logPath: '/l' }, ' --log-path /l --log-level-file debug '],
    [{ warnError: true }, ' --warn-error-options {"error":"all"}'],
    [{ warnError: ['A'] }, ' --warn-error-options {"error":["NoNodesForSelectionCriteria","A"]}'],
    [{}, ' --warn-error-options {"error":["NoNodesForSelectionCriteria"]}'],
    [{ noPopulateCache: true }, ' --no-populate-cache'],
    [{ strictSchemas: true }, ' --no-partial-parse'],
  ])('%j', (options, expected) => {
    expect(` ${dbtArguments({ ...BASE, ...options }).join(' ')} `).toContain(expected);
  });
});
