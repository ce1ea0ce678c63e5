import type { CliStream } from '../cli-io.js';
import type { Log } from './log.js';

/** One JSON object a line: progress events as they are, diagnostics as notes with their code. */
export function jsonLog(stream: CliStream, quiet: boolean): Log {
  const write = (line: object) => stream.write(`${JSON.stringify(line)}\n`);
  return {
    event(event) {
      if (!quiet) write(event);
    },
    diagnostic({ code, severity, message, help, object, source }) {
      if (!quiet || severity === 'error') {
        write({ kind: 'note', level: severity, text: message, code, help, object, source });
      }
    },
    end() {},
  };
}
