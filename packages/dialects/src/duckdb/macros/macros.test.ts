import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atom, text } from '../../sql/sql.js';
import { type DuckdbSession, openDuckdb } from '../../testing/duckdb-session.js';
import { DbtMacros, PlainMacros } from '../macro-calls.js';
import type { MacroName } from '../rendered.js';
import { macroText, TSQL_MACROS } from './index.js';
import { isOperation } from './macro.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** Those about the run of dbt have no meaning outside it. */
const STANDALONE = TSQL_MACROS.filter(({ body }) => !/\{%|\bvar\(|\{\{ this/.test(body));

function call(name: MacroName, args: readonly string[], settings?: Record<string, string | number>): Promise<string[]> {
  const macros = new PlainMacros();
  const sql = macros.call(
    name,
    args.map((argument) => atom(argument)),
    settings,
  );
  return duckdb.rows(`select ${flat(sql.doc)}`, macros.prelude());
}

const flat = (doc: unknown): string => {
  if (typeof doc === 'string') return doc;
  if (Array.isArray(doc)) return doc.map(flat).join('');
  const { kind, content, flat: blank } = doc as { kind: string; content?: unknown; flat?: string };
  return kind === 'line' ? (blank ?? '') : flat(content);
};

describe('macros', () => {
  it.each(STANDALONE.map(({ name }) => name))('%s is SQL of DuckDB', async (name) => {
    const macros = new PlainMacros();
    const macro = TSQL_MACROS.find((each) => each.name === name);
    const settings = name === 'tsql_decimal_divide' ? { precision: 9, scale: 2, divisor_scale: 0 } : {};
    const given = macro?.arguments.filter(({ name: each, optional }) => !optional && !(each in settings)) ?? [];
    macros.call(
      name,
      given.map(() => atom('null')),
      settings,
    );
    expect(macros.prelude().length).toBeGreaterThan(0);
    expect(await duckdb.rows('select 1', macros.prelude())).toEqual(['1']);
  });

  it('has each name once, and every argument that a body uses', () => {
    expect(new Set(TSQL_MACROS.map(({ name }) => name)).size).toBe(TSQL_MACROS.length);
    for (const macro of STANDALONE) {
      const names = macro.arguments.map(({ name }) => name);
      const used = [...macro.body.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name ?? '');
      expect(names).toEqual(expect.arrayContaining(used));
    }
  });

  it('is a file of dbt with optional arguments behind the others', () => {
    const macro = TSQL_MACROS.find(({ name }) => name === 'tsql_charindex');
    expect(macro && macroText(macro).split('\n')[0]).toBe('{% macro tsql_charindex(searched, text, start=none) -%}');
  });

  it.each([
    ['(a + b) % 7', true],
    ['case when a then b + 1 end', false],
    ['f(a || b)', false],
    ['f({{ a }})[1]', false],
    ["f('a + b')", false],
    ["{{ a }} || 'x'", true],
  ])('%s is an operation: %s', (body, is) => {
    expect(isOperation(body)).toBe(is);
  });

  it('is one operand in dbt as well', () => {
    const weekday = TSQL_MACROS.find(({ name }) => name === 'tsql_weekday');
    expect(weekday && macroText(weekday)).toMatch(/-%\}\n\(\n[\s\S]*\n\)\n\{%- endmacro/);
  });

  it('takes SQL as quoted text in dbt, a macro inside an argument joined to it', () => {
    const macros = new DbtMacros();
    const inner = macros.call('tsql_weekday', [atom('sold')]);
    const outer = macros.call('tsql_int_divide', [inner, text('x')], {});
    expect(flat(outer.doc)).toBe(`{{ tsql_int_divide(tsql_weekday('sold'), "'x'") }}`);
    expect(macros.names()).toEqual(['tsql_int_divide', 'tsql_weekday']);
  });
});

describe('what macros return', () => {
  it.each<[MacroName, readonly string[], string]>([
    ['tsql_int_divide', ['-7', '2'], '-3'],
    ['tsql_int_divide', ['1', '0'], 'error: Invalid Input Error: Divide by zero (8134)'],
    ['tsql_modulo', ['-7', '3'], '-1'],
    ['tsql_substring', ["'hello'", '0', '3'], 'he'],
    ['tsql_substring', ["'hello'", 'null::integer', '3'], 'NULL'],
    ['tsql_charindex', ["''", "'abc'"], '0'],
    ['tsql_charindex', ["'b'", "'abcb'", '3'], '4'],
    ['tsql_stuff', ["'abc'", '1', '1', 'null'], 'bc'],
    ['tsql_stuff', ["'abc'", '4', '1', "'x'"], 'NULL'],
    ['tsql_char', ['128'], '€'],
    ['tsql_char', ['256'], 'NULL'],
    ['tsql_ascii', ["'€'"], '128'],
    ['tsql_isnumeric', ["'$1,2'"], '1'],
    ['tsql_isnumeric', ["'1e'"], '0'],
    ['tsql_week', ["date '2024-12-31'"], '53'],
    ['tsql_datediff_week', ["date '2024-03-09'", "date '2024-03-10'"], '1'],
    ['tsql_datetime', ["timestamp '2024-01-01 23:59:59.999'"], '2024-01-02 00:00:00'],
    ['tsql_datetime', ["timestamp '2024-01-01 00:00:00.005'"], '2024-01-01 00:00:00.007'],
    ['tsql_instant', ["'2024-01-01 12:00:00.0000000 +02:00'"], '2024-01-01 10:00:00'],
    ['tsql_whole_text', ["' + 7 '"], '7'],
    ['tsql_whole_text', ["'-'"], '0'],
    ['tsql_try_whole_text', ["'1e3'"], 'NULL'],
    ['tsql_money_text', ["'$1,234.5'"], '1234.5'],
    ['tsql_float_text', ['1234567.0'], '1.23457e+006'],
    ['tsql_float_text', ['0.1'], '0.1'],
    ['tsql_number_room', ["'1234'", '3'], '*'],
    ['tsql_str', ['-99.99::double', '10', '1'], '    -100.0'],
    ['tsql_str', ['-0.4::double', '3', '0'], ' -0'],
    ['tsql_str', ['12345::double', '3', '0'], '***'],
    ['tsql_local', ["'2024-01-01 12:00:00.1230000 +02:00'"], '2024-01-01 12:00:00.123'],
    ['tsql_like', ["'a-b'", "'A[-x]B'"], 'true'],
    ['tsql_like', ["'x'", "'[^a-c]%'"], 'true'],
    ['tsql_like', ["'a]'", "'[]a]%'"], 'false'],
    ['tsql_like', ["'50%'", "'50[%]'"], 'true'],
    ['tsql_like', ["'a.b'", "'a_b'"], 'true'],
    ['tsql_like', ["'axb'", "'a.b'"], 'false'],
    [
      'tsql_like',
      ["'é'", "'e'"],
      'error: Invalid Input Error: Whether this text is like the pattern depends on the collation',
    ],
    [
      'tsql_like',
      ["'a'", "'[!-~]'"],
      'error: Invalid Input Error: The order of the characters in this pattern depends on the collation',
    ],
    ['tsql_like', ['null', "'a'"], 'NULL'],
    ['tsql_json_query', [`'{"a":[1,2]}'`, "'$.a'"], '[1,2]'],
    ['tsql_json_query', [`'{"a":1}'`, "'$.a'"], 'NULL'],
    [
      'tsql_json_query',
      [`'{"a":[1, 2]}'`, "'$.a'"],
      'error: Invalid Input Error: How this part is written in the JSON text is not known to DuckDB',
    ],
    [
      'tsql_json_value_strict',
      [`'{}'`, "'$.a'"],
      'error: Invalid Input Error: Property cannot be found on the specified JSON path (13608)',
    ],
    ['tsql_finite', ['1e300::double'], '1e+300'],
    [
      'tsql_finite',
      ['1e300::double * 1e300::double'],
      'error: Invalid Input Error: Arithmetic overflow error converting expression to data type float (8115)',
    ],
    ['tsql_moment_range', ["date '9999-12-31'"], '9999-12-31'],
    [
      'tsql_moment_range',
      ["date '9999-12-31' + 1"],
      'error: Invalid Input Error: The date is outside of the range of its type (242, 517)',
    ],
    ['tsql_basic_text', ["'é日'"], 'é日'],
    ['tsql_basic_text', ["'a😀'"], 'error: Invalid Input Error: Characters of this text count as two'],
    ['tsql_money_commas', ['-922337203685477.58::decimal(19, 2)'], '-922,337,203,685,477.58'],
    ['tsql_money_commas', ['-0.50::decimal(19, 2)'], '-0.50'],
    ['tsql_money_range', ['922337203685477.5807'], '922337203685477.5807'],
    [
      'tsql_money_range',
      ['922337203685477.5808'],
      'error: Invalid Input Error: Arithmetic overflow error converting expression to data type money (8115)',
    ],
    [
      'tsql_simple_text',
      ["'Straße'"],
      'error: Invalid Input Error: The equality of this text depends on the collation',
    ],
    ['tsql_unicode_bytes', ["'aé'"], 'a\\x00\\xE9\\x00'],
  ])('%s(%j)', async (name, args, value) => {
    expect(await call(name, args)).toEqual([value]);
  });

  it.each([
    ['tsql_order_key', ['-a', '_', '{', '1', 'a', 'á', 'ab', 'B', 'z']],
    ['tsql_word_order_key', ['_', '{', '1', '-a', 'á', 'ab', "a'b", 'B', 'z']],
  ] as const)('%s sorts as SQL Server does', async (name, order) => {
    const macros = new PlainMacros();
    const key = flat(macros.call(name, [atom('x')]).doc);
    const values = [...order]
      .reverse()
      .map((value) => `('${value.replaceAll("'", "''")}')`)
      .join(', ');
    expect(await duckdb.rows(`select x from (values ${values}) t(x) order by ${key}`, macros.prelude())).toEqual([
      ...order,
    ]);
  });

  it('sorts uniqueidentifiers by their last six bytes first', async () => {
    const guid = (digits: string): string => `cast('${digits}' as uuid)`;
    const small = '00000000-0000-0000-0000-000000000002';
    const large = '00000000-0000-0000-0000-010000000000';
    const middle = 'ff000000-0000-0000-0000-000000000001';
    const macros = new PlainMacros();
    const key = flat(macros.call('tsql_guid_key', [atom('x')]).doc);
    const rows = [small, large, middle].map((each) => `(${guid(each)})`).join(', ');
    expect(await duckdb.rows(`select x from (values ${rows}) t(x) order by ${key}`, macros.prelude())).toEqual([
      middle,
      small,
      large,
    ]);
  });
});
