import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';

/** A CASE as `[condition: result; …; ELSE]`, of comparisons with whole numbers. */
function outline(node: RelExpression | undefined): string {
  if (node?.kind === 'case') {
    const branches = node.branches.map(({ when, result }) => `${condition(when)}: ${outline(result)}`);
    return `[${[...branches, outline(node.otherwise)].join('; ')}]`;
  }
  if (node?.kind === 'column') return node.name;
  if (node?.kind === 'literal') return String(node.value);
  return node?.kind ?? 'nothing';
}

function condition(node: RelPredicate): string {
  switch (node.kind) {
    case 'comparison':
      return `${outline(node.left)}${node.operator}${outline(node.right)}`;
    case 'logical':
      return `(${node.operands.map(condition).join(` ${node.operator} `)})`;
    case 'not-true':
      return `no ${condition(node.operand)}`;
    default:
      return node.kind;
  }
}

const CASES: readonly (readonly [sql: string, tree: string])[] = [
  // ELSE is reached where the condition is not true, a branch where it is.
  ['CASE WHEN Id = 1 THEN 1 ELSE CASE WHEN Id = 1 THEN 2 WHEN Id > 5 THEN 3 ELSE 4 END END', '[Id=1: 1; Id>5: 3; 4]'],
  ['CASE WHEN Id = 1 AND Due > 2 THEN CASE WHEN Id = 1 THEN 5 ELSE 6 END END', '[(Id=1 AND Due>2): 5; nothing]'],
  // Of an OR that is not true no part is; of an AND nothing is known.
  ['CASE WHEN Id = 1 OR Id = 2 THEN 1 ELSE CASE WHEN Id = 2 THEN 2 ELSE 3 END END', '[(Id=1 OR Id=2): 1; 3]'],
  [
    'CASE WHEN Id = 1 AND Id = 2 THEN 1 ELSE CASE WHEN Id = 2 THEN 2 ELSE 3 END END',
    '[(Id=1 AND Id=2): 1; Id=2: 2; 3]',
  ],
  // What is unknown is no more true than what is false, but NOT tells them apart.
  ['CASE WHEN Due = 1 THEN 1 ELSE CASE WHEN NOT Due = 1 THEN 2 ELSE 3 END END', '[Due=1: 1; not: 2; 3]'],
  [
    'CASE WHEN Id = 1 THEN 1 ELSE CASE WHEN Due = 3 AND (Id = 1 OR Id = 4) THEN 2 ELSE 3 END END',
    '[Id=1: 1; (Due=3 AND Id=4): 2; 3]',
  ],
  // IS NULL and IS NOT NULL are never unknown.
  [
    'CASE WHEN Due IS NOT NULL THEN 1 ELSE CASE WHEN Due IS NULL AND Id = 2 THEN 2 ELSE 3 END END',
    '[is-null: 1; Id=2: 2; 3]',
  ],
  // Another type than that of the CASE around it: it stays one of its own.
  ['CASE WHEN Id = 1 THEN 1.5 ELSE CASE WHEN Id = 2 THEN 2 ELSE 3 END END', '[Id=1: 15; cast]'],
];

describe('CASE inside CASE', () => {
  it.each(CASES)('%s', (sql, tree) => {
    const { query } = lowerText(`SELECT ${sql} AS v FROM dbo.Customer`);
    expect(query?.kind === 'select' ? outline(query.select[0]?.expression) : 'refused').toBe(tree);
  });
});
