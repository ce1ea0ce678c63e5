import { closestName } from '@datamigrate/foundation';
import { Command } from 'commander';

/** `datamigrate help migrate`: commander's own shows everything when the command is misspelt. */
export function helpCommand(program: Command): Command {
  const command = new Command('help').summary('show help for a command').argument('[command]');
  return command.action((name: string | undefined) => {
    const found = name === undefined ? program : program.commands.find((other) => other.name() === name);
    if (found) return found.outputHelp();
    const near = closestName(
      name ?? '',
      program.commands.map((other) => other.name()),
    );
    const suggestion = near === undefined ? '' : `\n(Did you mean ${near}?)`;
    program.error(`error: unknown command '${name}'${suggestion}`);
  });
}
