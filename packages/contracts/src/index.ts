export * from './api/index.js';
export {
  type CatalogDocument,
  catalogDocumentSchema,
  type SourceGap,
  sourceGapSchema,
} from './catalog/catalog-document.js';
export { INVENTORY_KINDS, type Inventory, type InventoryKind, inventorySchema } from './catalog/inventory.js';
export { checkReport } from './check-report.js';
export {
  type ComparedTable,
  type CompareMap,
  type CompareReport,
  compareMapSchema,
  compareReportSchema,
} from './documents/compare.js';
export {
  type Assumption,
  assumptionSchema,
  type DiagnosticLine,
  diagnosticLineSchema,
} from './documents/diagnostic-line.js';
export { type ExecLine, execErrorSchema, execLineSchema, resultSetSchema } from './documents/exec-line.js';
export { type LandingProfile, landingProfileSchema } from './documents/landing-profile.js';
export {
  type BatchLine,
  batchLineSchema,
  type ParsedStatement,
  type ParseLine,
  parsedStatementSchema,
  parseLineSchema,
} from './documents/parse-line.js';
export {
  type Plan,
  type PlannedModel,
  type PlannedObject,
  plannedModelSchema,
  plannedObjectSchema,
  planSchema,
} from './documents/plan.js';
export { type ProgressEvent, progressEventSchema } from './documents/progress-event.js';
export {
  type DbtFigures,
  type DifferenceSample,
  dbtFiguresSchema,
  differenceSampleSchema,
  type Evidence,
  evidenceSchema,
  type Report,
  type ReportIssue,
  type ReportObject,
  type ReportTotals,
  reportIssueSchema,
  reportObjectSchema,
  reportSchema,
  reportTotalsSchema,
  type SourceIssue,
  type StatementTotals,
  sourceIssueSchema,
  statementTotalsSchema,
} from './documents/report.js';
export { type RunState, runStateSchema } from './documents/run-state.js';
export { type Scenario, scenarioSchema } from './documents/scenario.js';
export {
  type Original,
  type Originals,
  originalSchema,
  originalsSchema,
  type TraceLine,
  traceLineSchema,
} from './documents/trace-line.js';
export { type TranslateLine, translatedColumnSchema, translateLineSchema } from './documents/translate-line.js';
export { type DocumentName, documents, jsonSchemaFiles } from './documents.js';
export { type DocumentOf, parseDocument } from './parse-document.js';
export { readDocument } from './read-document.js';
export { RUN_FILES, RUN_FOLDER } from './run-files.js';
export {
  AGENTS,
  type Agent,
  agentSchema,
  CHECKPOINTS,
  type Checkpoint,
  checkpointSchema,
  type Fidelity,
  fidelitySchema,
  LADDER,
  type ObjectClass,
  type ObjectKind,
  OFF_LADDER,
  objectClassSchema,
  objectKindSchema,
  type SourceKind,
  type StatementState,
  severitySchema,
  sourceKindSchema,
  statementStateSchema,
  TARGETS,
  type Target,
  targetSchema,
  type Verdict,
  verdictSchema,
} from './vocabulary.js';
