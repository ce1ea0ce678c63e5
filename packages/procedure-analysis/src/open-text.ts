import type { ProcedureAnalysis } from './procedure-analysis.js';

/** Whether a procedure is not read for a text that its parameters, or rows, decide. */
export const hasOpenText = ({ fates, parameters }: ProcedureAnalysis): boolean =>
  parameters.length > 0 && fates.some(({ diagnostic }) => diagnostic?.code === 'analyse-dynamic-sql');
