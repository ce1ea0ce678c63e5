import { describe, expect, it } from 'vitest';
import { bindText, codesOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import { predicateOperands } from '../tree/inspect.js';
import type { BoundPredicate } from '../tree/predicate.js';

function conditionOf(condition: string, before = ''): BoundPredicate {
  const { statements, diagnostics } = bindText(`${before} SELECT 1 FROM dbo.Types WHERE ${condition}`);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
  const last = statements[statements.length - 1];
  const where = last?.kind === 'select' && last.query.kind === 'select' ? last.query.where : undefined;
  if (!where) throw new Error(`${condition} is no condition`);
  return where;
}

const text = (predicate: BoundPredicate): string =>
  `${predicate.kind}: ${predicateOperands(predicate).map(outline).join(' | ')}`;

describe('what is compared', () => {
  it.each([
    // The side of lower precedence is converted, columns included.
    ["i = '5'", "comparison: i | int<'5'>"],
    ['vc = 5', 'comparison: int<vc> | 5'],
    ["vc = N'x'", "comparison: nvarchar(20)<vc> | 'x'"],
    ["nvc = 'x'", "comparison: nvc | nvarchar(1)<'x'>"],
    ["dt >= '20240101'", "comparison: dt | datetime<'20240101'>"],
    ['da < dt', 'comparison: datetime<da> | dt'],
    ['dt = dt2', 'comparison: datetime2(7)<dt> | datetime2(7)<dt2>'],
    ['dto > dt', 'comparison: datetimeoffset(7)<dto> | datetimeoffset(7)<dt>'],
    ['sdt = dt2', 'comparison: datetime2(4)<sdt> | dt2'],
    ['i = 2.5', 'comparison: i | 25'],
    ['i = f', 'comparison: float<i> | f'],
    ["g = 'x'", "comparison: g | uniqueidentifier<'x'>"],
    ['i = NULL', 'comparison: i | NULL'],
    ["vc = 'x' ", "comparison: vc | 'x'"],
    ['c = vc', 'comparison: c | vc'],
    ['i BETWEEN 1 AND 2.5', 'between: i | 1 | 25'],
    ["i IN (1, '2')", "in-list: i | 1 | i | int<'2'>"],
    ['i NOT IN (SELECT Id FROM dbo.Customer)', 'in-query: i'],
    ['i > ALL (SELECT Id FROM dbo.Customer)', 'quantified: i'],
    ["vc LIKE 'a%'", "like: vc | 'a%'"],
    ["vc LIKE 'a!%' ESCAPE '!'", "like: vc | 'a!%' | '!'"],
    ['i IS NOT NULL', 'is-null: i'],
    ["i IS DISTINCT FROM '5'", "is-distinct: i | int<'5'>"],
    ['EXISTS (SELECT 1)', 'exists: '],
    ['NOT i = 1', 'not: i | 1'],
    ['i = 1 AND (bi = 2 OR si = 3)', 'logical: i | 1 | bi | 2 | si | 3'],
  ])('%s', (condition, expected) => expect(text(conditionOf(condition))).toBe(expected));

  it('keeps AND and OR of one kind together', () => {
    const chain = conditionOf('i = 1 OR i = 2 OR i = 3 OR i = 4');
    expect(chain.kind === 'logical' && chain.operands).toHaveLength(4);
  });

  it('treats NULL as equal under ANSI_NULLS OFF', () => {
    expect(conditionOf('i = NULL', 'SET ANSI_NULLS OFF;').kind).not.toBe('comparison');
    expect(conditionOf('i = NULL').kind).toBe('comparison');
  });

  it.each([
    ['da = 5', 'bind-type-clash'],
    ["x = 'a'", 'bind-invalid-operand'],
    ['da = t', 'bind-incompatible-operands'],
    ['v = 1', undefined],
    ['i IN (SELECT 1, 2)', 'bind-single-column-expected'],
    ['i = (SELECT 1, 2)', 'bind-single-column-expected'],
    ["CONTAINS (vc, 'a')", 'bind-unsupported'],
  ])('%s gives %s', (condition, code) =>
    expect(codesOf(`SELECT 1 FROM dbo.Types WHERE ${condition}`)).toEqual(code === undefined ? [] : [code]),
  );
});
