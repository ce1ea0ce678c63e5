import { CatalogIndex, emptyCatalog } from '@datamigrate/catalog';
import { parseBatch } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import { inOneCatalog, newDatabaseOf } from './in-one-catalog.js';

const catalog = new CatalogIndex({ ...emptyCatalog({ name: 'Mart' }), otherDatabases: ['Staging'] });

function tableNames(text: string, schema: string): string[] {
  const [statement] = parseBatch(text).statements;
  if (!statement) throw new Error('no statement');
  const names: string[] = [];
  JSON.stringify(inOneCatalog(catalog, statement, schema), (_, value) => {
    if (value?.kind === 'ObjectName') {
      names.push([value.database?.name, value.schema?.name, value.name.name].filter(Boolean).join('|'));
    }
    return typeof value === 'bigint' ? String(value) : value;
  });
  return names;
}

describe('names of several databases', () => {
  const cases: readonly (readonly [written: string, from: string, meant: string])[] = [
    ['Staging.web.Orders', 'dbo', 'Staging.web|Orders'],
    ['staging..Orders', 'dbo', 'Staging.dbo|Orders'],
    ['Mart.dw.Sales', 'Staging.dbo', 'dw|Sales'],
    ['web.Orders', 'Staging.dbo', 'Staging.web|Orders'],
    ['web.Orders', 'dbo', 'web|Orders'],
    ['Orders', 'Staging.web', 'Orders'],
    ['#t', 'Staging.web', '#t'],
    ['tempdb..#t', 'Staging.web', 'tempdb|#t'],
    ['sys.tables', 'Staging.web', 'sys|tables'],
    ['Elsewhere.dbo.Orders', 'Staging.web', 'Elsewhere|dbo|Orders'],
  ];
  for (const [written, from, meant] of cases) {
    it(`${written} from ${from} is ${meant}`, () => {
      expect(tableNames(`SELECT 1 AS x FROM ${written}`, from)).toEqual([meant]);
    });
  }

  it('is told of a database that a definition brings', () => {
    const database = (text: string) => newDatabaseOf(catalog, parseBatch(text).statements[0] as never);
    expect(database('CREATE TABLE Archive.dbo.t (a int)')).toBe('Archive');
    expect(database('CREATE TABLE Staging.dbo.t (a int)')).toBeUndefined();
    expect(database('CREATE TABLE Mart.dbo.t (a int)')).toBeUndefined();
    expect(database('CREATE TABLE dbo.t (a int)')).toBeUndefined();
  });
});
