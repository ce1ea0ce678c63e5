import { sameType } from '@datamigrate/catalog';
import { type Bound, containsWindow } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { bytesOfAny } from '../facts/byte-lengths.js';
import { UNKNOWN_ORIGIN, type ValueOrigin } from '../facts/data-facts.js';
import { originOf, unionKnown } from '../facts/sources-of.js';
import type { RelCte, RelLimit, RelOutputColumn, RelQuery } from '../tree/query.js';
import type { LoweringContext } from './context.js';
import { LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { lowerSelect } from './lower-select.js';
import { lowerSetOperation } from './lower-set-operation.js';
import { countsOfGroups } from './never-zero.js';
import { withLevels } from './recursion-levels.js';
import { inOneTerm, isWellFormed } from './recursive-members.js';
import { unreadXml } from './unread-xml.js';

/** A bound query as a relational one. `names` overrides the names of its output columns; `ordered` keeps ORDER BY. */
export function lowerQuery(
  context: LoweringContext,
  outer: LoweringScope | undefined,
  bound: Bound.BoundQuery,
  names: readonly string[] = outputNames(context, bound.columns),
  ordered = false,
): RelQuery {
  const scope = new LoweringScope(outer);
  context.enter(bound, scope);
  const ctes = bound.ctes.map((cte) => lowerCte(context, scope, cte));
  const query =
    bound.kind === 'select'
      ? lowerSelect(context, scope, bound, names, ordered)
      : lowerSetOperation(context, scope, bound, names, ordered);
  return ctes.length > 0 ? { ...query, ctes } : query;
}

function lowerCte(context: LoweringContext, scope: LoweringScope, cte: Bound.BoundCte): RelCte {
  const name = scope.claimCte(context.settings.name(cte.name));
  const names = outputNames(context, cte.columns);
  if (cte.recursive) {
    // The recursive part reads the CTE itself; of its values nothing is known beforehand.
    scope.ctes.set(cte.id, { alias: name, columns: names, origins: names.map(() => UNKNOWN_ORIGIN) });
    if (!isPlainRecursion(cte.query)) {
      const construct = 'a recursive part with aggregates, window functions, DISTINCT or TOP';
      context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, cte.query.span));
    }
    if (!hasOneType(cte.query)) {
      const construct = 'a recursive part of other types than its anchor, an error in SQL Server (240),';
      context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, cte.query.span));
    }
  }
  const lowered = lowerQuery(context, scope, cte.query, names);
  const { query, unread } = cte.recursive ? { query: lowered } : unreadXml(lowered);
  if (!cte.recursive) {
    const origins = outputOrigins(context, cte.query);
    const counts = countsOfGroups(cte.query);
    scope.ctes.set(cte.id, { alias: name, columns: names, origins, unread, counts });
  }
  if (cte.recursive) {
    if (!isWellFormed(query, name)) {
      const construct = 'a recursion without UNION ALL, or with an anchor behind its recursive part,';
      context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, cte.query.span));
    }
    const most = cte.maxRecursion ?? context.settings.maxRecursion;
    return {
      name,
      query: withLevels(inOneTerm(query, name), name, most),
      recursive: true,
      comments: context.comments.take(cte.comments),
    };
  }
  return { name, query, recursive: false, comments: context.comments.take(cte.comments) };
}

/** SQL Server computes the recursive part row by row: what looks at several rows means something else there. */
function isPlainRecursion(query: Bound.BoundQuery): boolean {
  if (query.kind === 'set-operation') return isPlainRecursion(query.left) && isPlainRecursion(query.right);
  return (
    !query.distinct &&
    !query.top &&
    !query.select.some(({ expression }) => containsWindow(expression)) &&
    (!query.groupBy || query.from.every((table) => table.kind !== 'cte-reference'))
  );
}

/** Whether anchor and recursive part have the same types, lengths included. */
function hasOneType(query: Bound.BoundQuery): boolean {
  if (query.kind !== 'set-operation') return true;
  return query.left.columns.every((column, i) => {
    const other = query.right.columns[i];
    return !other || column.type.name === 'null' || other.type.name === 'null' || sameType(column.type, other.type);
  });
}

/** Emitted names of output columns; each is different, a missing one is made up. */
export function outputNames(
  context: LoweringContext,
  columns: readonly { readonly name: string | undefined }[],
): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ name }, i) => {
    const wanted = name === undefined ? `column_${i + 1}` : context.settings.name(name);
    let unique = wanted;
    let folded = wanted.toLowerCase();
    for (let n = 2; taken.has(folded); n++) {
      unique = `${wanted}_${n}`;
      folded = unique.toLowerCase();
    }
    taken.add(folded);
    return unique;
  });
}

/** Where the values of a query's columns come from. The query has been lowered already. */
export function outputOrigins(context: LoweringContext, bound: Bound.BoundQuery): readonly ValueOrigin[] {
  if (bound.kind === 'set-operation') {
    const parts = blocksOf(bound).map((block) => outputOrigins(context, block));
    return bound.columns.map((_, i) => {
      const origins = parts.map((columns) => columns[i] ?? UNKNOWN_ORIGIN);
      const bytes = bytesOfAny(origins);
      return {
        exact: unionKnown(origins.map(({ exact }) => exact)),
        parts: unionKnown(origins.map((origin) => origin.parts)),
        ...(origins.some(({ ofRun }) => ofRun) ? { ofRun: true } : {}),
        ...(bytes ? { bytes } : {}),
      };
    });
  }
  const scope = context.scopeOf(bound);
  return bound.select.map(({ expression }) => (scope ? originOf(expression, scope) : UNKNOWN_ORIGIN));
}

/** The query blocks that set operations tie together. */
export function blocksOf(query: Bound.BoundQuery): readonly Bound.BoundSelect[] {
  return query.kind === 'select' ? [query] : [...blocksOf(query.left), ...blocksOf(query.right)];
}

export function relColumns(bound: Bound.BoundQuery, names: readonly string[]): readonly RelOutputColumn[] {
  return bound.columns.map(({ type, nullable }, i) => ({ name: names[i] ?? '', type, nullable }));
}

/** TOP and OFFSET … FETCH; `TOP 100 PERCENT` is no limit. */
export function lowerLimit(
  context: LoweringContext,
  scope: LoweringScope,
  top: Bound.BoundTop | undefined,
  offset: Bound.BoundOffset | undefined,
): RelLimit | undefined {
  if (offset) {
    return {
      count: offset.fetch && lowerExpression(context, scope, offset.fetch),
      offset: lowerExpression(context, scope, offset.offset),
      percent: false,
      withTies: false,
    };
  }
  if (!top || (top.percent && isHundred(top.count))) return undefined;
  return {
    count: lowerExpression(context, scope, top.count),
    percent: top.percent,
    withTies: top.withTies,
  };
}

function isHundred(count: Bound.BoundExpression): boolean {
  if (count.kind === 'cast') return isHundred(count.operand);
  return count.kind === 'literal' && Number(count.value) === 100;
}
