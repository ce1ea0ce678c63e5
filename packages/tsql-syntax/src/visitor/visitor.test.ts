import { describe, expect, it } from 'vitest';
import type { AnyNodeRule } from '../grammar/rule.js';
import { statementRules } from '../grammar/statement-rules.js';
import { parseBatch } from '../parser/parse-batch.js';
import { CHILD_KEYS } from './child-keys.js';
import { equalTrees } from './equal-trees.js';
import { countStatements } from './statements.js';
import { childrenOf, walk } from './walk.js';

describe('node kinds', () => {
  it('belong to one rule each: printers and visitors find a rule by its kind', () => {
    const byKind = new Map<string, Set<AnyNodeRule>>();
    const open: AnyNodeRule[] = [...statementRules];
    const seen = new Set<AnyNodeRule>();
    for (let rule = open.pop(); rule; rule = open.pop()) {
      if (seen.has(rule)) continue;
      seen.add(rule);
      byKind.set(rule.kind, (byKind.get(rule.kind) ?? new Set()).add(rule));
      open.push(...rule.inner());
    }
    const shared = [...byKind].filter(
      ([kind, rules]) => new Set([...rules].map((r) => r.children.join())).size > 1 || kind in CHILD_KEYS,
    );
    expect(shared.map(([kind]) => kind)).toEqual([]);
  });
});

describe('walk', () => {
  it('meets every node once, parents first, in the order of the text', () => {
    const [statement] = parseBatch(
      'SELECT z = a + 1, f(b) FROM t (NOLOCK) x JOIN u ON t.x = u.x WHERE c IN (SELECT d FROM v)',
    ).statements;
    const starts: number[] = [];
    const kinds: string[] = [];
    walk(statement as never, (node) => {
      starts.push(node.start);
      kinds.push(node.kind);
    });
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(kinds.filter((kind) => kind === 'NamedTable')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'ColumnReference')).toHaveLength(6);
  });

  it('keeps children inside their parents', () => {
    const sql = 'MERGE t USING (SELECT 1 AS a) AS s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = s.a OUTPUT $action;';
    for (const statement of parseBatch(sql).statements) {
      walk(statement, (node) => {
        for (const child of childrenOf(node)) {
          expect(child.start, `${node.kind} > ${child.kind}`).toBeGreaterThanOrEqual(node.start);
          expect(child.end).toBeLessThanOrEqual(node.end);
        }
      });
    }
  });

  it('leaves out what is below a node when told to', () => {
    const [statement] = parseBatch('IF 1 = 1 SELECT 1 ELSE SELECT 2').statements;
    let nodes = 0;
    walk(statement as never, (node) => {
      nodes++;
      return node.kind !== 'If';
    });
    expect(nodes).toBe(1);
  });
});

describe('countStatements', () => {
  it.each([
    ['BEGIN SELECT 1; IF 1 = 1 BEGIN PRINT 1 END END', { Select: 1, If: 1, Print: 1 }],
    ['CREATE VIEW v AS SELECT 1 a', { CreateView: 1, Select: 1 }],
    [
      'CREATE PROC p AS BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH',
      { CreateProcedure: 1, TryCatch: 1, Select: 1, Throw: 1 },
    ],
    ['WITH c AS (SELECT 1 a) SELECT * FROM (SELECT a FROM c) x', { Select: 1 }],
    ['INSERT t SELECT a FROM (DELETE u OUTPUT deleted.a) x', { Insert: 1 }],
    ['x: GOTO x', { Label: 1, GoTo: 1 }],
    ['DECLARE c CURSOR FOR SELECT 1', { DeclareCursor: 1, Select: 1 }],
  ])('%s', (sql, counts) => {
    expect(Object.fromEntries(countStatements(parseBatch(sql).statements))).toEqual(counts);
  });
});

describe('equalTrees', () => {
  const same = (a: string, b: string): boolean => equalTrees(parseBatch(a).statements, parseBatch(b).statements);
  it('looks at what is said and not where', () => {
    expect(same('SELECT a', 'select   a ;')).toBe(true);
    expect(same('SELECT a', 'SELECT b')).toBe(false);
    expect(same('SELECT a FROM t', 'SELECT a')).toBe(false);
    expect(same("SELECT 'a'", "SELECT N'a'")).toBe(false);
  });
});
