import { describe, expect, it } from 'vitest';
import { parseBatch } from '../parser/parse-batch.js';
import { printed } from '../testing/round-trip.js';
import { sqlcmdDirectives, sqlcmdVariables } from './sqlcmd.js';

const SCRIPT = `:on error exit
:setvar Db "My ""Db"""
:SETVAR Path C:\\x
USE [$(Db)]
GO
  :r .\\tables.sql
!!dir
/*
:r not.sql
*/
SELECT ':r not.sql', '$(Path)', $(db)_x
`;

describe('sqlcmd', () => {
  it('finds the lines of sqlcmd, and only them', () => {
    expect(sqlcmdDirectives(SCRIPT)).toMatchObject([
      { command: 'on error', arguments: ['exit'], start: 0, end: 14 },
      { command: 'setvar', arguments: ['Db', 'My "Db"'] },
      { command: 'setvar', arguments: ['Path', 'C:\\x'] },
      { command: 'r', arguments: ['.\\tables.sql'] },
      { command: '!!', arguments: ['dir'] },
    ]);
  });

  it('finds the variables', () => {
    expect(sqlcmdVariables(SCRIPT)).toEqual(['Db', 'Path']);
  });

  it('reads variables as parts of names', () => {
    expect(parseBatch("SELECT $(a), [$(b)].$(c)_d, '$(e)' FROM $(f).dbo.t_$(g)").diagnostics).toEqual([]);
  });

  it('keeps the lines when a script is printed', () => {
    expect(printed(':setvar a b\nSELECT 1\n:r x.sql -- no comment\nSELECT 2')).toBe(
      ':setvar a b\nSELECT 1;\n:r x.sql -- no comment\nSELECT 2;',
    );
  });
});
