import { isDeepStrictEqual } from 'node:util';
import type { Rel } from '@datamigrate/relational';

/**
 * Queries that stand in one union: table expressions that several of them have alike stand once above it, and those whose
 * names no other has go up with them. One that another means something else by stays where it is, with what reads it.
 */
export function shareCtes(queries: readonly Rel.RelQuery[]): {
  readonly ctes: readonly Rel.RelCte[];
  readonly queries: readonly Rel.RelQuery[];
} {
  const shared = new Map<string, Rel.RelCte>();
  const left = queries.map((query) => {
    const own = new Set<string>();
    const ctes = query.ctes.filter((cte) => {
      const name = cte.name.toLowerCase();
      const known = shared.get(name);
      const stays =
        (known && !isDeepStrictEqual(known.query, cte.query)) || [...ctesRead(cte)].some((read) => own.has(read));
      if (stays) own.add(name);
      else if (!known) shared.set(name, cte);
      return stays;
    });
    return { ...query, ctes };
  });
  return { ctes: [...shared.values()], queries: left };
}

/** Names of table expressions that one reads, in lower case. */
function ctesRead(cte: Rel.RelCte): ReadonlySet<string> {
  const names = new Set<string>();
  const open: object[] = [cte.query];
  for (let value = open.pop(); value; value = open.pop()) {
    if (value instanceof Uint8Array) continue;
    const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
    if (kind === 'cte' && typeof name === 'string') names.add(name.toLowerCase());
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return names;
}
