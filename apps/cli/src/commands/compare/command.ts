import { Command } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

export interface CompareOptions extends CommonOptions {
  readonly left: string;
  readonly right: string;
  readonly table: readonly string[];
  readonly map?: string;
  readonly key: readonly string[];
  readonly ignore: readonly string[];
  readonly tolerance: readonly string[];
  readonly samples: string;
  readonly json?: true;
}

export function compareCommand({ io, finish }: CommandContext): Command {
  const command = new Command('compare')
    .summary('compare the rows of tables in two databases')
    .description(
      'Compares tables as bags of rows: columns, counts, then values. A side is a DuckDB file, the --out of a migration, or anything that migrate takes as a source, whose tables land in a temporary file. Both sides are only read, and no table is held in memory as a whole. Ends with 1 when anything differs.',
    )
    .requiredOption('--left <database>', 'the rows that are expected')
    .requiredOption('--right <database>', 'the rows that are checked')
    .option(
      '--table <left=right>',
      'a pair of tables; one name if both sides call it the same; repeatable',
      collect,
      [],
    )
    .option('--map <file>', 'pairs of tables and columns as JSON (packages/contracts/schemas/compare-map.json)')
    .option('--key <columns>', 'columns that identify a row, with commas between', commaList, [])
    .option('--ignore <columns>', 'columns that are not compared, with commas between', commaList, [])
    .option(
      '--tolerance <column=limit>',
      'how far two numbers or times may differ: 0.01, 0.1%, 2s; repeatable',
      collect,
      [],
    )
    .option('--samples <n>', 'how many differing rows of each kind to show', '5')
    .option('--json', 'one JSON document (packages/contracts/schemas/compare-report.json)')
    .addHelpText(
      'after',
      examples(
        'datamigrate compare --left legacy.duckdb --right shop --table dbo.Customer=main_marts.dim_customer',
        'datamigrate compare --left old.duckdb --right new.duckdb --table sales --key id --tolerance amount=0.01',
        'datamigrate compare --left scripts/ --right shop --map map.json --json',
      ),
    );
  return addCommonOptions(command).action(async (options: CompareOptions) => {
    if (options.map !== undefined && options.table.length > 0) {
      command.error("error: option '--map <file>' cannot be used with option '--table <left=right>'");
    }
    const samples = Number(options.samples);
    if (!Number.isInteger(samples) || samples < 0) {
      command.error(`error: option '--samples <n>' is a whole number, not '${options.samples}'`);
    }
    const { readTolerances } = await import('./read-tolerances.js');
    const tolerances = readTolerances(options.tolerance);
    if (typeof tolerances === 'string')
      return command.error(`error: option '--tolerance <column=limit>': ${tolerances}`);
    const { compareDatabases } = await import('./compare-databases.js');
    finish(await compareDatabases({ ...options, samples, tolerances }, io, logFor(options, io)));
  });
}

function commaList(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
