import { sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import type { Row } from '../values/sql-value.js';
import { convertRows, executeQuery } from './execute-query.js';

/** Anchors first, then the recursive parts over the rows of the level before, until a level gives none. */
export function recursiveRows(env: Environment, cte: Bound.BoundCte): readonly Row[] {
  const parts = partsOf(cte.query);
  const recursive = parts.filter((part) => namesCte(part, cte.id));
  const anchors = parts.filter((part) => !recursive.includes(part));
  const types = cte.columns.map((column) => column.type);
  for (const part of recursive) checkTypes(cte, part);
  const run = (queries: readonly Bound.BoundQuery[]): Row[] =>
    queries.flatMap((query) => [...convertRows(env, executeQuery(env, query), query.columns, types)]);
  const own = env.ctes.get(cte.id);
  const all: Row[] = [];
  let level = run(anchors);
  let depth = 0;
  try {
    while (level.length > 0) {
      for (const row of level) all.push(row);
      const current = level;
      env.ctes.set(cte.id, { rows: () => current });
      level = run(recursive);
      const limit = env.maxRecursion;
      if (level.length > 0 && limit > 0 && ++depth > limit) {
        const error = sqlError(530, limit);
        error.fed = all;
        throw error;
      }
    }
  } finally {
    if (own) env.ctes.set(cte.id, own);
  }
  return all;
}

function partsOf(query: Bound.BoundQuery): Bound.BoundQuery[] {
  const parts: Bound.BoundQuery[] = [];
  let current = query;
  while (current.kind === 'set-operation' && current.operator === 'UNION ALL') {
    parts.push(current.right);
    current = current.left;
  }
  parts.push(current);
  return parts.reverse();
}

function namesCte(node: unknown, id: number): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some((item) => namesCte(item, id));
  const record = node as Readonly<Record<string, unknown>>;
  if (record['kind'] === 'cte-reference' && record['cte'] === id) return true;
  return Object.values(record).some((value) => namesCte(value, id));
}

/** The recursive part must have the anchor's types to the letter. */
function checkTypes(cte: Bound.BoundCte, part: Bound.BoundQuery): void {
  cte.columns.forEach((column, i) => {
    const type = part.columns[i]?.type;
    if (type && type.name !== 'null' && !sameType(type, column.type)) throw sqlError(240, column.name ?? '', cte.name);
  });
}
