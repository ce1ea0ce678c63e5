import type { MigrationEngine, MigrationResult, RunEnvironment } from '@datamigrate/agents';
import { watchInterrupts } from '../../engine/interrupts.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { Log } from '../../logging/log.js';
import type { CommandContext } from '../../program/command-context.js';
import type { Presentation } from './presentation.js';
import { showOutcome } from './show-outcome.js';

/** Runs the engine under the rules of the terminal: progress while it works, Ctrl-C, the outcome at the end. */
export async function runEngine(
  presentation: Presentation,
  { io, loadEngine }: Pick<CommandContext, 'io' | 'loadEngine'>,
  log: Log,
  run: (engine: MigrationEngine, environment: RunEnvironment) => Promise<MigrationResult>,
): Promise<ExitCode> {
  const note = (text: string) => log.event({ kind: 'note', level: 'warning', text });
  const interrupts = watchInterrupts(
    io,
    () => note('Stopping after the step at hand. Ctrl-C again stops at once.'),
    () => log.end(),
  );
  try {
    const engine = await loadEngine();
    const result = await run(engine, {
      signal: interrupts.signal,
      onEvent: (event) => log.event(event),
      clock: { now: io.now },
    });
    log.end();
    if (result.ok) return await showOutcome(result.value, presentation, io, log);
    for (const diagnostic of result.error) log.diagnostic(diagnostic);
    return EXIT.failed;
  } finally {
    log.end();
    interrupts.release();
  }
}
