/** A failure that a person can act on. Everything else that is thrown is a bug and keeps its stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';

  /**
   * @param {string} message what happened
   * @param {{ lines?: readonly string[], help: string, exitCode?: number }} details `lines` are the words of the program that failed
   */
  constructor(message, { lines = [], help, exitCode = 2 }) {
    super(message);
    this.lines = lines;
    this.help = help;
    this.exitCode = exitCode;
  }

  render() {
    return [`error: ${this.message}`, ...this.lines.map((line) => `  ${line}`), `help: ${this.help}`, ''].join('\n');
  }
}

/** Ends every help text after which the same command can simply be repeated. */
export const RUN_AGAIN = 'run it again: finished steps are kept';
