import { describe, expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { executeSql } from '../exec/execute-sql.js';

function answer(expression: string): string | null | undefined {
  const { resultSets, error } = executeSql(new Database({ name: 'tests' }), `SELECT ${expression} AS v`);
  return error ? `error ${error.number}` : resultSets[0]?.rows[0]?.[0];
}

/** Bytes: employees of AdventureWorks, and learn.microsoft.com/openspecs/sql_server_protocols/ms-ssclrt */
const NODES: readonly (readonly [path: string, bytes: string])[] = [
  ['/', '0x'],
  ['/1/', '0x58'],
  ['/2/', '0x68'],
  ['/1/1/', '0x5AC0'],
  ['/1/1/4/1/', '0x5AE158'],
  ['/4/', '0x84'],
  ['/8/', '0xA2'],
  ['/16/', '0xC110'],
  ['/1.1/', '0x62C0'],
  ['/-1/', '0x3F80'],
];

describe('hierarchyid', () => {
  it.each(NODES)('%s', (path, bytes) => {
    expect(answer(`CAST(CAST('${path}' AS hierarchyid) AS varbinary(900))`)).toBe(bytes);
    expect(answer(`CAST(${bytes} AS hierarchyid).ToString()`)).toBe(path);
  });

  it.each([
    ["hierarchyid::Parse('/1/2/3/').GetAncestor(1).ToString()", '/1/2/'],
    ["hierarchyid::Parse('/1/').GetAncestor(2)", null],
    ["hierarchyid::Parse('/1/2/3/').GetLevel()", '3'],
    ['hierarchyid::GetRoot().GetLevel()', '0'],
    ["hierarchyid::Parse('/1/2/').IsDescendantOf('/1/2/')", '1'],
    ["hierarchyid::Parse('/1.1/').IsDescendantOf('/1/')", '0'],
    ["CASE WHEN CAST('/1.1/' AS hierarchyid) BETWEEN '/1/9999/' AND '/2/' THEN 1 ELSE 0 END", '1'],
    ["CAST('1/2' AS hierarchyid)", 'error 6522'],
    ['CAST(0x5AC1FF AS hierarchyid).ToString()', 'error 6522'],
    ["hierarchyid::Parse('/1/').GetAncestor(-1)", 'error 6522'],
    ['CAST(NULL AS hierarchyid).ToString()', null],
  ])('%s', (expression, expected) => {
    expect(answer(expression)).toBe(expected);
  });
});
