import { Command } from 'commander';
import type { CliIo } from '../../cli-io.js';
import type { ExitCode } from '../../exit-code.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { positiveInteger } from '../../program/option-values.js';
import { presentation } from './command.js';
import { runEngine } from './run-engine.js';

interface ResumeCommandOptions extends CommonOptions {
  readonly threads?: number;
  readonly json?: true;
  readonly strict?: true;
}

export function resumeCommand(io: CliIo, finish: (code: ExitCode) => void): Command {
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
    const code = await runEngine({ ...presentation(options), out }, io, logFor(options, io), (engine, environment) =>
      engine.resumeMigration({ ...environment, out, ...(threads === undefined ? {} : { threads }) }),
    );
    finish(code);
  });
}
