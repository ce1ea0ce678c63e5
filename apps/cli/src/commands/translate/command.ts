import { isCollationName } from '@datamigrate/catalog';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../../program/command-context.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';

interface TranslateOptions extends CommonOptions {
  readonly target: 'duckdb';
  readonly schema: readonly string[];
  readonly fidelity: 'exact' | 'proven';
  readonly collation?: string;
  readonly json?: true;
  readonly jsonl?: string;
}

export function translateCommand({ io, finish }: CommandContext): Command {
  const command = new Command('translate')
    .summary('translate a query to the SQL of another database')
    .description(
      'Translates one SELECT with what stands before it: CREATE VIEW and CREATE FUNCTION, and DECLARE and SET, whose values take the place of the variables. What cannot be translated with the same rows is refused. With --json, or for --jsonl, it writes one line of JSON for each batch (packages/contracts/schemas/translate-line.json).',
    )
    .argument('[file]', 'a script that ends in one SELECT')
    .addOption(new Option('-t, --target <name>', 'database to translate for').choices(['duckdb']).default('duckdb'))
    .option('--schema <files...>', 'scripts that create the tables', [])
    .addOption(
      new Option('--fidelity <level>', 'exact allows no assumption about the values; proven names those it makes')
        .choices(['exact', 'proven'])
        .default('proven'),
    )
    .option('--collation <name>', 'of the database (default: SQL_Latin1_General_CP1_CI_AS)', collationNamed)
    .option('--json', 'one line of JSON instead of SQL')
    .option('--jsonl <file>', 'read batches from lines {"id": "…", "sql": "…"}; - is standard input')
    .addHelpText(
      'after',
      examples(
        'datamigrate translate query.sql --schema tables.sql',
        'datamigrate translate query.sql --fidelity exact --json',
        'datamigrate translate --jsonl - < batches.jsonl',
      ),
    );
  return addCommonOptions(command).action(async (file: string | undefined, options: TranslateOptions) => {
    const { jsonl } = options;
    if (jsonl === undefined && file === undefined) {
      command.error("error: missing required argument 'file' (or --jsonl <file>)");
    }
    if (jsonl !== undefined && file !== undefined) {
      command.error("error: argument 'file' cannot be used with option '--jsonl <file>'");
    }
    const log = logFor(options, io);
    const { translateFile, translateLines } = await import('./translate-input.js');
    const { schema, fidelity, collation } = options;
    const work = { schema, fidelity, json: options.json === true, ...(collation === undefined ? {} : { collation }) };
    finish(
      jsonl === undefined
        ? await translateFile(file ?? '', work, io.stdout, log)
        : await translateLines(jsonl, work, io, log),
    );
  });
}

function collationNamed(name: string): string {
  if (isCollationName(name)) return name;
  throw new InvalidArgumentError('It is no name of a collation, such as Latin1_General_CS_AS.');
}
