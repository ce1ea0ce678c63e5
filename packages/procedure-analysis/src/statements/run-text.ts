import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { constantText } from '../program/constant-text.js';
import type { Program } from '../program/program.js';
import { shiftIds } from '../program/shift-ids.js';
import { type CallOptions, type Followed, followBody, madeTables, parameterValues } from './run-call.js';

/**
 * EXEC (text) and sp_executesql, where the text is the same for every run: what variables, constants and QUOTENAME give
 * is put together as SQL Server does, and its statements stand in the place of the call, with parameters of their own.
 */
export function followText(program: Program, call: Bound.BoundExecuteText, options: CallOptions): Followed {
  const refuse = (reason: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-dynamic-sql', { reason }, call.span));
  if (call.at !== undefined) return refuse('it runs on another server');
  if (program.calls.length > 20) return refuse('calls are nested too deeply');
  const text = constantText(program.resolve(call.text));
  if (text === undefined) return refuse('its text depends on a parameter or on rows');
  const declared = call.parameters ? constantText(program.resolve(call.parameters)) : '';
  if (declared === undefined) return refuse('the declaration of its parameters is not constant');
  if (text === null || text.trim() === '') return { written: [], results: [], fates: [] };
  const found = program.environment.text(text, declared ?? '', madeTables(program));
  if (typeof found === 'string') return refuse(found);
  const body = shiftIds(found, program.newIdBlock());
  const values = parameterValues(program, body, call, refuse);
  return followBody(program, { key: `text ${program.calls.length}`, body, values, tables: [], call, refuse }, options);
}
