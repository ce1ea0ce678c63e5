import type { Span } from '@datamigrate/diagnostics';
import { checkApart } from './apart.js';
import type { Program } from './program.js';
import type { RowLoop } from './row-loop.js';

/** Works through the body of a loop for all its rounds at once. Gives back what the rounds have done. */
export function inRounds(
  program: Program,
  loop: Omit<RowLoop, 'depth' | 'writes' | 'apart'>,
  span: Span,
  run: () => void,
): RowLoop {
  const { inlineScalars, active, row: around, unrolled } = program;
  const row: RowLoop = { ...loop, depth: program.calls.length, writes: new Map(), apart: [] };
  program.rowCount = undefined;
  program.inlineScalars = true;
  program.active = undefined;
  program.row = row;
  program.unrolled = undefined;
  run();
  checkApart(program, span);
  program.row = around;
  program.unrolled = unrolled;
  program.rowCount = undefined;
  program.inlineScalars = inlineScalars;
  program.active = active;
  return row;
}
