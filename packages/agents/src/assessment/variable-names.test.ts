import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { ModuleReader } from './module-facts.js';

function variables(procedures: readonly string[], database = 'shop'): readonly string[] {
  const text = ['CREATE TABLE dbo.T (Id int); CREATE TABLE dbo.S (Id int, Day date, Name varchar(20));', ...procedures];
  const { binder, catalog } = loadScripts([{ name: 'a.sql', text: text.join('\nGO\n') }], { name: database }).database;
  const reader = new ModuleReader(binder);
  return catalog.modules.flatMap((module) =>
    (reader.read(module).analysis?.parameters ?? []).map(
      ({ name }) => `${module.name} ${reader.variableOf(module, name)}`,
    ),
  );
}

const report = (name: string, parameters: string): string =>
  `CREATE PROCEDURE ${name} ${parameters} AS SELECT Id FROM dbo.S`;

it('one variable stands for parameters of one name with one default, or with none', () => {
  expect(
    variables([
      report('dbo.A', "@AsOf date = '20240101'"),
      report('dbo.B', "@as_of datetime = '2024-01-01'"),
      report('dbo.C', '@ASOF date'),
      report('dbo.D', "@AsOf varchar(10) = '2024-01-01'"),
    ]),
  ).toEqual(['A as_of', 'B as_of', 'C asof', 'D as_of']);
  expect(variables([report('dbo.A', '@Day date'), report('dbo.B', '@Day date = NULL')])).toEqual(['A day', 'B day']);
});

it('the default that most procedures have decides, whatever the order of the scripts', () => {
  const scripts = [
    report('dbo.A', '@Top int = 5'),
    report('dbo.B', '@Top int = 10'),
    report('dbo.C', '@Top bigint = 10'),
    report('dbo.D', '@Top int = NULL'),
  ];
  const named = ['A a_top', 'B top', 'C top', 'D d_top'];
  expect(variables(scripts)).toEqual(named);
  expect([...variables(scripts.toReversed())].sort()).toEqual(named);
});

it('what does not take the default of the others does not share their variable', () => {
  expect(variables([report('dbo.A', "@Region varchar(5) = 'north'"), report('dbo.B', '@Region int')])).toEqual([
    'A region',
    'B b_region',
  ]);
});

it('procedures without models of their own take what is left', () => {
  expect(
    variables([
      'CREATE PROCEDURE dbo.A @Top int = 1 AS EXEC dbo.L @Top',
      'CREATE PROCEDURE dbo.B @Top int = 1 AS EXEC dbo.L @Top',
      'CREATE PROCEDURE dbo.L @Top int = 2 AS INSERT dbo.T SELECT Id FROM dbo.S WHERE Id < @Top',
    ]),
  ).toEqual(['A a_top', 'B b_top', 'L top']);
});

it('names of the project and of others are left alone', () => {
  expect(
    variables([
      report('dbo.A', '@now datetime, @today date, @tsql_user sysname, @dbt_x int, @Shop int, @b_n int'),
      report('dbo.B', '@n int = 1'),
      report('dbo.C', '@n int = 2'),
      report('dbo.D', '@n int = 2'),
      report('x.B', '@n int = 3, @N_ int = 3'),
      'CREATE PROCEDURE dbo.E @today date = NULL AS BEGIN IF @today IS NULL SET @today = SYSDATETIME(); SELECT Id FROM dbo.S WHERE Day < @today END',
    ]),
  ).toEqual([
    'A parameter_now',
    'A parameter_today',
    'A parameter_tsql_user',
    'A parameter_dbt_x',
    'A parameter_shop',
    'A b_n',
    'B dbo_b_n',
    'C n',
    'D n',
    'B x_b_n',
    'B x_b_n_2',
    'E today',
  ]);
});
