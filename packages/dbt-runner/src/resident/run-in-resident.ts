import { NEVER_STARTED, type ProcessEnd, type RunOptions } from '../process/run-process.js';
import { lineSplitter } from '../process/split-lines.js';
import { stopOnRequest } from '../process/stop-on-request.js';
import type { Resident } from './resident.js';

/** Like `runProcess`, in a process that the resident one forks. Undefined: it was never begun there. */
export function runInResident(
  resident: Resident,
  options: RunOptions & { readonly script: string },
): Promise<ProcessEnd | undefined> {
  if (options.signal?.aborted) return Promise.resolve(NEVER_STARTED);
  const { script, args, cwd, env } = options;
  const out = lineSplitter(options.onStdoutLine);
  const err = lineSplitter(options.onStderrLine);
  return new Promise((resolve) => {
    let isStarted = false;
    const finish = (exitCode?: number, lost: Pick<ProcessEnd, 'isLost'> = {}): void => {
      stopper.done();
      out.end();
      err.end();
      resolve({ exitCode, stopped: stopper.stopped, startError: undefined, ...lost });
    };
    const giveUp = (): void => {
      // A run that had begun may have changed the database: another one is no repetition of it.
      if (isStarted || stopper.stopped !== undefined) finish(undefined, { isLost: true });
      else {
        stopper.done();
        resolve(undefined);
      }
    };
    const run = resident.start(
      { script, args, cwd, env },
      {
        started: () => {
          isStarted = true;
        },
        refused: giveUp,
        out: out.add,
        err: err.add,
        ended: (exitCode) => finish(exitCode),
        lost: giveUp,
      },
    );
    const stopper = stopOnRequest(options, {
      interrupt: () => resident.interrupt(run),
      // What does not even begin is not going to listen.
      kill: () => (isStarted ? resident.kill(run) : resident.cut()),
    });
  });
}
