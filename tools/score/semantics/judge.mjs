// A case is right, wrong or refused. Values and types are compared, the types where the target can tell them apart.

import { sameRows } from '../conformance/same-rows.mjs';
import { duckdbTypeOf } from './types.mjs';

/**
 * @param {{ sql?: string, prelude?: readonly string[] } | undefined} translation undefined or without sql: refused
 * @param typed whether a column of another kind of type is wrong
 * @returns {Promise<{ state: 'right' | 'wrong' | 'refused', detail?: string, wider?: boolean, loud?: boolean, rejected?: boolean }>}
 */
export async function judge(target, { expect, ordered }, translation, typed = true) {
  if (translation?.sql === undefined || translation.sql === null) {
    return { state: 'refused', rejected: expect.error !== undefined };
  }
  let found;
  let error;
  try {
    for (const statement of translation.prelude ?? []) await target.run(statement);
    found = await target.answer(translation.sql);
  } catch (caught) {
    error = caught instanceof Error ? (caught.message.split('\n')[0] ?? '') : String(caught);
  }
  if (expect.error !== undefined) {
    return error === undefined ? wrong(`no error, but ${JSON.stringify(found.rows.slice(0, 3))}`) : { state: 'right' };
  }
  if (error !== undefined) return { ...wrong(error), loud: true };
  const types = expect.columns.map(({ type }) => type);
  const readable = found.rows.map((row) => row.map((value, i) => readableAs(value, types[i] ?? '')));
  if (!sameRows(expect.rows, types, readable, ordered)) {
    return wrong(`${JSON.stringify(readable.slice(0, 5))} instead of ${JSON.stringify(expect.rows.slice(0, 5))}`);
  }
  const fits = types.map((type, i) => typeFit(duckdbTypeOf(type), found.types[i]));
  const other = fits.indexOf('other');
  if (other !== -1 && typed) return wrong(`type ${found.types[other]} for ${types[other]}`);
  return { state: 'right', wider: fits.some((fit) => fit !== 'exact') };
}

const INTEGERS = ['utinyint', 'smallint', 'integer', 'bigint'];

/**
 * Whether a column has the type that it should: exactly, or one of the same kind. Counts stay bigint and decimals may
 * have more room or less, as a model's contract states the exact type and dbt converts to it; the scale has to be right.
 */
function typeFit(wanted, found) {
  if (wanted === undefined || wanted === found) return 'exact';
  if (INTEGERS.includes(wanted) && INTEGERS.includes(found)) return 'same kind';
  const scaleOf = (type) => /^decimal\(\d+,(\d+)\)$/.exec(type)?.[1];
  return scaleOf(wanted) !== undefined && scaleOf(wanted) === scaleOf(found) ? 'same kind' : 'other';
}

const wrong = (detail) => ({ state: 'wrong', detail });

/** Moments in the form of the cases: a day stands for its first moment, and zeros of the fraction are written. */
function readableAs(value, type) {
  const [, base, scale] = /^(datetime2|datetime|smalldatetime|time)(?:\((\d)\))?$/.exec(type) ?? [];
  if (value === null || base === undefined) return value;
  const full = base !== 'time' && value.length === 10 ? `${value} 00:00:00` : value;
  const digits = base === 'datetime' ? 3 : base === 'smalldatetime' ? 0 : Number(scale ?? 7);
  const [seconds, fraction = ''] = full.split('.');
  return digits === 0 && fraction === '' ? seconds : `${seconds}.${fraction.padEnd(digits, '0')}`;
}
