import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

export interface IntegrateOptions extends CommonOptions {
  readonly into: string;
  readonly json?: true;
}

export function integrateCommand({ io, finish }: CommandContext): Command {
  const command = new Command('integrate')
    .summary('add a migration to a dbt project that is there')
    .description(
      'Writes the models of a migration into a dbt project of yours: reads tables through the sources that it declares, follows its names and folders, and changes none of its files. Called again, it updates what it wrote and keeps what you changed in it.',
    )
    .argument('<folder>', 'the --out of the migration')
    .requiredOption('--into <repository>', 'folder that holds the dbt_project.yml of your project')
    .option('--json', 'what was done as JSON on stdout')
    .addHelpText('after', examples('datamigrate integrate shop --into ../warehouse'));
  return addCommonOptions(command).action(async (out: string, options: IntegrateOptions) => {
    const { integrate } = await import('./integrate.js');
    finish(await integrate(out, options, io, logFor(options, io)));
  });
}
