export type { AggregateFunction, FunctionName, WindowFunction } from './bound-names.js';
export { relationalDiagnostics } from './diagnostics.js';
export type { Assumption, AssumptionCode } from './facts/assumption.js';
export { bytesOfAny, hashBytes } from './facts/byte-lengths.js';
export {
  ASSUMED_FACTS,
  type BaseColumn,
  columnOrigin,
  type DataFacts,
  NO_FACTS,
  UNKNOWN_ORIGIN,
  type ValueOrigin,
  type ValueSources,
} from './facts/data-facts.js';
export { type FilledColumns, type FilledColumnsOf, neverNullColumns } from './facts/never-null-columns.js';
export type { Normalisation } from './facts/normalisation.js';
export type {
  EmittedRelation,
  InlineFunction,
  InlineScalar,
  LoweringSettings,
  Session,
} from './lowering/context.js';
export { isFine } from './lowering/fine-constants.js';
export { type LikeRegex, likeRegex } from './lowering/like-regex.js';
export { lowerBatch } from './lowering/lower-batch.js';
export { type LoweredModel, lowerModel } from './lowering/lower-model.js';
export { aliasesOf } from './rewrite/join-comma-tables.js';
export { neverUnknown } from './rewrite/never-null.js';
export type * as Rel from './tree/index.js';
export { givesOneRow, holdsNode } from './tree/same-tree.js';
