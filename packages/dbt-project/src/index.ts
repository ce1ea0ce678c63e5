export { buildProject } from './build-project.js';
export { type AllowedValues, allowedValues } from './catalog-facts/allowed-values.js';
export {
  type CatalogTestContext,
  type CatalogTests,
  catalogTests,
  checkedLiterals,
  type ReferencedRelation,
} from './catalog-facts/catalog-tests.js';
export { GENERIC_TESTS, neededGenericTests } from './catalog-facts/generic-tests.js';
export { seededTable, withoutSeeded } from './catalog-facts/seeded-table.js';
export { type LandedTables, type SourceOrigin, sourceSpecs } from './catalog-facts/source-spec.js';
export { stagingLayer } from './catalog-facts/staging-layer.js';
export { stagingModel, stagingSql } from './catalog-facts/staging-model.js';
export { commentAbove } from './describe/comment-above.js';
export {
  describeModel,
  grainOfModel,
  type LoadHistory,
  type LoadStep,
  type ModelOrigin,
  readsVariable,
  upstream,
} from './describe/describe-model.js';
export { describeColumn, describeTable, type TableRole } from './describe/describe-table.js';
export { shareDescriptions } from './describe/share-descriptions.js';
export { projectDiagnostics } from './diagnostics.js';
export { modelPath } from './files/layers.js';
export { type NameMapEntry, nameMapFile } from './files/name-map.js';
export { DEFAULT_DATABASE_PATH } from './files/settings-files.js';
export { type ExistingProject, readExistingProject } from './integrate/existing-project.js';
export { type Integration, integrateProject } from './integrate/integrate-project.js';
export { lintDiagnostics } from './lint/diagnostics.js';
export { LINT_RULES, type LintOutcome, lintProject } from './lint/lint-project.js';
export type { LintCode, LintFinding, LintRule } from './lint/lint-rule.js';
export { type MergedText, mergeTexts } from './merge/merge-texts.js';
export { allocateNames, type NameAllocation, type NameCollision, type NameRequest } from './naming/allocate-names.js';
export {
  collided,
  type NamedTables,
  nameColumns,
  nameTables,
  type TableNames,
  tableKey,
} from './naming/name-tables.js';
export { isCalledStep, modelName, type NamedObjectKind, objectName, stagingName } from './naming/prefix-rules.js';
export { projectName } from './naming/project-name.js';
export { isReservedWord, plainName, quoteIfNeeded } from './naming/reserved-words.js';
export { schemaNames } from './naming/schema-names.js';
export { snakeCase } from './naming/snake-case.js';
export type * from './spec/project-spec.js';
