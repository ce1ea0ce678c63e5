import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelSetOperation } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerLimit, lowerQuery, relColumns } from './lower-query.js';
import { textEquality } from './text-equality.js';

export function lowerSetOperation(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSetOperation,
  names: readonly string[],
  ordered = false,
): RelSetOperation {
  const left = lowerQuery(context, scope, bound.left, names);
  const right = lowerQuery(context, scope, bound.right, names);
  if (bound.operator !== 'UNION ALL') checkTexts(context, bound);
  const limit = lowerLimit(context, scope, undefined, bound.offset);
  return {
    kind: 'set-operation',
    columns: relColumns(bound, names),
    ctes: [],
    operator: bound.operator,
    left,
    right,
    orderBy: limit || ordered
      ? bound.orderBy.map(({ expression, descending }) => ({
          expression: {
            kind: 'column',
            type: expression.type,
            nullable: expression.nullable,
            relation: '',
            name: expression.kind === 'output-column' ? (names[expression.ordinal] ?? '') : '',
          },
          descending,
        }))
      : [],
    limit,
  };
}

/** Rows are compared as DISTINCT does: texts by their collation. */
function checkTexts(context: LoweringContext, bound: Bound.BoundSetOperation): void {
  bound.columns.forEach(({ collation }, i) => {
    if (!collation) return;
    const texts = selectsOf(bound).map((select) => ({ select, text: select.select[i]?.expression }));
    const scopes = texts.map(({ select }) => context.scopeOf(select));
    const plainly = isPlain(context, texts, scopes, collation.name);
    if (!plainly) {
      context.refuse(relationalDiagnostics.create('lower-text-equality', { collation: collation.name }, bound.span));
    }
  });
}

function isPlain(
  context: LoweringContext,
  texts: readonly { readonly text: Bound.BoundExpression | undefined }[],
  scopes: readonly (LoweringScope | undefined)[],
  collation: string,
): boolean {
  // One scope that sees the relations of all sides: their ids are unique in the statement.
  const [first] = scopes;
  if (!first) return false;
  for (const scope of scopes) {
    for (const [id, relation] of scope?.relations ?? []) first.relations.set(id, relation);
  }
  const known = texts.map(({ text }) => text).filter((text) => text !== undefined);
  return known.length === texts.length && textEquality(context, first, known, collation) === 'plain';
}

function selectsOf(query: Bound.BoundQuery): readonly Bound.BoundSelect[] {
  return query.kind === 'select' ? [query] : [...selectsOf(query.left), ...selectsOf(query.right)];
}
