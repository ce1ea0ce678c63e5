import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

export interface ServeOptions extends CommonOptions {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly role?: string;
  readonly demo?: true;
}

export function serveCommand(context: CommandContext): Command {
  const command = new Command('serve')
    .summary('migrations in a browser, with an API')
    .description(
      'Serves the web app and the REST API, and works on migrations, in one process with a database of its own. The first start prints a link that makes the owner. Other settings come from the environment: docs/guides/service.md.',
    )
    .option('--port <number>', 'where it listens (default: 8080)')
    .option('--host <address>', 'on which address (default: 127.0.0.1, this computer only)')
    .option('--data <folder>', 'where it keeps everything (default: datamigrate-data)')
    .option('--role <role>', 'with a database server: api, worker or all (default: all)')
    .option('--demo', 'make an account and migrate the sample')
    .addHelpText(
      'after',
      examples('datamigrate serve --demo', 'datamigrate serve --port 8080 --data /var/lib/datamigrate'),
    );
  return addCommonOptions(command).action(async (options: ServeOptions) => {
    const { serve } = await import('./serve.js');
    context.finish(await serve(options, context.io));
  });
}
