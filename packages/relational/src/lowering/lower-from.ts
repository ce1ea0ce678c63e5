import { assertUnreachable, withFields } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { UNKNOWN_ORIGIN } from '../facts/data-facts.js';
import { aliasesOf, joinCommaTables } from '../rewrite/join-comma-tables.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelSelect, RelSelectItem, RelTable } from '../tree/query.js';
import { relationsIn } from '../tree/relations-in.js';
import type { LoweredRelation, LoweringContext, LoweringScope } from './context.js';
import { fineColumns } from './fine-constants.js';
import { functionScope } from './inline-function.js';
import { lowerExpression } from './lower-expression.js';
import { lowerFunctionTable } from './lower-function-table.js';
import { lowerPivot, lowerUnpivot } from './lower-pivot.js';
import { lowerPredicate } from './lower-predicate.js';
import { lowerQuery, outputNames, outputOrigins } from './lower-query.js';
import { lowerTextTable } from './lower-text-table.js';
import { countsOfGroups } from './never-zero.js';
import { unreadXml } from './unread-xml.js';

export interface LoweredFrom {
  readonly from: RelTable | undefined;
  /** What is left of WHERE. */
  readonly conditions: RelPredicate | undefined;
}

/** FROM and WHERE. Tables that stand side by side with commas become joins by the conditions that tie them. */
export function lowerFrom(
  context: LoweringContext,
  scope: LoweringScope,
  tables: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
): LoweredFrom {
  const lowered = tables.map((table) => lowerTable(context, scope, table, false));
  return joinCommaTables(lowered, where && lowerPredicate(context, scope, where));
}

function lowerTable(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundTable,
  lateral: boolean,
  outerApplied = false,
): RelTable {
  const comments = context.comments.take(bound.comments);
  const table = lowerMember(context, scope, bound, lateral, outerApplied);
  return comments ? withFields(table, { comments }) : table;
}

function lowerMember(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundTable,
  lateral: boolean,
  outerApplied: boolean,
): RelTable {
  const claim = (): string => scope.claimAlias(context.settings.name('alias' in bound ? bound.alias : 'q'));
  const enter = (relation: LoweredRelation): LoweredRelation => {
    if ('relation' in bound) scope.relations.set(bound.relation, relation);
    return relation;
  };
  switch (bound.kind) {
    case 'named-table': {
      const found = bound.database === undefined ? context.settings.relation(bound.object) : undefined;
      const emitted = found === 'refused' ? undefined : found;
      if (!emitted) {
        const name = [bound.database, bound.object.schema, bound.object.name].filter((part) => part).join('.');
        const code = found === 'refused' ? 'lower-refused-object' : 'lower-unknown-object';
        context.refuse(relationalDiagnostics.create(code, { name }, bound.span));
      }
      const { columns, origins } = emitted ?? {
        columns: outputNames(context, bound.columns),
        origins: bound.columns.map(() => UNKNOWN_ORIGIN),
      };
      // Without an alias of the source's own it is called as everywhere in the project.
      const called = bound.alias === bound.object.name ? emitted?.called : undefined;
      const alias = called === undefined ? claim() : scope.claimAlias(called);
      return { kind: 'object', object: bound.object, alias: enter({ alias, columns, origins }).alias };
    }
    case 'cte-reference': {
      const cte = scope.ctes.get(bound.cte);
      const { columns = [], origins = [], unread, counts } = cte ?? {};
      return {
        kind: 'cte',
        name: cte?.alias ?? bound.name,
        alias: enter({ alias: claim(), columns, origins, unread, counts }).alias,
      };
    }
    case 'derived-table': {
      if (bound.isText) return lowerTextTable(context, scope, bound, claim(), outerApplied, enter);
      const alias = claim();
      const names = outputNames(context, bound.columns);
      const { query, unread } = unreadXml(lowerQuery(context, scope, bound.query, names));
      const origins = outputOrigins(context, bound.query);
      enter({ alias, columns: names, origins, unread, counts: countsOfGroups(bound.query) });
      return { kind: 'derived', query, alias, lateral };
    }
    case 'values-table': {
      const names = outputNames(context, bound.columns);
      const alias = claim();
      const rows = bound.rows.map((row) => row.map((value) => lowerExpression(context, scope, value)));
      const fine = context.settings.sixDigits ? undefined : fineColumns(rows);
      enter({ alias, columns: names, origins: names.map(() => UNKNOWN_ORIGIN), ...(fine ? { fine } : {}) });
      const columns = bound.columns.map(({ type, nullable }, i) => ({ name: names[i] ?? '', type, nullable }));
      return { kind: 'values', rows, columns, alias };
    }
    case 'user-function-table':
      return lowerInlineFunction(context, scope, bound, claim(), lateral, enter);
    case 'join': {
      const left = lowerTable(context, scope, bound.left, lateral);
      const right = lowerTable(context, scope, bound.right, lateral);
      const on = bound.on && lowerPredicate(context, scope, bound.on);
      // Read from the table of which all rows are kept.
      if (bound.join === 'RIGHT' && left.kind !== 'join')
        return { kind: 'join', join: 'LEFT', left: right, right: left, on };
      const matches = bound.join === 'LEFT' && on && matchesOfRow(scope, bound.right, left, right, on);
      if (matches) return { kind: 'join', join: 'LEFT', left, right: matches };
      return { kind: 'join', join: bound.join, left, right, on };
    }
    case 'apply': {
      const left = lowerTable(context, scope, bound.left, lateral);
      const right = lowerTable(context, scope, bound.right, true, bound.outer);
      return { kind: 'join', join: bound.outer ? 'LEFT' : 'CROSS', left, right };
    }
    case 'temporary-table':
      return nothing(context, `the table ${bound.name}`, bound);
    case 'function-table':
      return lowerFunctionTable(context, scope, bound, claim(), enter);
    case 'pivot':
      return lowerPivot(context, scope, bound, claim(), enter, (table) => lowerTable(context, scope, table, lateral));
    case 'unpivot':
      return lowerUnpivot(context, scope, bound, claim(), enter, (table) => lowerTable(context, scope, table, lateral));
    case 'error-table':
      return nothing(context, 'what could not be bound', bound);
    default:
      return assertUnreachable(bound);
  }
}

/**
 * The right side of an outer join whose condition asks for a row of the query around it, as a lateral query of its matches:
 * DuckDB ties an outer join to no such row. Undefined where the condition asks for rows of the join alone.
 */
function matchesOfRow(
  scope: LoweringScope,
  bound: Bound.BoundTable,
  left: RelTable,
  right: RelTable,
  on: RelPredicate,
): RelTable | undefined {
  const asked = relationsIn(on);
  const own = new Set([...aliasesOf(left), ...aliasesOf(right)]);
  if (!asked || [...asked].every((alias) => own.has(alias)) || !('relation' in bound) || !('alias' in right))
    return undefined;
  const found = scope.relations.get(bound.relation);
  if (!found || found.unread || right.alias === undefined) return undefined;
  const { alias } = right;
  const columns = bound.columns.map(({ type, nullable }, i) => ({ name: found.columns[i] ?? '', type, nullable }));
  const select = columns.map(({ name, type, nullable }): RelSelectItem => {
    return { name, expression: { kind: 'column', type, nullable, relation: alias, name } };
  });
  const query: RelSelect = {
    kind: 'select',
    columns,
    ctes: [],
    select,
    distinct: false,
    from: right,
    where: on,
    orderBy: [],
  };
  return { kind: 'derived', query, alias, lateral: true };
}

export function nothing(
  context: LoweringContext,
  construct: string,
  bound: { readonly span: Bound.BoundDerivedTable['span']; readonly alias: string },
): RelTable {
  context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  return { kind: 'cte', name: 'refused', alias: bound.alias };
}

/** A parameterised view is written out where it is called, its arguments in the place of its parameters. */
function lowerInlineFunction(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundUserFunctionTable,
  alias: string,
  lateral: boolean,
  enter: (relation: LoweredRelation) => LoweredRelation,
): RelTable {
  const { object } = bound;
  const body = context.settings.inlineFunction?.(object);
  if (!body) return nothing(context, `the table function ${object.schema}.${object.name}`, bound);
  const names = outputNames(context, bound.columns);
  const inner = functionScope(context, scope, body.parameters, bound.arguments);
  const query = lowerQuery(context, inner, body.query, names);
  enter({ alias, columns: names, origins: outputOrigins(context, body.query) });
  return { kind: 'derived', query, alias, lateral };
}
