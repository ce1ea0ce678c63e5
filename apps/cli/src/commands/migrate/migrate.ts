import { type Checkpoint, parseDocument, type Scenario } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { cliDiagnostics } from '../../diagnostics.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readInputFile } from '../../input/read-file.js';
import type { CommandContext } from '../../program/command-context.js';
import { type CommonOptions, logFor } from '../../program/common-options.js';
import { presentation } from './presentation.js';
import { runEngine } from './run-engine.js';

export interface MigrateOptions extends CommonOptions {
  readonly out?: string;
  readonly checkpoint?: readonly Checkpoint[];
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly threads?: number;
  readonly scenario?: string;
  readonly keepSteps?: true;
  readonly source?: readonly string[];
  readonly data?: string;
  readonly rows?: number;
  readonly mask?: string;
  readonly force?: true;
  readonly json?: true;
  readonly strict?: true;
}

/** Runs a new migration. */
export async function migrate(
  source: string,
  out: string,
  options: MigrateOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const log = logFor(options, context.io);
  const scenario = await readScenario(options.scenario);
  if (!scenario.ok) {
    log.diagnostic(scenario.error);
    return EXIT.failed;
  }
  const { select, exclude, threads } = options;
  return runEngine({ ...presentation(options), out }, context, log, (engine, environment) =>
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
      ...(scenario.value === undefined ? {} : { scenario: scenario.value }),
      ...(options.keepSteps ? { keepSteps: true } : {}),
      ...(options.data === undefined ? {} : { data: options.data }),
      ...(options.rows === undefined ? {} : { rows: options.rows }),
      ...(options.mask === undefined ? {} : { mask: options.mask }),
    }),
  );
}

async function readScenario(file: string | undefined): Promise<Result<Scenario | undefined, Diagnostic>> {
  if (file === undefined) return ok(undefined);
  const bytes = await readInputFile(file);
  if (!bytes.ok) return bytes;
  const scenario = parseDocument('scenario', new TextDecoder().decode(bytes.value));
  if (scenario.ok) return scenario;
  const help = 'packages/contracts/schemas/scenario.json describes it.';
  const problems = scenario.error.join('; ');
  return err(cliDiagnostics.create('cli-invalid-document', { file, document: 'scenario', problems, help }));
}
