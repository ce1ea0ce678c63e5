import { Command, Option } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

interface ParseOptions extends CommonOptions {
  readonly json?: true;
  readonly jsonl?: string;
  readonly quotedIdentifier: 'on' | 'off';
}

export function parseCommand({ io, finish }: CommandContext): Command {
  const command = new Command('parse')
    .summary('check the syntax of T-SQL scripts')
    .description(
      'Reads T-SQL as SQL Server does and reports syntax errors. Ends with 1 when there are any. With --json, or for --jsonl, it writes one line of JSON for each batch (packages/contracts/schemas/parse-line.json).',
    )
    .argument('[files...]', 'scripts with GO between batches, in UTF-8, UTF-16 or Windows-1252')
    .option('--json', 'one line of JSON for each batch')
    .option('--jsonl <file>', 'read batches from lines {"id": "…", "sql": "…"}; - is standard input')
    .addOption(
      new Option('--quoted-identifier <state>', 'SET QUOTED_IDENTIFIER at the start')
        .choices(['on', 'off'])
        .default('on'),
    )
    .addHelpText(
      'after',
      examples(
        'datamigrate parse procedures/*.sql',
        'datamigrate parse --json script.sql',
        'datamigrate parse --jsonl - < batches.jsonl',
      ),
    );
  return addCommonOptions(command).action(async (files: string[], options: ParseOptions) => {
    if (options.jsonl === undefined && files.length === 0) {
      command.error("error: missing required argument 'files' (or --jsonl <file>)");
    }
    if (options.jsonl !== undefined && files.length > 0) {
      command.error("error: argument 'files' cannot be used with option '--jsonl <file>'");
    }
    const quotedIdentifier = options.quotedIdentifier === 'on';
    const log = logFor(options, io);
    if (options.jsonl === undefined) {
      const { parseFiles } = await import('./parse-files.js');
      finish(await parseFiles(files, { json: options.json === true, quotedIdentifier }, io.stdout, log));
    } else {
      const { parseLines } = await import('./parse-lines.js');
      finish(await parseLines(options.jsonl, quotedIdentifier, io, log));
    }
  });
}
