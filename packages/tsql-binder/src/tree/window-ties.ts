import type { BoundWindow, WindowFunction } from './expression.js';

const BY_PLACE: ReadonlySet<WindowFunction> = new Set([
  'ROW_NUMBER',
  'NTILE',
  'LAG',
  'LEAD',
  'FIRST_VALUE',
  'LAST_VALUE',
]);

/**
 * By what a window tells rows apart that sort alike, so that another run of SQL Server could give another result: by its
 * function, or by a frame that takes them one after the other. Undefined where rows that sort alike count together.
 */
export function tiesTold({ function: name, frame }: BoundWindow): 'by function' | 'by frame' | undefined {
  if (BY_PLACE.has(name)) return 'by function';
  const isRunning =
    frame?.unit === 'ROWS' && (frame.from.edge !== 'UNBOUNDED PRECEDING' || frame.to.edge !== 'UNBOUNDED FOLLOWING');
  return isRunning ? 'by frame' : undefined;
}
