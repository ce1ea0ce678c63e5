import type { Diagnostic } from '@datamigrate/diagnostics';
import { describe, expect, it } from 'vitest';
import { lexBatch } from './lex-batch.js';
import { TERM_TEXT } from './term-table.js';
import { TokenBuffer } from './token-buffer.js';
import { TokenKind } from './token-kind.js';

const NAMES = Object.fromEntries(Object.entries(TokenKind).map(([name, kind]) => [kind, name]));

function lex(text: string): { tokens: string[]; codes: string[]; end: number; next: number; repeat: number } {
  const buffer = new TokenBuffer(text.length);
  const diagnostics: Diagnostic[] = [];
  const ending = lexBatch(text, 0, buffer, diagnostics);
  const tokens = Array.from({ length: buffer.count - 1 }, (_, i) => {
    const kind = buffer.kinds[i] as number;
    return `${NAMES[kind]} ${text.slice(buffer.starts[i], buffer.ends[i])}`;
  });
  return { tokens, codes: diagnostics.map((d) => d.code), ...ending };
}

describe('lexBatch', () => {
  it.each([
    ['[a]]b]', ['Bracketed [a]]b]']],
    ['"a""b"', ['DoubleQuoted "a""b"']],
    ["'it''s'", ["String 'it''s'"]],
    ["N'x'", ["NationalString N'x'"]],
    ["n'x'", ["NationalString n'x'"]],
    ["Nx 'y'", ['Word Nx', "String 'y'"]],
    ['0x', ['Binary 0x']],
    ['0xAb12', ['Binary 0xAb12']],
    ['1 .5 5. 1.5e-3 2E5', ['Integer 1', 'Decimal .5', 'Decimal 5.', 'Float 1.5e-3', 'Float 2E5']],
    ['$5 $-1.5 €3 £', ['Money $5', 'Money $-1.5', 'Money €3', 'Money £']],
    ['@x @@ROWCOUNT @ @@', ['Variable @x', 'SystemVariable @@ROWCOUNT', 'Variable @', 'Variable @@']],
    ['#t ##t t#1', ['Word #t', 'Word ##t', 'Word t#1']],
    ['$action $(Db) $(Db)_x a$(b)c', ['DollarWord $action', 'Word $(Db)', 'Word $(Db)_x', 'Word a$(b)c']],
    ['größe 日本 Ω_1', ['Word größe', 'Word 日本', 'Word Ω_1']],
    ['a::b', ['Word a', 'Symbol ::', 'Word b']],
    ['+= -= *= /= %= &= |= ^= ||=', '+= -= *= /= %= &= |= ^= ||='.split(' ').map((s) => `Symbol ${s}`)],
    ['<> != !< !> <= >= << >> ||', '<> != !< !> <= >= << >> ||'.split(' ').map((s) => `Symbol ${s}`)],
    ['t.1', ['Word t', 'Symbol .', 'Integer 1']],
    ['1.a', ['Decimal 1.', 'Word a']],
    ['a -- b\nc /* d /* e */ f */ g', ['Word a', 'Word c', 'Word g']],
    ['a\u00a0b \ufeff c\u3000d', ['Word a', 'Word b', 'Word c', 'Word d']],
    ["'a\\\nb'", ["String 'a\\\nb'"]],
    [':r x.sql\n:setvar a "b"\n!!dir\nSELECT 1', ['Word SELECT', 'Integer 1']],
    ['GO_x\nGOTO a', ['Word GO_x', 'Word GOTO', 'Word a']],
    ["'GO'\n[GO\nGO]", ["String 'GO'", 'Bracketed [GO\nGO]']],
  ] as const)('%j', (text, tokens) => {
    expect(lex(text)).toMatchObject({ tokens, codes: [] });
  });

  it.each([
    ['SELECT 1\nGO\nSELECT 2', 9, 12, 1],
    ['SELECT 1\r\nGO 5\r\nSELECT 2', 10, 16, 5],
    ['  go  -- again\nx', 2, 15, 1],
    ['GO', 0, 2, 1],
  ])('ends %j at its GO line', (text, end, next, repeat) => {
    expect(lex(text)).toMatchObject({ end, next, repeat });
  });

  it.each(['SELECT 1 GO', 'SELECT 1\nGO; SELECT 2', 'SELECT 1\nGO x', "'\nGO\n'", '/*\nGO\n*/', '/* /*\nGO\n*/ */'])(
    'does not end %j before its end',
    (text) => {
      expect(lex(text).end).toBe(text.length);
    },
  );

  it.each([
    ["'abc", 'parse-unterminated-string'],
    ["N'abc", 'parse-unterminated-string'],
    ['[abc', 'parse-unterminated-identifier'],
    ['"abc', 'parse-unterminated-identifier'],
    ['/* a /* b */', 'parse-unterminated-comment'],
    ['a ? b', 'parse-invalid-character'],
    ['`a`', 'parse-invalid-character'],
  ])('reports %j', (text, code) => {
    expect(lex(text).codes).toContain(code);
  });

  it('knows words of the grammar in any case, and only whole ones', () => {
    const text = 'sElEcT selects [select] ｓｅｌｅｃｔ';
    const buffer = new TokenBuffer(text.length);
    lexBatch(text, 0, buffer, []);
    expect([...buffer.terms.slice(0, 4)].map((id) => TERM_TEXT[id])).toEqual(['SELECT', '', '', '']);
  });
});
