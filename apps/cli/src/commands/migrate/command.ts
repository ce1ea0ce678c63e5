import { Command, Option } from 'commander';
import { EXIT } from '../../exit-code.js';
import { collected, MISSING_SOURCE, sourceArguments } from '../../input/source-argument.js';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { amount, checkpoints, oneOf, positiveInteger } from '../../program/option-values.js';
import type { MigrateOptions } from './migrate.js';
import { hideUnavailable, refuseUnavailable } from './unavailable.js';

const TARGET_NAMES = ['duckdb', 'postgres', 'snowflake', 'bigquery', 'databricks', 'fabric'] as const;

export function migrateCommand(context: CommandContext): Command {
  const command = new Command('migrate')
    .summary('turn a database into a dbt project and compare the rows')
    .description(
      'Reads a SQL Server database, writes a dbt project into --out, runs it and compares its rows with those of the original. What the run knows stands in <out>/.datamigrate: plan, trace, evidence, report.',
    )
    .argument(
      '[source]',
      'a .sql file, a folder of .sql files, a .sqlproj, .dacpac, .bacpac or catalog .json, or mssql://user@host/database',
    )
    .option(
      '--source <source>',
      'another database beside it, or another part of it, as [name=]source; may be given again',
      collected,
    )
    .option('--out <folder>', 'where the dbt project is written (required)')
    .addOption(
      new Option('-t, --target <name>', 'database of the dbt project')
        .argParser((text) => oneOf(TARGET_NAMES, text))
        .default('duckdb'),
    )
    .option('-s, --select <names...>', 'only these objects and models (as dbt: +name, name+, schema.*)')
    .option('--exclude <names...>', 'all but these')
    .option('--checkpoint <names>', 'stop after assess, plan or each object, to be resumed later', checkpoints)
    .option('--scenario <file>', 'calls to compare, step by step (schemas/scenario.json)')
    .option('--keep-steps', 'keep the warehouse after every step of the scenario')
    .option('--data <rows>', 'rows to work with: a folder of schema.table.csv files, live, generated or none')
    .option('--rows <number>', 'so many rows of each table at most, and those that they refer to', positiveInteger)
    .option('--mask <file>', 'replace values that nobody should see, by the rules of a file')
    .addOption(
      new Option('--llm <mode>', 'ask a language model about what rules cannot convert')
        .argParser((text) => oneOf(['off', 'auto'], text))
        .default('off'),
    )
    .option('--budget-usd <amount>', 'most that the language model may cost', amount)
    .option('--threads <number>', 'how many objects at a time', positiveInteger)
    .option('--vars <yaml>', 'variables of the dbt project')
    .option('--dry-run', 'write nothing')
    .option('--force', 'replace a migration that stands in --out already')
    .option('-y, --yes', 'answer yes to every question (none is asked at present)')
    .option('--strict', 'end with 1 when something was refused, failed or differs')
    .option('--json', 'the report as JSON on stdout, nothing else')
    .addHelpText(
      'after',
      examples(
        'datamigrate migrate samples/harbor-trading --out demo-output',
        'datamigrate migrate scripts/ --out shop --select dw.usp_LoadDimCustomer+',
        'datamigrate migrate scripts/ --out shop --checkpoint plan',
        'datamigrate migrate shop.dacpac --out shop --data generated',
        'datamigrate migrate scripts/ --out shop --json --strict > report.json',
      ),
    );
  hideUnavailable(command);
  return addCommonOptions(command).action(async (first: string | undefined, options: MigrateOptions) => {
    const { out } = options;
    const source = await sourceArguments(first, options.source);
    if (source === undefined) return command.error(MISSING_SOURCE);
    // Not by commander: it would complain about a missing --out before a misspelt one.
    if (out === undefined) return command.error("error: required option '--out <folder>' not specified");
    const refused = refuseUnavailable({ ...options });
    if (refused) {
      logFor(options, context.io).diagnostic(refused);
      context.finish(EXIT.failed);
      return;
    }
    const { migrate } = await import('./migrate.js');
    context.finish(await migrate(source, out, options, context));
  });
}
