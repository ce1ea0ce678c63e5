export { ALONE } from './alone.js';
export { analyseFunction, type FunctionAnalysis } from './analyse-function.js';
export { analyseProcedure } from './analyse-procedure.js';
export { analyseTogether, type JointAnalysis } from './analyse-together.js';
export { analysisDiagnostics } from './diagnostics.js';
export { isOperational } from './is-operational.js';
export { type HistoryOf, keepHistories } from './keep-histories.js';
export { hasOpenText } from './open-text.js';
export type {
  ArgumentBinding,
  CallArgument,
  ParameterDefault,
  ProcedureAnalysis,
  ProcedureParameter,
  RaisedCheck,
  StatementFate,
  WrittenTable,
} from './procedure-analysis.js';
export { drawnKeys } from './program/drawn-keys.js';
export type { ChangeEvent, ProgramEnvironment, SideEffect } from './program/environment.js';
export { tablesRead } from './queries/tables-read.js';
export { statementName } from './statements/statement-name.js';
