import type { Bound } from '@datamigrate/tsql-binder';
import { cteReference, type NamedCte } from '../program/cte-reference.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree, visitTree } from '../program/rewrite-tree.js';
import { column, select } from '../program/select.js';
import { type HandedOn, runningValues, statesIn, type Wanted } from './running-values.js';

/** What the body of a loop has made of its rounds: a relation of the columns of a row, the state, and `position`. */
export interface StatedRounds {
  readonly joined: Pick<NamedCte, 'id' | 'name'>;
  /** Where the table expressions of the body begin. */
  readonly at: number;
  /** The variables' values at the end of a round, as they stand in the body. */
  readonly values: readonly (Bound.BoundExpression | undefined)[];
}

/**
 * The rounds through window functions, with the values that the body reads and no others. A value at the end of a round
 * is a column where it is a sum or comes from an earlier row; the body reads that instead of making it anew. Undefined when
 * a value has to be told row by row.
 */
export function runningRounds(
  program: Program,
  parts: HandedOn,
  stated: StatedRounds,
): readonly Bound.BoundCte[] | undefined {
  const { joined, at } = stated;
  const stores: readonly Store[] = [
    listStore(program.ctes as unknown[], at),
    listStore(program.checks as unknown[], 0),
    listStore(program.reports as unknown[], 0),
    listStore(program.returns as unknown[], 0),
    mapStore(program.tables as Map<string, unknown>),
  ];
  const afterAt = parts.own.length + parts.state.length + 1;
  const made = new Map<object, number>();
  stated.values.forEach((value, i) => {
    if (value && statesIn(parts, value).has(i)) made.set(value, i);
  });
  const body = stores.map(({ read }) =>
    rewriteTree(read(), (node) => {
      const index = made.get(node);
      if (index === undefined) return undefined;
      const of = { ...(parts.state[index] as Bound.OutputColumn), ...typeOf(node) };
      return column(of, parts.round, afterAt + index, parts.span) as AnyNode;
    }),
  );
  const wanted: Wanted = { before: statesIn(parts, body), after: ordinalsFrom(parts, body, afterAt) };
  const rounds = runningValues(program, parts, joined.name, wanted);
  const last = rounds?.at(-1);
  if (!rounds || !last) return undefined;
  const places = placesOf(parts, wanted, afterAt);
  for (const [i, { write }] of stores.entries())
    write(rewriteTree(body[i] ?? [], (node) => overRounds(node as never, parts.round, last, places)));
  return [...rounds.slice(0, -1), { ...last, id: joined.id }];
}

/** A part of the program that holds trees of the body. */
interface Store {
  readonly read: () => readonly unknown[];
  readonly write: (trees: readonly unknown[]) => void;
}

function listStore(list: unknown[], from: number): Store {
  return {
    read: () => list.slice(from),
    write: (trees) => list.splice(from, list.length - from, ...trees),
  };
}

function mapStore(map: Map<string, unknown>): Store {
  return {
    read: () => [...map.values()],
    write: (trees) => {
      for (const [i, key] of [...map.keys()].entries()) map.set(key, trees[i]);
    },
  };
}

/** Values after each row, by place; `undefined` when they have to be told row by row. */
export function valuesAfter(
  program: Program,
  parts: HandedOn,
): { readonly ctes: readonly Bound.BoundCte[]; readonly rows: Bound.BoundSelect } | undefined {
  const wanted: Wanted = { before: new Set(), after: new Set(parts.state.keys()) };
  const ctes = runningValues(program, parts, `${parts.name} values`, wanted);
  const last = ctes?.at(-1);
  if (!ctes || !last) return undefined;
  const relation = program.newId();
  const { span, own } = parts;
  const columns = [last.columns[0] as Bound.OutputColumn, ...last.columns.slice(own.length + 1)];
  const values = [0, ...parts.state.map((_, i) => own.length + 1 + i)].map((i) =>
    column(last.columns[i] as Bound.OutputColumn, relation, i, span),
  );
  return { ctes, rows: select(columns, values, [cteReference(last, relation, span)], undefined, span) };
}

function typeOf(node: AnyNode): Pick<Bound.OutputColumn, 'type' | 'nullable' | 'collation'> {
  const { type, nullable, collation } = node as Bound.BoundExpression;
  return { type, nullable, collation };
}

function ordinalsFrom({ round }: HandedOn, tree: unknown, first: number): ReadonlySet<number> {
  const found = new Set<number>();
  visitTree(tree, (node) => {
    const { kind, relation, ordinal } = node as Bound.BoundColumn;
    if (kind === 'column' && relation === round && ordinal >= first) found.add(ordinal - first);
  });
  return found;
}

/** Where the columns of a round stand in the relation that has only those that are wanted. */
function placesOf({ own, state }: HandedOn, { before, after }: Wanted, afterAt: number): ReadonlyMap<number, number> {
  return new Map([
    ...own.map((_, i) => [i, i + 1] as const),
    ...[...before].map((index, n) => [own.length + index, own.length + 1 + n] as const),
    [own.length + state.length, 0] as const,
    ...[...after].map((index, n) => [afterAt + index, own.length + 1 + before.size + n] as const),
  ]);
}

function overRounds(
  node: Bound.BoundColumn | Bound.BoundCteReference | { readonly kind: 'other' },
  round: number,
  last: Bound.BoundCte,
  places: ReadonlyMap<number, number>,
): AnyNode | undefined {
  if (node.kind === 'cte-reference' && node.relation === round) return { ...node, columns: last.columns } as AnyNode;
  if (node.kind !== 'column' || node.relation !== round) return undefined;
  const ordinal = places.get(node.ordinal) ?? 0;
  return { ...node, ordinal, name: last.columns[ordinal]?.name ?? node.name } as AnyNode;
}
