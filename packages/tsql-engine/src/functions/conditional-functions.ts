import { compareValues } from '../values/compare.js';
import { fitText } from '../values/convert.js';
import type { SqlValue } from '../values/sql-value.js';
import type { Call, FunctionBody } from './call.js';

export const CONDITIONAL_FUNCTIONS = {
  CHOOSE: (call) => {
    const index = call.value(0);
    return typeof index === 'bigint' && index >= 1n && index < BigInt(call.count) ? call.value(Number(index)) : null;
  },
  COALESCE: (call) => firstValue(call),
  GREATEST: (call) => extreme(call, 1),
  ISNULL: (call) => {
    const value = firstValue(call);
    return typeof value === 'string' && 'length' in call.type
      ? fitText(value, call.type, call.node.collation?.name)
      : value;
  },
  LEAST: (call) => extreme(call, -1),
  NULLIF: (call) => {
    const [a = null, b = null] = call.values();
    if (a === null || b === null) return a;
    return compareValues(a, b, call.typeOf(0), call.collation) === 0 ? null : a;
  },
} as const satisfies Record<string, FunctionBody>;

function firstValue(call: Call): SqlValue {
  for (let i = 0; i < call.count; i++) {
    const value = call.value(i);
    if (value !== null) return value;
  }
  return null;
}

/** NULLs do not take part. */
function extreme(call: Call, sign: 1 | -1): SqlValue {
  let best: SqlValue = null;
  for (const value of call.values()) {
    if (value === null) continue;
    if (best === null || Math.sign(compareValues(value, best, call.type, call.collation)) === sign) best = value;
  }
  return best;
}
