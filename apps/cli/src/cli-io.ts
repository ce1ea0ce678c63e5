/** One of the two output streams. */
export interface CliStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
}

/** What a command sees of the process it runs in. */
export interface CliIo {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Calls back at every Ctrl-C (SIGINT) or SIGTERM until the returned function is called. */
  onInterrupt(callback: () => void): () => void;
  /** Ends the process at once. */
  exitNow(code: number): void;
}

/** The real process. */
export function processIo(): CliIo {
  return {
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    stdin: process.stdin,
    env: process.env,
    now: () => new Date(),
    onInterrupt(callback) {
      process.on('SIGINT', callback);
      process.on('SIGTERM', callback);
      return () => {
        process.off('SIGINT', callback);
        process.off('SIGTERM', callback);
      };
    },
    exitNow: (code) => process.exit(code),
  };
}

function streamOf(stream: NodeJS.WriteStream): CliStream {
  return {
    write: (text) => void stream.write(text),
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
  };
}
