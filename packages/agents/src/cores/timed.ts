/** The parts of a run that cost time; the graph between them is the rest. */
export type RunPart =
  | 'read'
  | 'load'
  | 'land'
  | 'assess'
  | 'plan'
  | 'convert'
  | 'write'
  | 'dbt'
  | 'evaluate'
  | 'report';

/**
 * Measures a part by the User Timing standard, so that whoever wants to know, such as `npm run bench`, can observe it
 * from outside. Nothing is kept.
 */
export async function timed<T>(part: RunPart, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    performance.measure(`datamigrate:${part}`, { start });
    performance.clearMeasures(`datamigrate:${part}`);
  }
}
