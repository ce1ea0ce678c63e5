import type { JoinedTable, TableReference } from '../../ast/tables.js';
import { parseCondition } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';
import { parsePivots } from './parse-pivot.js';
import { parseTableSource } from './parse-table-source.js';

/** A table with the joins that follow it. */
export function parseTableReference(p: Parser): TableReference {
  return parseJoins(p, parseTableOperand(p));
}

export function parseTableOperand(p: Parser): TableReference {
  return parsePivots(p, parseTableSource(p));
}

/** Joins behind a first table. `a JOIN b JOIN c ON … ON …` nests to the right: the inner ON belongs to the inner join. */
export function parseJoins(p: Parser, first: TableReference): TableReference {
  let left = first;
  for (;;) {
    const { start } = left;
    if (p.atAll('CROSS', 'JOIN')) {
      p.pos += 2;
      const right = parseTableOperand(p);
      left = { kind: 'UnqualifiedJoin', start, end: p.end, join: 'CROSS JOIN', left, right };
    } else if (p.atAll('CROSS', 'APPLY') || p.atAll('OUTER', 'APPLY')) {
      const join = p.at('CROSS') ? 'CROSS APPLY' : 'OUTER APPLY';
      p.pos += 2;
      const right = parseTableOperand(p);
      left = { kind: 'UnqualifiedJoin', start, end: p.end, join, left, right };
    } else {
      const type = parseJoinType(p);
      if (!type) return left;
      left = parseQualifiedJoin(p, left, type);
    }
  }
}

function parseQualifiedJoin(p: Parser, left: TableReference, type: JoinType): JoinedTable {
  p.enter();
  let right = parseTableOperand(p);
  // Until this join's ON comes, further joins belong to its right side.
  while (!p.at('ON')) {
    const before = right;
    right = parseNestedJoin(p, right);
    if (right === before) p.fail('ON');
  }
  p.expect('ON');
  const on = parseCondition(p);
  p.leave();
  return { kind: 'JoinedTable', start: left.start, end: p.end, ...type, left, right, on };
}

/** One more join on the right side of a join that still waits for its ON. */
function parseNestedJoin(p: Parser, left: TableReference): TableReference {
  if (p.atAll('CROSS', 'JOIN') || p.atAll('CROSS', 'APPLY') || p.atAll('OUTER', 'APPLY')) {
    const join = p.at('OUTER') ? 'OUTER APPLY' : p.term(1) === 'JOIN' ? 'CROSS JOIN' : 'CROSS APPLY';
    p.pos += 2;
    const right = parseTableOperand(p);
    return { kind: 'UnqualifiedJoin', start: left.start, end: p.end, join, left, right };
  }
  const type = parseJoinType(p);
  return type ? parseQualifiedJoin(p, left, type) : left;
}

type JoinType = Pick<JoinedTable, 'join' | 'hint'>;

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
  const word = p.term(ahead);
  if ((HINTS as readonly string[]).includes(word) && p.term(ahead + 1) === 'JOIN') {
    hint = word as (typeof HINTS)[number];
    ahead++;
  }
  if (p.term(ahead) !== 'JOIN') return undefined;
  p.pos += ahead + 1;
  return { join, hint };
}
