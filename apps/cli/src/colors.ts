import picocolors from 'picocolors';
import type { CliIo, CliStream } from './cli-io.js';

export type Colors = ReturnType<typeof picocolors.createColors>;

export const noColors: Colors = picocolors.createColors(false);

/** Colours for a stream: on terminals, unless --no-color, NO_COLOR (https://no-color.org) or a dumb terminal. */
export function colorsFor(stream: CliStream, io: CliIo, wanted: boolean): Colors {
  return picocolors.createColors(wanted && stream.isTerminal && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb');
}
