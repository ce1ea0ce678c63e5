import { isDateOrTime, isNumeric } from '@datamigrate/catalog';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { convertValue } from '../values/convert.js';
import type { SqlValue } from '../values/sql-value.js';
import { asText, type Call } from './call.js';
import { cultureByName } from './cultures.js';

/** PARSE and TRY_PARSE: numbers and dates as a culture writes them. */
export function parseByCulture(call: Call, attempt: boolean): SqlValue {
  const value = call.value(0);
  if (value === null) return null;
  const name = call.count > 1 ? call.value(1) : 'en-US';
  if (name === null) return null;
  const culture = cultureByName(asText(name));
  if (!culture) throw new Refusal(`PARSE in the culture ${asText(name)}`);
  const { type } = call;
  const text = asText(value).trim();
  try {
    if (isNumeric(type)) {
      const plain = text.replaceAll(culture.group, '').replace(culture.decimal, '.');
      if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) throw sqlError(9819, text, type.name);
      return convertValue(plain, { name: 'nvarchar', length: 4000 }, type, { format: call.env.host.format });
    }
    if (isDateOrTime(type)) {
      const dateFormat = culture.shortDate.startsWith('M') ? ('mdy' as const) : ('dmy' as const);
      const format = { ...call.env.host.format, dateFormat };
      return convertValue(text, { name: 'nvarchar', length: 4000 }, type, { format });
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (attempt) return null;
    throw sqlError(9819, text, type.name);
  }
  throw new Refusal(`PARSE as ${type.name}`);
}
