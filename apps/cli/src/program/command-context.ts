import type { MigrationEngine } from '@datamigrate/agents';
import type { CliIo } from '../cli-io.js';
import type { ExitCode } from '../exit-code.js';

/** What a command works with. */
export interface CommandContext {
  readonly io: CliIo;
  readonly loadEngine: () => Promise<MigrationEngine>;
  /** Takes the exit code of a command that has ended. */
  readonly finish: (code: ExitCode) => void;
}
