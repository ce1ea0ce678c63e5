import { withFields } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { UNKNOWN_ORIGIN } from '../facts/data-facts.js';
import { originOf } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelTable } from '../tree/query.js';
import type { LoweredRelation, LoweringContext, LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { lowerOpenJson } from './lower-open-json.js';
import { outputNames } from './lower-query.js';
import { lowerXmlNodes } from './lower-xml-path.js';

/** The table functions of SQL Server itself. */
export function lowerFunctionTable(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundFunctionTable,
  alias: string,
  enter: (relation: LoweredRelation) => LoweredRelation,
): RelTable {
  const lower = (argument: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, argument);
  const names = outputNames(context, bound.columns);
  const columns = bound.columns.map(({ type, nullable }, i) => ({ name: names[i] ?? '', type, nullable }));
  if (bound.function === 'XML NODES') {
    const relation = { alias, columns: names, origins: names.map(() => UNKNOWN_ORIGIN) };
    const { table, document } = lowerXmlNodes(context, scope, bound, columns, relation, lower);
    enter(withFields(relation, { document }));
    return table;
  }
  const args = bound.arguments.map(lower);
  const [first, second, third] = args;
  const [text] = bound.arguments;
  if (bound.function === 'STRING_SPLIT' && first && second && text) {
    const parts = originOf(text, scope).parts;
    const origins = names.map((_, i) => (i === 0 ? { exact: undefined, parts } : UNKNOWN_ORIGIN));
    enter({ alias, columns: names, origins });
    if (bound.columns.length === 1) context.normalise('order', 'STRING_SPLIT gives its parts in any order');
    return { kind: 'split', text: first, separator: second, columns, alias };
  }
  enter({ alias, columns: names, origins: names.map(() => UNKNOWN_ORIGIN) });
  if (bound.function === 'GENERATE_SERIES' && first && second && !(third?.kind === 'literal' && third.value === 0n)) {
    return { kind: 'series', start: first, stop: second, ...(third ? { step: third } : {}), columns, alias };
  }
  if (bound.function === 'OPENJSON') return lowerOpenJson(context, bound, args, columns, alias);
  const construct = `the table function ${bound.function}`;
  context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  return { kind: 'cte', name: 'refused', alias };
}
