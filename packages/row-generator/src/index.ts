export { clearRefusedTargets } from './branches/clear-refused-targets.js';
export { type BranchReport, type ModuleRun, measureBranches } from './branches/measure-branches.js';
export { type ParameterChoices, parameterChoices } from './branches/parameter-choices.js';
export { trialCall } from './branches/trial-call.js';
export { generateDiagnostics } from './diagnostics.js';
export {
  DEFAULT_ROWS,
  type GeneratedTable,
  type Generation,
  type GenerationOptions,
  generateRows,
} from './generate-rows.js';
export { type Arguments, findArguments } from './witness/find-arguments.js';
