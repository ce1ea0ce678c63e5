import { join } from 'node:path';
import type { DbtCommand, DbtOptions } from '../options.js';

/** Selecting nothing is a mistake of the caller, and a run that did nothing must not look like one that passed. */
const ALWAYS_ERRORS = ['NoNodesForSelectionCriteria'];

const SUBCOMMANDS: Readonly<Record<DbtCommand, readonly string[]>> = {
  parse: ['parse'],
  compile: ['compile'],
  build: ['build'],
  run: ['run'],
  test: ['test'],
  seed: ['seed'],
  snapshot: ['snapshot'],
  'docs-generate': ['docs', 'generate'],
  show: ['show', '--output', 'json'],
};

/** The command line of dbt: general options first, then the command with its own. */
export function dbtArguments(options: DbtOptions): readonly string[] {
  return [...generalArguments(options), ...SUBCOMMANDS[options.command], ...commandArguments(options)];
}

function generalArguments(options: DbtOptions): readonly string[] {
  const { warnError, noPopulateCache, strictSchemas, projectDir, targetPath, logPath } = options;
  return [
    ...['--no-version-check', '--no-use-colors', '--no-send-anonymous-usage-stats', '--show-all-deprecations'],
    // Only debug events tell how every kind of node ended, with its message, while the run goes on.
    ...['--log-format', 'json', '--log-level', 'debug'],
    // dbt makes this folder even when it writes no file into it.
    ...['--log-path', logPath ?? targetPath ?? join(projectDir, 'target')],
    ...['--log-level-file', logPath === undefined ? 'none' : 'debug', '--log-format-file', 'text'],
    ...['--warn-error-options', JSON.stringify({ error: warningsAsErrors(warnError) })],
    ...(noPopulateCache ? ['--no-populate-cache'] : []),
    ...(strictSchemas ? ['--no-partial-parse'] : []),
  ];
}

function warningsAsErrors(warnError: DbtOptions['warnError']): 'all' | readonly string[] {
  if (warnError === true) return 'all';
  return [...ALWAYS_ERRORS, ...(warnError || [])];
}

function commandArguments(options: DbtOptions): readonly string[] {
  const { projectDir, profilesDir, target, targetPath, threads, select, exclude, vars, inline, limit } = options;
  return [
    ...['--project-dir', projectDir, '--profiles-dir', profilesDir],
    ...(target === undefined ? [] : ['--target', target]),
    ...(targetPath === undefined ? [] : ['--target-path', targetPath]),
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...selection('--select', select),
    ...selection('--exclude', exclude),
    ...(vars === undefined ? [] : ['--vars', JSON.stringify(vars)]),
    ...(options.fullRefresh ? ['--full-refresh'] : []),
    ...(inline === undefined ? [] : ['--inline', inline]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
  ];
}

function selection(flag: string, value: string | readonly string[] | undefined): readonly string[] {
  const criteria = typeof value === 'string' ? [value] : (value ?? []);
  return criteria.length === 0 ? [] : [flag, ...criteria];
}
