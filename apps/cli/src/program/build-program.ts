import { Command } from 'commander';
import { compareCommand } from '../commands/compare/command.js';
import { debugCommand } from '../commands/debug/command.js';
import { execCommand } from '../commands/exec/command.js';
import { extractCommand } from '../commands/extract/command.js';
import { integrateCommand } from '../commands/integrate/command.js';
import { migrateCommand } from '../commands/migrate/command.js';
import { resumeCommand } from '../commands/migrate/resume-command.js';
import { parseCommand } from '../commands/parse/command.js';
import { reportCommand } from '../commands/report/command.js';
import { serveCommand } from '../commands/serve/command.js';
import { sqlServerCommand } from '../commands/sqlserver/command.js';
import { translateCommand } from '../commands/translate/command.js';
import type { CommandContext } from './command-context.js';
import { examples } from './examples.js';
import { helpCommand } from './help-command.js';
import { oneLine } from './usage-error.js';
import { VERSION } from './version.js';

const HELP_WIDTH = 80;

/** The whole command line. Commander's own ends come as CommanderError. */
export function buildProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command('datamigrate')
    .description(
      'Moves SQL Server databases, stored procedures included, to dbt, and proves that the rows are the same.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .addHelpText(
      'after',
      [
        examples(
          'datamigrate migrate samples/harbor-trading --out demo-output',
          'datamigrate migrate scripts/ --out shop --checkpoint plan',
          'datamigrate resume shop',
          'datamigrate report shop --format html',
          'datamigrate parse procedures/*.sql',
        ),
        '',
        'Exit codes:',
        '  0  all good',
        '  1  done, but a check failed, or under --strict something was refused or differs',
        '  2  not done: wrong usage, unreadable source, or a fault of datamigrate',
        '  130  stopped at once by a second Ctrl-C',
        '',
        'Results go to stdout, progress and errors to stderr.',
      ].join('\n'),
    );
  for (const make of [
    migrateCommand,
    resumeCommand,
    extractCommand,
    reportCommand,
    integrateCommand,
    serveCommand,
    compareCommand,
    parseCommand,
    translateCommand,
    execCommand,
    sqlServerCommand,
    debugCommand,
  ]) {
    program.addCommand(make(context));
  }
  program.addCommand(helpCommand(program));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(oneLine(text, command === program ? '' : `${command.name()} `)),
      getOutHelpWidth: () => io.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => io.stderr.columns ?? HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
    command.helpOption('-h, --help', 'show help');
  }
  return program;
}
