import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.js';
import { colorsFor } from '../colors.js';
import { jsonLog } from '../logging/json-log.js';
import type { Log } from '../logging/log.js';
import { textLog } from '../logging/text-log.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly quiet?: true;
  readonly logFormat: 'text' | 'json';
  /** False with --no-color. */
  readonly color: boolean;
}

export function addCommonOptions(command: Command): Command {
  return command
    .option('-q, --quiet', 'no progress; errors and the result only')
    .addOption(
      new Option('--log-format <format>', 'form of the log on stderr').choices(['text', 'json']).default('text'),
    )
    .option('--no-color', 'no colours (NO_COLOR does the same)');
}

export function logFor(options: CommonOptions, io: CliIo): Log {
  const quiet = options.quiet === true;
  if (options.logFormat === 'json') return jsonLog(io.stderr, quiet);
  return textLog(io.stderr, colorsFor(io.stderr, io, options.color), quiet);
}
