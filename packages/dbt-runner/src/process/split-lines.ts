import type { Readable } from 'node:stream';

export interface LineSplitter {
  add(text: string): void;
  end(): void;
}

/** Calls `onLine` for every line of a text that comes in pieces, and for what follows the last line break. */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  let rest = '';
  return {
    add(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    },
    end() {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}

export function splitLines(stream: Readable, onLine: (line: string) => void): void {
  const lines = lineSplitter(onLine);
  stream.setEncoding('utf8');
  stream.on('data', lines.add);
  stream.on('end', lines.end);
}
