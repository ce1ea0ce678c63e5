import { Command, Option } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

export interface ReportOptions extends CommonOptions {
  readonly format: 'text' | 'html' | 'json';
  readonly output?: string;
  readonly json?: true;
  readonly strict?: true;
}

export function reportCommand({ io, finish }: CommandContext): Command {
  const command = new Command('report')
    .summary('show the report of a migration again')
    .description(
      'Rebuilds the report from what <folder>/.datamigrate holds. As html it is one file without links to the network, written to <folder>/.datamigrate/report.html.',
    )
    .argument('<folder>', 'the --out of the migration')
    .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'html', 'json']).default('text'))
    .option('--output <file>', 'where html is written; - is stdout')
    .option('--json', 'the same as --format json')
    .option('--strict', 'end with 1 when something was refused, failed or differs')
    .addHelpText(
      'after',
      examples(
        'datamigrate report shop',
        'datamigrate report shop --format html',
        'datamigrate report shop --json | jq .totals',
      ),
    );
  return addCommonOptions(command).action(async (out: string, options: ReportOptions) => {
    const format = options.json ? 'json' : options.format;
    if (options.output !== undefined && format !== 'html') {
      command.error("error: option '--output <file>' needs '--format html'");
    }
    const { showAgain } = await import('./show-again.js');
    finish(await showAgain(out, { ...options, format }, io, logFor(options, io)));
  });
}
