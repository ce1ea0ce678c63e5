import { at, BINDING, call, caseWhen } from '../../sql/sql.js';
import { asColumn } from '../coerce.js';
import { rendered } from '../rendered.js';
import { widestOf } from '../widest.js';
import { type FunctionRendering, type FunctionTable, noFunction } from './function-rendering.js';

const coalesce: FunctionRendering = (_renderer, node, args) => {
  const values = args.map((value) => (value.type.name === 'hugeint' ? asColumn(value, node.type) : value));
  return rendered(call('coalesce', ...values), widestOf(values, node.type));
};

const extreme =
  (name: string): FunctionRendering =>
  (_renderer, node, args) =>
    rendered(call(name, ...args), widestOf(args, node.type));

/** Arguments have been converted to the type of the result already. */
export const CONDITIONAL_RENDERINGS: FunctionTable = {
  CHOOSE: (renderer, node, [index, ...values]) => {
    if (!index) return noFunction(renderer, node);
    const branches = values.map(({ doc }, i) => ({
      when: [at(BINDING.comparison + 1, index), ` = ${i + 1}`],
      result: doc,
    }));
    return rendered(caseWhen(branches), widestOf(values, node.type));
  },
  COALESCE: coalesce,
  GREATEST: extreme('greatest'),
  ISNULL: coalesce,
  LEAST: extreme('least'),
  NULLIF: (_renderer, _node, args) => rendered(call('nullif', ...args), args[0]?.type ?? { name: 'varchar' }),
};
