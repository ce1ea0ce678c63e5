import type { JoinedTable, TableReference, UnqualifiedJoin } from '../../ast/tables.js';
import { parseCondition } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';
import { parsePivots } from './parse-pivot.js';
import { parseTableSource } from './parse-table-source.js';

/** A table with the joins that follow it. */
export function parseTableReference(p: Parser): TableReference {
  return requireAlias(p, parseJoins(p, parseTableOperand(p)));
}

const NEEDS_ALIAS = new Set(['DerivedTable', 'InlineTable', 'DataModificationTable', 'PivotedTable', 'UnpivotedTable']);

/** What has no name of its own needs an alias. Reported where no set operation can make it the operand of a query. */
export function requireAlias<T extends TableReference>(p: Parser, table: T): T {
  if (NEEDS_ALIAS.has(table.kind) && !('alias' in table && table.alias)) {
    const place = { start: table.end - 1, end: table.end };
    p.report('A table that has no name of its own needs an alias.', place, 'Write AS and a name behind it.');
  }
  return table;
}

export function parseTableOperand(p: Parser): TableReference {
  return parsePivots(p, parseTableSource(p));
}

/**
 * Joins behind a first table, and PIVOTs of what is joined so far. `a JOIN b JOIN c ON … ON …` nests to the right: the
 * inner ON belongs to the inner join.
 */
export function parseJoins(p: Parser, first: TableReference): TableReference {
  let left = first;
  for (let length = 1; ; length++) {
    p.checkChain(length);
    const type = p.at('CROSS') || p.at('OUTER') ? undefined : parseJoinType(p);
    const next = type ? parseQualifiedJoin(p, left, type) : parseOtherJoin(p, left);
    if (!next) return left;
    requireAlias(p, left);
    left = next;
  }
}

/** CROSS JOIN, APPLY, PIVOT: joins without a condition of their own. */
function parseOtherJoin(p: Parser, left: TableReference): TableReference | undefined {
  const join = parseUnqualifiedJoinType(p);
  if (join) {
    const right = requireAlias(p, parseTableSource(p));
    return { kind: 'UnqualifiedJoin', start: left.start, end: p.end, join, left, right };
  }
  const pivoted = parsePivots(p, left);
  return pivoted === left ? undefined : pivoted;
}

function parseUnqualifiedJoinType(p: Parser): UnqualifiedJoin['join'] | undefined {
  if (p.eatAll('CROSS', 'JOIN')) return 'CROSS JOIN';
  if (p.eatAll('CROSS', 'APPLY')) return 'CROSS APPLY';
  return p.eatAll('OUTER', 'APPLY') ? 'OUTER APPLY' : undefined;
}

function parseQualifiedJoin(p: Parser, left: TableReference, type: JoinType): JoinedTable {
  p.enter();
  let right = requireAlias(p, parseTableOperand(p));
  // Until this join's ON comes, further joins belong to its right side.
  while (!p.at('ON')) {
    const inner = parseJoinType(p);
    const next = inner ? parseQualifiedJoin(p, right, inner) : parseOtherJoin(p, right);
    if (!next) p.fail('ON');
    right = next;
  }
  p.expect('ON');
  const on = parseCondition(p);
  p.leave();
  return { kind: 'JoinedTable', start: left.start, end: p.end, ...type, left, right, on };
}

type JoinType = Pick<JoinedTable, 'join' | 'hint' | 'local'>;

const HINTS = ['LOOP', 'HASH', 'MERGE', 'REMOTE', 'REDUCE', 'REDISTRIBUTE', 'REPLICATE'] as const;

/** `[INNER | LEFT/RIGHT/FULL [OUTER]] [hint] JOIN`, or undefined when no join follows. */
function parseJoinType(p: Parser): JoinType | undefined {
  let ahead = 0;
  let join: JoinedTable['join'] = 'INNER';
  const first = p.term();
  if (first === 'INNER' || first === 'LEFT' || first === 'RIGHT' || first === 'FULL') {
    join = first;
    ahead = first !== 'INNER' && p.term(1) === 'OUTER' ? 2 : 1;
  }
  let hint: JoinType['hint'];
  let local: JoinType['local'];
  // A hint needs the type before it: in `a HASH JOIN b` HASH is the alias of a.
  if (ahead > 0) {
    if (p.term(ahead) === 'LOCAL') {
      local = true;
      ahead++;
    }
    const word = p.term(ahead);
    if ((HINTS as readonly string[]).includes(word)) {
      hint = word as (typeof HINTS)[number];
      ahead++;
    }
  }
  if (p.term(ahead) !== 'JOIN') return undefined;
  p.pos += ahead + 1;
  return { join, hint, local };
}
