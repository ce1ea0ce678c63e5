export {
  BinderContext,
  type CursorDeclaration,
  DEFAULT_SETTINGS,
  type SessionSettings,
  type TemporaryTable,
  type VariableDeclaration,
} from './binder-context.js';
export { CatalogBuilder, type DefinitionOutcome, type StatementSource } from './definitions/catalog-builder.js';
export { tableColumnsFrom } from './definitions/columns-from.js';
export { descriptionFrom, type ExtendedProperty } from './definitions/extended-properties.js';
export { SELF_RELATION } from './definitions/stored-columns.js';
export { bindDiagnostics } from './diagnostics.js';
export { bindType } from './expressions/bind-cast.js';
export { bindExpression } from './expressions/bind-expression.js';
export { convertImplicitly } from './expressions/convert.js';
export type { FunctionFact } from './functions/function-fact.js';
export { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from './functions/function-names.js';
export { type BoundModule, type BoundView, ModuleBinder, type ParsedModule } from './module-binder.js';
export { bindPredicate } from './predicates/bind-predicate.js';
export { bindQuery } from './queries/bind-query.js';
export { bindWith } from './queries/bind-with.js';
export { relationsOf, Scope } from './scope/scope.js';
export { bindSelectStatement } from './statements/bind-select-statement.js';
export { bindStatement, bindStatements } from './statements/bind-statement.js';
export { type CheckIdent, checkIdent } from './statements/check-ident.js';
export { outputColumn, tableColumns } from './tables/bind-named-table.js';
export { bindTable } from './tables/bind-table.js';
export { definedInDbo, inOneCatalog, newDatabaseOf } from './tables/in-one-catalog.js';
export { holdsFor } from './tree/comparison-order.js';
export type * as Bound from './tree/index.js';
export {
  containsAggregate,
  containsWindow,
  fingerprint,
  operandsOf,
  predicateOperands,
  sameExpression,
  someExpression,
} from './tree/inspect.js';
export { mapExpression, mapOperands, mapPredicate } from './tree/map.js';
export { statementLists } from './tree/statement-lists.js';
export { tiesTold } from './tree/window-ties.js';
