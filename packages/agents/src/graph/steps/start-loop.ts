import type { Steering } from '../steering.js';

const DOES = { executor: 'converts', evaluator: 'compares' } as const;

/** Says once for each process that the loop over the objects starts, or goes on. */
export async function startLoop(
  { run, context }: Steering,
  agent: keyof typeof DOES,
  done: number,
  total: number,
): Promise<void> {
  const status = run.current.stages.find((stage) => stage.agent === agent)?.status;
  if (status === 'running' || done >= total) return;
  await run.setStage(agent, 'running');
  const objects = total === 1 ? '1 object' : `${total} objects`;
  const text = `${DOES[agent]} ${done === 0 ? objects : `${total - done} of ${objects}; the others are done`}`;
  context.emit({ kind: 'stage', agent, text });
}
