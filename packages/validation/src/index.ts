export { ComparisonDatabase, compareRelations } from './comparison/compare-relations.js';
export type {
  Comparison,
  ComparisonRequest,
  ExpectedColumn,
  Numbered,
  Tolerance,
} from './comparison/comparison-request.js';
export { parseRelation, type RelationName } from './comparison/relation-name.js';
export { compareDiagnostics } from './diagnostics.js';
export {
  type AppliedTolerance,
  type ComparisonOutcome,
  type Evidence,
  isEqual,
  type RowSample,
  type SampleValue,
} from './evidence.js';
export { TwoDatabases } from './tables/compare-tables.js';
export {
  type ColumnSummary,
  type ComparedColumn,
  type TableComparison,
  type TableOutcome,
  type TablePair,
  tablesEqual,
} from './tables/table-pair.js';
export { LADDER, lowerVerdict, type ObjectFacts, type Rung, type Verdict, verdictOf } from './verdict.js';
