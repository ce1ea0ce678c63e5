import { join } from 'node:path';
import { type Checkpoint, type Report, RUN_FILES, reportSchema } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { Command, INTERRUPT, isInterrupted } from '@langchain/langgraph';
import { buildGraph } from './build-graph.js';
import { type CheckpointStore, openCheckpointStore } from './checkpoint-store.js';
import { FileCheckpointer } from './file-checkpointer.js';
import { forbidTracing } from './no-tracing.js';
import { type GraphValues, INITIAL_VALUES } from './run-state-channels.js';
import type { Steering } from './steering.js';
import { markPassed, type Stop, stopSchema } from './steps/checkpoints.js';
import { RunCancelled, RunFailed } from './stop-run.js';

export type Drive =
  | { readonly status: 'finished'; readonly report: Report }
  | { readonly status: 'stopped'; readonly checkpoint: Checkpoint }
  | { readonly status: 'cancelled' };

const GRAPH_FOLDER = 'graph';

const CONFIG = {
  configurable: { thread_id: 'migration' },
  /** A step starts when the checkpoint before it is on disk. */
  durability: 'sync',
  /** One step an object: the limit of LangGraph is meant for graphs that talk to models. */
  recursionLimit: 1_000_000_000,
} as const;

/**
 * Runs the graph from where it stands to the next stop or to its end. `answered` says that the stop at which it stands, if
 * it stands at one, has been answered by resuming.
 */
export async function driveGraph(steering: Steering, answered: boolean): Promise<Result<Drive, readonly Diagnostic[]>> {
  forbidTracing();
  const store = openCheckpointStore(join(steering.folder.state.folder, GRAPH_FOLDER), steering.tell);
  const graph = buildGraph(steering, new FileCheckpointer(store));
  try {
    const input = await inputOf(steering, graph, store, answered);
    // After the answer is on disk: a kill in between finds the run still waiting for it.
    await steering.run.begin();
    const values: unknown = await graph.invoke(input, CONFIG);
    if (isInterrupted<Stop>(values)) {
      const { checkpoint } = stopSchema.parse(values[INTERRUPT][0]?.value);
      return ok({ status: 'stopped', checkpoint });
    }
    const report = await steering.folder.state.readJson(RUN_FILES.report, reportSchema);
    if (!report.ok) return err([report.error]);
    if (report.value) return ok({ status: 'finished', report: report.value });
    // The graph had ended and its report is gone: every step is found finished, and the report is written again.
    await store.clear();
    return driveGraph(steering, false);
  } catch (error) {
    if (error instanceof RunCancelled) return ok({ status: 'cancelled' });
    if (error instanceof RunFailed) return err(error.diagnostics);
    throw error;
  }
}

type Graph = ReturnType<typeof buildGraph>;

/** What LangGraph is given: the first values, an answer, or nothing to go on after a kill. */
async function inputOf(
  steering: Steering,
  graph: Graph,
  store: CheckpointStore,
  answered: boolean,
): Promise<Parameters<Graph['invoke']>[0]> {
  if ((await store.latest()) === undefined) return INITIAL_VALUES;
  const { values, tasks } = await graph.getState(CONFIG);
  const stop = stopSchema.safeParse(tasks.flatMap(({ interrupts }) => interrupts)[0]?.value);
  if (answered && stop.success) await markPassed(steering, stop.data);
  const { plan } = values as Partial<GraphValues>;
  if (plan && plan !== (await steering.plan()).fingerprint) {
    // Someone edited the plan after objects were converted by it. The files say which steps that leaves finished.
    await store.clear();
    return INITIAL_VALUES;
  }
  return answered && stop.success ? new Command<boolean, Partial<GraphValues>, never>({ resume: true }) : null;
}
