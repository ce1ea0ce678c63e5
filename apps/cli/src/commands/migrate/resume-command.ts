import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { positiveInteger } from '../../program/option-values.js';
import { presentation } from './presentation.js';

interface ResumeCommandOptions extends CommonOptions {
  readonly threads?: number;
  readonly json?: true;
  readonly strict?: true;
}

export function resumeCommand(context: CommandContext): Command {
  const command = new Command('resume')
    .summary('go on with a migration that was stopped')
    .description(
      'Goes on where a migration stopped: at a checkpoint, after Ctrl-C, or because its process was killed. Changes to <folder>/.datamigrate/plan.yml are taken over.',
    )
    .argument('<folder>', 'the --out of the migration')
    .option('--threads <number>', 'how many objects at a time', positiveInteger)
    .option('--strict', 'end with 1 when something was refused, failed or differs')
    .option('--json', 'the report as JSON on stdout, nothing else')
    .addHelpText('after', examples('datamigrate resume shop', 'datamigrate resume shop --json > report.json'));
  return addCommonOptions(command).action(async (out: string, options: ResumeCommandOptions) => {
    const { threads } = options;
    const { runEngine } = await import('./run-engine.js');
    const log = logFor(options, context.io);
    const code = await runEngine({ ...presentation(options), out }, context, log, (engine, environment) =>
      engine.resumeMigration({ ...environment, out, ...(threads === undefined ? {} : { threads }) }),
    );
    context.finish(code);
  });
}
