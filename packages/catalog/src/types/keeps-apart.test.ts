import { describe, expect, it } from 'vitest';
import { keepsApart } from './keeps-apart.js';
import { decimal, fractional, plain, type SqlType, string, typeText } from './sql-type.js';

const CASES: readonly (readonly [SqlType, SqlType, boolean])[] = [
  [plain('int'), plain('bigint'), true],
  [plain('bigint'), plain('int'), true],
  [plain('int'), plain('bit'), false],
  [plain('bit'), plain('bit'), true],
  [plain('bit'), plain('int'), true],
  [plain('int'), decimal(10, 0), true],
  [plain('int'), plain('float'), true],
  [plain('bigint'), plain('float'), false],
  [plain('int'), string('varchar', 12), false],
  [decimal(9, 2), plain('int'), false],
  [decimal(9, 2), decimal(9, 3), true],
  [decimal(9, 2), decimal(9, 1), false],
  [plain('money'), decimal(19, 4), true],
  [plain('money'), decimal(19, 2), false],
  [string('varchar', 10), plain('int'), false],
  [string('varchar', 10), string('nvarchar', 10), true],
  [string('varchar', 10), string('varchar', 5), false],
  [string('varchar', 10), string('varchar', 'max'), true],
  [string('varchar', 'max'), string('varchar', 8000), false],
  [string('nvarchar', 10), string('varchar', 20), false],
  [plain('date'), plain('datetime'), true],
  [plain('datetime'), plain('date'), false],
  [plain('datetime'), fractional('datetime2', 3), true],
  [plain('datetime'), fractional('datetime2', 0), false],
  [fractional('datetime2', 7), fractional('datetime2', 3), false],
  [plain('uniqueidentifier'), plain('uniqueidentifier'), true],
  [plain('float'), plain('real'), false],
];

describe('keepsApart', () => {
  it.each(
    CASES.map(([from, to, kept]) => ({ from: typeText(from), to: typeText(to), kept, pair: [from, to] as const })),
  )('$from to $to: $kept', ({ pair, kept }) => {
    expect(keepsApart(...pair)).toBe(kept);
  });
});
