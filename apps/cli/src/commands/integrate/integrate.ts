import type { IntegrationOutcome } from '@datamigrate/agents';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Log } from '../../logging/log.js';
import type { IntegrateOptions } from './command.js';

/** Adds a migration to a repository. Conflicts with what people changed end with 1: somebody has to look at them. */
export async function integrate(out: string, { into, json }: IntegrateOptions, io: CliIo, log: Log): Promise<ExitCode> {
  const { integrateFolder } = await import('@datamigrate/agents');
  const done = await integrateFolder(out, into);
  if (!done.ok) {
    log.diagnostic(done.error);
    return EXIT.failed;
  }
  io.stdout.write(json ? `${JSON.stringify(done.value, null, 2)}\n` : `${lines(done.value, into).join('\n')}\n`);
  return done.value.conflicts.length > 0 ? EXIT.handled : EXIT.ok;
}

function lines(outcome: IntegrationOutcome, into: string): readonly string[] {
  const { written, merged, conflicts, removed, reusedSources, renamed, left, settings } = outcome;
  const section = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${item}`)];
  return [
    `${written.length} files written to ${into}, ${merged.length} merged, ${removed.length} removed, ${conflicts.length} conflicts`,
    ...section('Conflicts: your file stays, ours stands beside it as .new', conflicts),
    ...section(
      'Read through your sources',
      reusedSources.map(({ ours, theirs }) => `${theirs} for ${ours}`),
    ),
    ...section(
      'Called otherwise than in the migration',
      renamed.map(({ from, to }) => `${from} is ${to}`),
    ),
    ...section(
      'Left as it is in your project',
      left.map(({ path, reason }) => `${path}: ${reason}`),
    ),
    ...section(
      'Add to your dbt_project.yml',
      settings
        .trimEnd()
        .split('\n')
        .filter((line) => line !== ''),
    ),
  ];
}
