import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { portNumber } from '../../program/option-values.js';

interface SqlServerOptions extends CommonOptions {
  readonly load: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly user: string;
  readonly passwordEnv?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly json?: true;
}

export function sqlServerCommand({ io, finish }: CommandContext): Command {
  const command = new Command('sqlserver')
    .summary('serve scripts to clients of SQL Server')
    .description(
      'Loads scripts into the reference engine and serves them over TDS, the protocol of SQL Server: clients such as mssql, tedious, FreeTDS and ODBC drivers connect to it and run T-SQL. Everything is in memory and gone at the end. It prints its address when it is ready and ends with Ctrl-C.',
    )
    .requiredOption('--load <paths...>', 'scripts, or folders of scripts, that make the database')
    .option('--port <number>', 'where to listen; 0 for any that is free', portNumber, 11433)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--user <name>', 'who may connect, together with --password-env', 'sa')
    .option('--password-env <name>', 'environment variable with the password; without it nobody is asked for one')
    .option('--cert <file>', 'certificate in PEM form: clients may encrypt; needs --key')
    .option('--key <file>', 'the key of the certificate')
    .option('--json', 'the address as one line of JSON')
    .addHelpText(
      'after',
      examples(
        'datamigrate sqlserver --load samples/harbor-trading',
        'datamigrate sqlserver --load tables.sql procedures.sql --port 0 --json',
        'DB_PASSWORD=… datamigrate sqlserver --load shop/ --user app --password-env DB_PASSWORD',
      ),
    );
  return addCommonOptions(command).action(async (options: SqlServerOptions) => {
    if ((options.cert === undefined) !== (options.key === undefined)) {
      command.error("error: options '--cert <file>' and '--key <file>' need each other");
    }
    const log = logFor(options, io);
    const { serveScripts } = await import('./serve-scripts.js');
    finish(await serveScripts({ ...options, json: options.json === true }, io, log));
  });
}
