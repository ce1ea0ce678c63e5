import { describe, expect, it } from 'vitest';
import { typeText } from '../types/sql-type.js';
import { INFORMATION_SCHEMA_VIEWS, SYS_VIEWS } from './system-view-columns.js';
import { systemView } from './system-views.js';

describe('systemView', () => {
  it.each([
    ['objects', 'sys', 'sys.objects'],
    ['OBJECTS', 'SYS', 'sys.objects'],
    ['tables', 'information_schema', 'INFORMATION_SCHEMA.TABLES'],
    ['sysobjects', undefined, 'sys.sysobjects'],
    ['sysobjects', 'dbo', 'sys.sysobjects'],
    ['objects', undefined, undefined],
    ['tables', 'dbo', undefined],
    ['nothing', 'sys', undefined],
    ['sysjobs', 'dbo', undefined],
  ])('%s of %s is %s', (name, schema, expected) => {
    const view = systemView(name, schema);
    expect(view && `${view.schema}.${view.name}`).toBe(expected);
  });

  it.each([
    ['sysjobs', 'dbo', 'msdb', 'dbo.sysjobs'],
    ['SYSJOBSTEPS', 'DBO', 'MSDB', 'dbo.sysjobsteps'],
    ['sysjobs', 'dbo', 'master', undefined],
    ['sysobjects', 'dbo', 'msdb', 'sys.sysobjects'],
  ])('%s of %s in %s is %s', (name, schema, database, expected) => {
    const view = systemView(name, schema, database);
    expect(view && `${view.schema}.${view.name}`).toBe(expected);
  });

  it('gives columns with types and nullability', () => {
    const columns = systemView('COLUMNS', 'INFORMATION_SCHEMA')?.columns ?? [];
    expect(columns.slice(2, 5).map(({ name, type, nullable }) => [name, typeText(type), nullable])).toEqual([
      ['TABLE_NAME', 'nvarchar(128)', false],
      ['COLUMN_NAME', 'nvarchar(128)', true],
      ['ORDINAL_POSITION', 'int', true],
    ]);
  });

  it.each([
    ...Object.keys(SYS_VIEWS).map((name) => ['sys', name] as const),
    ...Object.keys(INFORMATION_SCHEMA_VIEWS).map((name) => ['INFORMATION_SCHEMA', name] as const),
  ])('every column of %s.%s has a name of its own', (schema, name) => {
    const names = (systemView(name, schema)?.columns ?? []).map((column) => column.name.toLowerCase());
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
  });
});
