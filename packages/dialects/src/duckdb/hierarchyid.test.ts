import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** In the order of the tree: first and last numbers of all ranges, and numbers between others. */
const PATHS = [
  ...[
    '/',
    '/-281479271682120/',
    '/-4294971465/',
    '/-4294971464/',
    '/-4169/',
    '/-4168/',
    '/-73/',
    '/-72/',
    '/-9/',
    '/-8/',
  ],
  ...[
    '/-1/',
    '/-1.3/',
    '/0/',
    '/1/',
    '/1/1/4/1/',
    '/1/2/',
    '/1/2/3/4/5/6/7/8/9/10/11/12/13/',
    '/1.1/',
    '/1.2.-5/7/',
    '/2/',
  ],
  ...[
    '/3/',
    '/3.4/',
    '/4/',
    '/5/10/100/1000/10000/',
    '/7/',
    '/8/',
    '/15/',
    '/15.0/2/',
    '/16/',
    '/79/',
    '/79.1/1/1/1/1/',
  ],
  ...['/80/', '/1103/', '/1104/', '/5199/', '/5200/', '/4294972495/', '/4294972496/', '/281479271683151/'],
];
const NODES = `(VALUES ${PATHS.map((path) => `(CAST('${path}' AS hierarchyid))`).join(', ')})`;

const labels = (path: string): string[] => path.split('/').slice(1, -1);
const ancestor = (path: string, levels: number): string => {
  const own = labels(path);
  return levels > own.length
    ? 'NULL'
    : `/${own
        .slice(0, own.length - levels)
        .map((label) => `${label}/`)
        .join('')}`;
};

const CASES: { readonly [expression: string]: (path: string) => string } = {
  'h.ToString()': (path) => path,
  'CAST(h AS nvarchar(4000))': (path) => path,
  'h.GetLevel()': (path) => String(labels(path).length),
  'h.GetAncestor(0).ToString()': (path) => ancestor(path, 0),
  'h.GetAncestor(1).ToString()': (path) => ancestor(path, 1),
  'h.GetAncestor(3).ToString()': (path) => ancestor(path, 3),
  "h.IsDescendantOf('/1/')": (path) => String(path.startsWith('/1/')),
  "h.IsDescendantOf(hierarchyid::Parse('/1/2/'))": (path) => String(path.startsWith('/1/2/')),
  'h.IsDescendantOf(hierarchyid::GetRoot())': () => 'true',
  "CASE WHEN h < '/2/' THEN 1 ELSE 0 END": (path) => (PATHS.indexOf(path) < PATHS.indexOf('/2/') ? '1' : '0'),
  'ROW_NUMBER() OVER (ORDER BY h)': (path) => String(PATHS.indexOf(path) + 1),
};

describe('hierarchyid', () => {
  it.each(Object.entries(CASES))('%s', async (expression, answer) => {
    const rows = await duckdb.run(`SELECT h.ToString() AS a, ${expression} AS b FROM ${NODES} AS v(h)`);
    expect([...rows].sort()).toEqual(PATHS.map((path) => `${path} | ${answer(path)}`).sort());
  });

  it('joins a node with its parent', async () => {
    const sql = `SELECT COUNT(*) AS a FROM ${NODES} AS v(h) JOIN ${NODES} AS w(h) ON v.h.GetAncestor(1) = w.h`;
    const joined = PATHS.filter((path) => PATHS.includes(ancestor(path, 1)));
    expect(await duckdb.run(sql)).toEqual([String(joined.length)]);
  });

  it('raises an error for an ancestor below', async () => {
    const [answer] = await duckdb.run(`SELECT h.GetAncestor(-1) AS a FROM ${NODES} AS v(h)`);
    expect(answer).toContain('(6522)');
  });
});
