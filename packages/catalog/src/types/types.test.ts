import { describe, expect, it } from 'vitest';
import { collationByName, isCollationName } from './collation.js';
import { CONVERSIONS, conversionBetween } from './conversions.js';
import { resolveBuiltInType, type TypeContext } from './resolve-type.js';
import {
  binary,
  decimal,
  fractional,
  plain,
  type SqlType,
  sameType,
  string,
  type TypeName,
  typeText,
} from './sql-type.js';
import { isCharacter, isNumeric, precedenceOf, TYPE_FACTS } from './type-facts.js';
import { unify } from './unify.js';

const ALL = Object.keys(TYPE_FACTS) as TypeName[];

function anyOf(name: TypeName): SqlType {
  switch (name) {
    case 'decimal':
      return decimal(10, 2);
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return string(name, 10);
    case 'binary':
    case 'varbinary':
      return binary(name, 10);
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return fractional(name, 3);
    case 'vector':
      return { name, dimensions: 3 };
    case 'null':
      return { name };
    default:
      return plain(name);
  }
}

describe('types by their written names', () => {
  it.each<readonly [string, readonly (number | 'max')[], TypeContext, string]>([
    ['int', [], 'declaration', 'int'],
    ['INTEGER', [], 'declaration', 'int'],
    ['dec', [], 'declaration', 'decimal(18,0)'],
    ['numeric', [5], 'declaration', 'decimal(5,0)'],
    ['numeric', [5, 2], 'declaration', 'decimal(5,2)'],
    ['varchar', [], 'declaration', 'varchar(1)'],
    ['varchar', [], 'cast', 'varchar(30)'],
    ['varchar', ['max'], 'declaration', 'varchar(max)'],
    ['national character varying', [20], 'declaration', 'nvarchar(20)'],
    ['sysname', [], 'declaration', 'nvarchar(128)'],
    ['float', [24], 'declaration', 'real'],
    ['float', [25], 'declaration', 'float'],
    ['double precision', [], 'declaration', 'float'],
    ['datetime2', [], 'declaration', 'datetime2(7)'],
    ['time', [0], 'declaration', 'time(0)'],
    ['timestamp', [], 'declaration', 'timestamp'],
    ['varbinary', [], 'cast', 'varbinary(30)'],
    ['vector', [3], 'declaration', 'vector(3)'],
  ])('%s %j in a %s is %s', (name, parameters, context, expected) => {
    const resolved = resolveBuiltInType({ name, parameters }, context);
    expect(resolved?.ok && typeText(resolved.value)).toBe(expected);
  });

  it.each<readonly [string, readonly (number | 'max')[]]>([
    ['varchar', [8001]],
    ['nvarchar', [4001]],
    ['char', ['max']],
    ['varchar', [0]],
    ['decimal', [39]],
    ['decimal', [5, 6]],
    ['datetime2', [8]],
    ['vector', []],
  ])('%s %j is refused with a sentence', (name, parameters) => {
    const resolved = resolveBuiltInType({ name, parameters }, 'declaration');
    expect(resolved && !resolved.ok && resolved.error).toMatch(/\.$/);
  });

  it('knows no other names', () =>
    expect(resolveBuiltInType({ name: 'PhoneNumber', parameters: [] }, 'declaration')).toBeUndefined());
});

describe('the type that holds two others', () => {
  it.each<readonly [SqlType, SqlType, string]>([
    [plain('int'), plain('bigint'), 'bigint'],
    [plain('bit'), plain('int'), 'int'],
    [plain('int'), decimal(5, 2), 'decimal(12,2)'],
    [plain('money'), decimal(5, 2), 'decimal(19,4)'],
    [plain('float'), decimal(5, 2), 'float'],
    [string('varchar', 5), string('varchar', 10), 'varchar(10)'],
    [string('varchar', 10), string('nvarchar', 5), 'nvarchar(10)'],
    [string('char', 10), string('varchar', 5), 'varchar(10)'],
    [string('char', 10), string('char', 5), 'char(10)'],
    [string('char', 10), string('nchar', 5), 'nchar(10)'],
    [string('varchar', 'max'), string('nvarchar', 5), 'nvarchar(max)'],
    [string('varchar', 5), plain('int'), 'int'],
    [plain('date'), plain('datetime'), 'datetime'],
    [plain('datetime'), fractional('datetime2', 2), 'datetime2(3)'],
    [fractional('time', 2), fractional('time', 5), 'time(5)'],
    [binary('binary', 4), binary('varbinary', 8), 'varbinary(8)'],
    [{ name: 'null' }, plain('date'), 'date'],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(typeText(unify(a, b))).toBe(expected);
    expect(typeText(unify(b, a))).toBe(expected);
  });

  it.each(ALL)('%s with itself is itself', (name) => {
    const type = anyOf(name);
    expect(sameType(unify(type, type), type)).toBe(true);
  });
});

/** learn.microsoft.com/sql/t-sql/data-types/data-type-conversion-database-engine, the chart. */
describe('conversions', () => {
  it.each<readonly [TypeName, TypeName, string]>([
    ['int', 'varchar', 'implicit'],
    ['varchar', 'int', 'implicit'],
    ['varchar', 'date', 'implicit'],
    ['date', 'varchar', 'implicit'],
    ['varchar', 'varbinary', 'explicit'],
    ['varbinary', 'varchar', 'implicit'],
    ['int', 'date', 'forbidden'],
    ['int', 'datetime', 'implicit'],
    ['datetime', 'int', 'explicit'],
    ['datetime', 'date', 'implicit'],
    ['date', 'datetime', 'implicit'],
    ['date', 'time', 'forbidden'],
    ['time', 'datetime', 'implicit'],
    ['int', 'uniqueidentifier', 'forbidden'],
    ['varchar', 'uniqueidentifier', 'implicit'],
    ['float', 'decimal', 'implicit'],
    ['money', 'varchar', 'implicit'],
    ['varchar', 'xml', 'implicit'],
    ['xml', 'varchar', 'explicit'],
    ['int', 'xml', 'forbidden'],
    ['sql_variant', 'int', 'explicit'],
    ['int', 'sql_variant', 'implicit'],
    ['text', 'int', 'forbidden'],
    ['text', 'varchar', 'implicit'],
    ['varbinary', 'float', 'forbidden'],
    ['rowversion', 'int', 'implicit'],
    ['geography', 'varchar', 'explicit'],
  ])('%s to %s: %s', (source, target, expected) =>
    expect(conversionBetween(anyOf(source), anyOf(target))).toBe(expected),
  );

  it('names no target as explicit and forbidden at once', () => {
    const twice = ALL.flatMap((name) =>
      CONVERSIONS[name].explicit.filter((target) => CONVERSIONS[name].forbidden.includes(target)),
    );
    expect(twice).toEqual([]);
  });
});

describe('precedence', () => {
  it('has its order', () => {
    const order: TypeName[] = [
      'sql_variant',
      'xml',
      'datetimeoffset',
      'datetime2',
      'datetime',
      'smalldatetime',
      'date',
      'time',
      'float',
      'real',
      'decimal',
      'money',
      'smallmoney',
      'bigint',
      'int',
      'smallint',
      'tinyint',
      'bit',
      'uniqueidentifier',
      'nvarchar',
      'nchar',
      'varchar',
      'char',
      'varbinary',
      'binary',
    ];
    expect(order.map((name) => precedenceOf(anyOf(name)))).toEqual(
      order.map((name) => precedenceOf(anyOf(name))).toSorted((a, b) => a - b),
    );
  });

  it('puts every number before every text', () => {
    const weakest = Math.max(...ALL.map(anyOf).filter(isNumeric).map(precedenceOf));
    const strongest = Math.min(...ALL.map(anyOf).filter(isCharacter).map(precedenceOf));
    expect(weakest).toBeLessThan(strongest);
  });
});

describe('collations', () => {
  it.each([
    ['SQL_Latin1_General_CP1_CI_AS', false, true, 'dictionary', true],
    ['Latin1_General_CS_AI', true, false, 'dictionary', false],
    ['Latin1_General_BIN2', true, true, 'code-point', false],
    ['Latin1_General_100_CI_AS_SC_UTF8', false, true, 'dictionary', false],
  ])('%s: case %s, accent %s, %s, SQL style %s', (name, caseSensitive, accentSensitive, order, sqlServerStyle) =>
    expect(collationByName(name)).toMatchObject({ caseSensitive, accentSensitive, order, sqlServerStyle }),
  );

  it.each([
    ['SQL_Latin1_General_CP1_CI_AS', true],
    ['Japanese_XJIS_140_CS_AS_KS_WS_VSS', true],
    ['Latin1_General_100_BIN2_UTF8', true],
    ['French', false],
    ['nothing_at_all', false],
  ])('%s is a collation: %s', (name, expected) => expect(isCollationName(name)).toBe(expected));
});
