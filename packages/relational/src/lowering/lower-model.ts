import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Assumption } from '../facts/assumption.js';
import type { ValueOrigin } from '../facts/data-facts.js';
import type { Normalisation } from '../facts/normalisation.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery } from '../tree/query.js';
import { LoweringContext, LoweringScope, type LoweringSettings } from './context.js';
import { lowerQuery, outputNames, outputOrigins } from './lower-query.js';
import { readable } from './readable.js';

/** A query as a model: its tree, what it relies on, and what later models need to know of its columns. */
export interface LoweredModel {
  /** Missing when something was refused. */
  readonly query: RelQuery | undefined;
  readonly columns: readonly string[];
  readonly origins: readonly ValueOrigin[];
  readonly assumptions: readonly Assumption[];
  /** Reasons why SQL Server itself would be free to return other rows. */
  readonly normalised: readonly Normalisation[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `columns` are the names of the output, where the query's own do not count (a view's column list); `variables` the
 * values of variables, by their names in lower case with the @.
 */
export function lowerModel(
  settings: LoweringSettings,
  query: Bound.BoundQuery,
  columns: readonly { readonly name: string | undefined }[] = query.columns,
  variables?: ReadonlyMap<string, RelExpression>,
): LoweredModel {
  const context = new LoweringContext(settings);
  const names = outputNames(context, columns);
  const scope = new LoweringScope(undefined, variables);
  const lowered = lowerQuery(context, scope, query, names);
  return {
    query: context.diagnostics.length === 0 ? context.comments.keptIn(readable(context, scope, lowered)) : undefined,
    columns: names,
    origins: outputOrigins(context, query),
    assumptions: context.assumptions,
    normalised: context.normalised,
    diagnostics: context.diagnostics,
  };
}
