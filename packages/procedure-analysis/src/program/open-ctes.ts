import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Program } from './program.js';
import { type AnyNode, rewriteTree, someNode } from './rewrite-tree.js';
import { shiftIds } from './shift-ids.js';

/**
 * A statement of a loop with the queries of its table expressions where it refers to them, if they depend on variables:
 * a query beside the others has no round.
 */
export function openedCtes(program: Program, statement: Bound.BoundStatement): Bound.BoundStatement {
  const { row } = program;
  if (!row) return statement;
  return rewriteTree(statement, (node): AnyNode | undefined => {
    if (!('ctes' in node) || !Array.isArray(node.ctes) || node.ctes.length === 0) return undefined;
    const ctes = node.ctes as readonly Bound.BoundCte[];
    if (!someNode(ctes, ({ kind }) => kind === 'variable')) return undefined;
    if (!ctes.some(({ recursive }) => recursive))
      return openedIn(program, Object.assign({ ...node }, { ctes: [] }), ctes);
    const ofRound = someNode(
      program.resolve(ctes),
      (each) => 'relation' in each && each.relation === row.rows.relation,
    );
    if (!ofRound) return undefined;
    const carried = 'what a recursion finds in a round';
    return program.refuse(analysisDiagnostics.create('analyse-loop', { carried }, statement.span));
  });
}

/** The first reference to a table expression takes its query as it is, the others take copies of it. */
function openedIn(program: Program, tree: AnyNode, ctes: readonly Bound.BoundCte[]): AnyNode {
  const open = new Map<number, Bound.BoundQuery>();
  const taken = new Set<number>();
  const inside = <T>(part: T): T =>
    rewriteTree(part, (node): AnyNode | undefined => {
      if (node.kind !== 'cte-reference') return undefined;
      const { relation, alias, columns, span, cte } = node as Bound.BoundCteReference;
      const given = open.get(cte);
      if (!given) return undefined;
      const query = taken.has(cte) ? shiftIds(given, program.newIdBlock()) : given;
      taken.add(cte);
      const table: Bound.BoundDerivedTable = { kind: 'derived-table', relation, alias, columns, span, query };
      return table;
    });
  for (const { id, query } of ctes) open.set(id, inside(query));
  return inside(tree);
}
