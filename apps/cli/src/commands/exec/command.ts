import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

interface ExecOptions extends CommonOptions {
  readonly schema: readonly string[];
  readonly json?: true;
  readonly jsonl?: string;
}

export function execCommand({ io, finish }: CommandContext): Command {
  const command = new Command('exec')
    .summary('run T-SQL in memory, without a SQL Server')
    .description(
      'Runs scripts on the reference engine, an implementation of T-SQL that keeps everything in memory, and shows result sets, messages and errors as SQL Server gives them. With --jsonl each line runs on a fresh copy of the tables of --schema (packages/contracts/schemas/exec-line.json).',
    )
    .argument('[files...]', 'scripts to run, one after the other, on one database')
    .option('--schema <files...>', 'scripts that make the tables and fill them', [])
    .option('--json', 'one line of JSON for each file')
    .option('--jsonl <file>', 'read batches from lines {"id": "…", "sql": "…"}; - is standard input')
    .addHelpText(
      'after',
      examples(
        'datamigrate exec tables.sql query.sql',
        'datamigrate exec query.sql --schema tables.sql --json',
        'datamigrate exec --jsonl - --schema tables.sql < batches.jsonl',
      ),
    );
  return addCommonOptions(command).action(async (files: readonly string[], options: ExecOptions) => {
    const { jsonl } = options;
    if (jsonl === undefined && files.length === 0) {
      command.error("error: missing required argument 'files' (or --jsonl <file>)");
    }
    if (jsonl !== undefined && files.length > 0) {
      command.error("error: argument 'files' cannot be used with option '--jsonl <file>'");
    }
    const log = logFor(options, io);
    const { execFiles, execLines } = await import('./exec-input.js');
    const work = { schema: options.schema, json: options.json === true };
    finish(jsonl === undefined ? await execFiles(files, work, io.stdout, log) : await execLines(jsonl, work, io, log));
  });
}
