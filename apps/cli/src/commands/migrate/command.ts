import { type Checkpoint, parseDocument, type Scenario } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, type Result } from '@datamigrate/foundation';
import { Command, Option } from 'commander';
import type { CliIo } from '../../cli-io.js';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readInputFile } from '../../input/read-file.js';
import { addCommonOptions, type CommonOptions, logFor } from '../../program/common-options.js';
import { examples } from '../../program/examples.js';
import { amount, checkpoints, oneOf, positiveInteger } from '../../program/option-values.js';
import { runEngine } from './run-engine.js';
import { hideUnavailable, refuseUnavailable } from './unavailable.js';

interface MigrateOptions extends CommonOptions {
  readonly out?: string;
  readonly checkpoint?: readonly Checkpoint[];
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly threads?: number;
  readonly scenario?: string;
  readonly keepSteps?: true;
  readonly force?: true;
  readonly json?: true;
  readonly strict?: true;
}

const TARGET_NAMES = ['duckdb', 'postgres', 'snowflake', 'bigquery', 'databricks', 'fabric'] as const;

export function migrateCommand(io: CliIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('migrate')
    .summary('turn a database into a dbt project and compare the rows')
    .description(
      'Reads a SQL Server database, writes a dbt project into --out, runs it and compares its rows with those of the original. What the run knows stands in <out>/.datamigrate: plan, trace, evidence, report.',
    )
    .argument('<source>', 'a .sql file, a folder of .sql files, a .sqlproj, .dacpac or .bacpac')
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
    .option('--data <source>', 'rows to work with: a folder, live, generated or none')
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
        'datamigrate migrate scripts/ --out shop --json --strict > report.json',
      ),
    );
  hideUnavailable(command);
  return addCommonOptions(command).action(async (source: string, options: MigrateOptions) => {
    const { out, select, exclude, threads } = options;
    // Not by commander: it would complain about a missing --out before a misspelt one.
    if (out === undefined) return command.error("error: required option '--out <folder>' not specified");
    const log = logFor(options, io);
    const refused = refuseUnavailable({ ...options });
    const scenario = options.scenario === undefined || refused ? undefined : await readScenario(options.scenario);
    const problem = refused ?? (scenario && !scenario.ok ? scenario.error : undefined);
    if (problem) {
      log.diagnostic(problem);
      finish(EXIT.failed);
      return;
    }
    const code = await runEngine({ ...presentation(options), out }, io, log, (engine, environment) =>
      engine.runMigration({
        ...environment,
        source,
        out,
        target: 'duckdb',
        checkpoints: options.checkpoint ?? [],
        force: options.force === true,
        ...(select === undefined ? {} : { select }),
        ...(exclude === undefined ? {} : { exclude }),
        ...(threads === undefined ? {} : { threads }),
        ...(scenario?.ok ? { scenario: scenario.value } : {}),
        ...(options.keepSteps ? { keepSteps: true } : {}),
      }),
    );
    finish(code);
  });
}

/** How the outcome is shown. */
export function presentation(options: { readonly json?: true; readonly strict?: true; readonly color: boolean }) {
  return { json: options.json === true, strict: options.strict === true, color: options.color };
}

async function readScenario(file: string): Promise<Result<Scenario, Diagnostic>> {
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const invalid = (problems: string) =>
    cliDiagnostics.create('cli-invalid-document', {
      file,
      document: 'scenario',
      problems,
      help: 'packages/contracts/schemas/scenario.json describes it.',
    });
  const scenario = parseDocument('scenario', new TextDecoder().decode(bytes.value));
  return scenario.ok ? scenario : err(invalid(scenario.error.join('; ')));
}
