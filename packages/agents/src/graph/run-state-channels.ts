import { Annotation } from '@langchain/langgraph';

/** All that LangGraph itself keeps. Whatever is heavy stands in files of the run folder. */
export const GraphState = Annotation.Root({
  /** Fingerprint of the plan that the cursor counts in; empty before the first object. */
  plan: Annotation<string>,
  /** Objects of the present loop that are done. */
  cursor: Annotation<number>,
  /** Objects of the plan. */
  total: Annotation<number>,
  /** Rounds of repair that are done. */
  round: Annotation<number>,
  /** Whether the last test had failures. */
  failing: Annotation<boolean>,
  /** Whether the last repair changed anything. */
  repaired: Annotation<boolean>,
});
export type GraphValues = typeof GraphState.State;

export const INITIAL_VALUES: GraphValues = {
  plan: '',
  cursor: 0,
  total: 0,
  round: 0,
  failing: false,
  repaired: false,
};
