export { dialectDiagnostics } from './diagnostics.js';
export { ASSUMPTION_TESTS, type AssumptionTest } from './duckdb/assumption-tests.js';
export { type DuckType, duckTypeOf, duckTypeText } from './duckdb/duck-type.js';
export { identifier as duckdbIdentifier } from './duckdb/identifier.js';
export { macroText, TSQL_MACROS, type TsqlMacro } from './duckdb/macros/index.js';
export { renderCondition } from './duckdb/render-condition.js';
export { type ModelReference, type ModelSettings, type RenderedModel, renderModel } from './duckdb/render-model.js';
