import { type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import { GraphState, type GraphValues } from './run-state-channels.js';
import type { Steering } from './steering.js';
import { assess } from './steps/assess.js';
import { stopAfterObject, stopAt } from './steps/checkpoints.js';
import { evaluateObject } from './steps/evaluate-object.js';
import { executeObject } from './steps/execute-object.js';
import { makePlan } from './steps/make-plan.js';
import { MAX_REPAIR_ROUNDS, repairProject } from './steps/repair-project.js';
import { testProject } from './steps/test-project.js';
import { writeReport } from './steps/write-report.js';

/**
 * The six agents as one graph. Nodes are idempotent: each looks for the file of its finished step first, so that it does
 * not matter whether LangGraph runs one of them again. Stops are nodes of their own, since a node that was interrupted
 * starts again from its first line.
 */
export function buildGraph(steering: Steering, checkpointer: BaseCheckpointSaver) {
  const stopsAtObjects = steering.context.options.checkpoints.includes('object');
  // A step of the graph costs two files: none for stops that nobody wants.
  const afterEvaluator = ({ cursor, total }: GraphValues) => {
    if (stopsAtObjects) return 'stop-object';
    return cursor < total ? 'evaluator' : 'report';
  };
  return new StateGraph(GraphState)
    .addNode('assessment', async () => {
      await assess(steering);
      return {};
    })
    .addNode('stop-assess', async () => {
      await stopAt(steering, 'assess');
      return {};
    })
    .addNode('planner', async () => {
      await makePlan(steering);
      return {};
    })
    .addNode('stop-plan', async () => {
      await stopAt(steering, 'plan');
      return {};
    })
    .addNode('executor', (values: GraphValues) => executeObject(steering, values))
    .addNode('tester', (values: GraphValues) => testProject(steering, values))
    .addNode('rebuilder', (values: GraphValues) => repairProject(steering, values))
    .addNode('evaluator', (values: GraphValues) => evaluateObject(steering, values))
    .addNode('stop-object', async ({ cursor, total }: GraphValues) => {
      const id = (await steering.plan()).ids[cursor];
      if (id !== undefined) await stopAfterObject(steering, id);
      return { cursor: Math.min(cursor + 1, total) };
    })
    .addNode('report', async () => {
      // Nothing to repair is done, too.
      for (const agent of ['rebuilder', 'evaluator'] as const) await steering.run.setStage(agent, 'done');
      await writeReport(steering);
      return {};
    })
    .addEdge(START, 'assessment')
    .addEdge('assessment', 'stop-assess')
    .addEdge('stop-assess', 'planner')
    .addEdge('planner', 'stop-plan')
    .addEdge('stop-plan', 'executor')
    .addConditionalEdges('executor', ({ cursor, total }) => (cursor < total ? 'executor' : 'tester'), [
      'executor',
      'tester',
    ])
    .addConditionalEdges(
      'tester',
      ({ failing, round }) => (failing && round < MAX_REPAIR_ROUNDS ? 'rebuilder' : 'evaluator'),
      ['rebuilder', 'evaluator'],
    )
    .addConditionalEdges('rebuilder', ({ repaired }) => (repaired ? 'tester' : 'evaluator'), ['tester', 'evaluator'])
    .addConditionalEdges('evaluator', afterEvaluator, ['evaluator', 'stop-object', 'report'])
    .addConditionalEdges('stop-object', ({ cursor, total }) => (cursor < total ? 'evaluator' : 'report'), [
      'evaluator',
      'report',
    ])
    .addEdge('report', END)
    .compile({ checkpointer });
}
