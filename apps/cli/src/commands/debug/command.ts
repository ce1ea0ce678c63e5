import { Command } from 'commander';
import { sourceArgument } from '../../input/source-argument.js';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

interface DebugOptions extends CommonOptions {
  readonly json?: true;
}

export function debugCommand({ io, finish }: CommandContext): Command {
  const command = new Command('debug')
    .summary('check the installation, or the connection to a server')
    .description(
      'Without a source: looks whether Node, Python, dbt, DuckDB and the driver for SQL Server are there. With one: goes the way to a database step by step (address, server, encryption, login, database, permissions, objects) and says at which step it ends.',
    )
    .argument('[source]', 'mssql://user@host:port/database, or profile:name.target of dbt’s profiles.yml')
    .option('--json', 'the checks as JSON')
    .addHelpText(
      'after',
      examples(
        'datamigrate debug',
        'DATAMIGRATE_PASSWORD=… datamigrate debug mssql://sa@localhost/Shop',
        'datamigrate debug profile:warehouse.prod',
      ),
    );
  return addCommonOptions(command).action(async (source: string | undefined, options: DebugOptions) => {
    const log = logFor(options, io);
    const { debug } = await import('./debug.js');
    const named = source === undefined ? undefined : await sourceArgument(source);
    finish(await debug(named, options.json === true, io, log));
  });
}
