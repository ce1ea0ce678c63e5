import { Command } from 'commander';
import { collected, MISSING_SOURCE, sourceArguments } from '../../input/source-argument.js';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { positiveInteger } from '../../program/option-values.js';

export interface ExtractOptions extends CommonOptions {
  readonly out?: string;
  readonly source?: readonly string[];
  readonly land?: string;
  readonly profile?: string;
  readonly data?: string;
  readonly rows?: number;
  readonly mask?: string;
  readonly json?: true;
}

export function extractCommand(context: CommandContext): Command {
  const command = new Command('extract')
    .summary('read a database and save its catalog')
    .description(
      'Reads a database from scripts, a project, a package, a saved catalog or a server and shows what it holds. With --out its catalog is saved: tables, types and the texts of all modules, without rows (packages/contracts/schemas/catalog.json). migrate takes the file as a source.',
    )
    .argument(
      '[source]',
      'a .sql file, a folder of .sql files, a .sqlproj, .dacpac, .bacpac or catalog .json, or a server: mssql://user@host/database',
    )
    .option(
      '--source <source>',
      'another database beside it, or another part of it, as [name=]source; may be given again',
      collected,
    )
    .option('--out <file>', 'where the catalog is written')
    .option('--land <file>', 'write the rows of all tables into a DuckDB file')
    .option('--profile <file>', 'with --land: what the values of each column are like, as JSON')
    .option('--data <folder>', 'take rows from a folder of schema.table.csv files')
    .option('--rows <number>', 'so many rows of each table at most, and those that they refer to', positiveInteger)
    .option('--mask <file>', 'replace values that nobody should see, by the rules of a file')
    .option('--json', 'the inventory as JSON (packages/contracts/schemas/inventory.json)')
    .addHelpText(
      'after',
      examples(
        'datamigrate extract Shop.dacpac',
        'datamigrate extract database/Shop.sqlproj --out shop.json',
        'DATAMIGRATE_PASSWORD=… datamigrate extract mssql://sa@localhost/Shop --out shop.json',
        'datamigrate extract Shop.bacpac --land shop.duckdb --rows 10000 --mask rules.yml',
        'datamigrate migrate shop.json --out shop',
      ),
    );
  return addCommonOptions(command).action(async (first: string | undefined, options: ExtractOptions) => {
    const source = await sourceArguments(first, options.source);
    if (source === undefined) return command.error(MISSING_SOURCE);
    if (options.profile !== undefined && options.land === undefined)
      return command.error('error: --profile tells of landed rows: it needs --land <file>');
    const { extract } = await import('./extract.js');
    context.finish(await extract(source, options, context));
  });
}
