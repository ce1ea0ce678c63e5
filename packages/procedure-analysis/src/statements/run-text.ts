import { sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both } from '../program/conditions.js';
import { constantText } from '../program/constant-text.js';
import type { Program } from '../program/program.js';
import { hoisted, rowOrder, unionAll } from '../program/rows.js';
import { shiftIds } from '../program/shift-ids.js';
import { textAlternatives } from '../program/text-alternatives.js';
import { type CallOptions, type Followed, followBody, madeTables, parameterValues } from './run-call.js';

/**
 * EXEC (text) and sp_executesql, where the text is the same for every run, or one of a few: what variables, constants and
 * QUOTENAME give is put together as SQL Server does, and its statements stand in the place of the call, with parameters of
 * their own and under the condition of their text.
 */
export function followText(program: Program, call: Bound.BoundExecuteText, options: CallOptions): Followed {
  const refuse = (reason: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-dynamic-sql', { reason }, call.span));
  if (call.at !== undefined) return refuse('it runs on another server');
  if (program.calls.length > 20) return refuse('calls are nested too deeply');
  const texts = textAlternatives(program, program.resolve(call.text));
  if (!texts) return refuse('its text depends on a parameter or on rows');
  const declared = call.parameters ? constantText(program.resolve(call.parameters)) : '';
  if (declared === undefined) return refuse('the declaration of its parameters is not constant');
  const followed = texts.flatMap(({ when, text, values: written }): Followed[] => {
    if (text === null || text.trim() === '') return [];
    const parameters = [declared ?? '', written?.declared ?? ''].filter((each) => each.trim() !== '').join(', ');
    const found = program.environment.text(text, parameters, madeTables(program));
    if (typeof found === 'string') return refuse(found);
    const body = shiftIds(found, program.newIdBlock());
    const given = new Map(written?.parameters.map(({ name, value }) => [name, value]));
    const own = body.parameters.filter(({ name }) => !given.has(name));
    const values = new Map([...parameterValues(program, { ...body, parameters: own }, call, refuse), ...given]);
    const called = { key: `text ${program.calls.length}`, body, values, tables: [], call, refuse };
    const reached = both(options.condition, when);
    return [followBody(program, called, { ...options, condition: reached && program.named(reached) })];
  });
  const results = oneOfThem(program, followed);
  if (!results) return refuse('its texts return rows of different columns');
  return {
    written: [...new Set(followed.flatMap(({ written }) => written))],
    results,
    fates: followed.flatMap(({ fates }) => fates),
  };
}

/** Rows of the text that is executed: those of the others have none. Undefined where they do not fit together. */
function oneOfThem(program: Program, followed: readonly Followed[]): readonly Bound.BoundQuery[] | undefined {
  const [first, ...rest] = followed;
  if (!first || rest.length === 0) return first?.results ?? [];
  const fits = ({ results }: Followed): boolean =>
    results.length === first.results.length &&
    results.every(({ columns }, i) => isAlike(columns, first.results[i]?.columns ?? []));
  if (!rest.every(fits)) return undefined;
  return first.results.map((own, i) =>
    rest
      .map(({ results }) => results[i] as Bound.BoundQuery)
      .reduce((all, each) => unionAll(all, member(program, each)), member(program, own)),
  );
}

const isAlike = (a: readonly Bound.OutputColumn[], b: readonly Bound.OutputColumn[]): boolean =>
  a.length === b.length && a.every(({ type }, i) => sameType(type, b[i]?.type ?? type));

const member = (program: Program, query: Bound.BoundQuery): Bound.BoundQuery =>
  hoisted(program, { ...query, orderBy: rowOrder(query) });
