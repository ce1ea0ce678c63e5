import type { ProgressEvent } from '@datamigrate/contracts';
import { type Diagnostic, renderDiagnostic } from '@datamigrate/diagnostics';
import type { CliStream } from '../cli-io.js';
import type { Colors } from '../colors.js';
import { fit } from '../report/text/layout.js';
import type { Log } from './log.js';

/** For people: a bar with the object at hand on a terminal, otherwise one line for each object. */
export function textLog(stream: CliStream, colors: Colors, quiet: boolean): Log {
  let bar = '';
  const clear = () => {
    if (bar !== '') stream.write('\r\x1b[K');
    bar = '';
  };
  const line = (text: string) => {
    const drawn = bar;
    clear();
    stream.write(`${text}\n`);
    if (drawn !== '') draw(drawn);
  };
  const draw = (text: string) => {
    bar = text;
    stream.write(`\r\x1b[K${text}`);
  };
  return {
    event(event) {
      if (quiet) return;
      if (event.kind === 'object' && stream.isTerminal) draw(barOf(event, stream.columns ?? 80, colors));
      else line(lineOf(event, colors));
    },
    diagnostic(diagnostic) {
      if (!quiet || diagnostic.severity === 'error') line(paint(diagnostic, colors));
    },
    end: clear,
  };
}

const BAR_WIDTH = 20;

type ObjectEvent = Extract<ProgressEvent, { kind: 'object' }>;

function barOf(event: ObjectEvent, width: number, colors: Colors): string {
  const count = `${event.index}/${event.total}`;
  const bar = Math.max(0, Math.min(BAR_WIDTH, width - count.length - 15));
  const done = Math.round((event.index / event.total) * bar);
  // The last column stays free: some terminals go to the next line when it is written.
  const rest = fit(`${event.id} ${event.text}`.trim(), width - bar - count.length - 3);
  return `${colors.cyan('█'.repeat(done))}${colors.dim('░'.repeat(bar - done))} ${count} ${rest}`;
}

function lineOf(event: ProgressEvent, colors: Colors): string {
  switch (event.kind) {
    case 'stage':
      return `${colors.bold(event.agent)}  ${event.text}`;
    case 'object': {
      const text = event.text === '' ? '' : `  ${event.text}`;
      return `[${event.index}/${event.total}] ${event.id}  ${event.verdict}${text}`;
    }
    case 'note':
      return event.level === 'info' ? event.text : `${LEVEL_COLOR[event.level](colors)(event.level)}: ${event.text}`;
  }
}

const LEVEL_COLOR = {
  error: (colors: Colors) => colors.red,
  warning: (colors: Colors) => colors.yellow,
  info: (colors: Colors) => colors.dim,
} as const;

function paint(diagnostic: Diagnostic, colors: Colors): string {
  const text = renderDiagnostic(diagnostic);
  const { severity } = diagnostic;
  return text.replace(`${severity}[`, `${LEVEL_COLOR[severity](colors)(severity)}[`);
}
