import type { AggregateFunction, Rel } from '@datamigrate/relational';
import { BINDING, binary, callWith, type Sql } from '../sql/sql.js';
import { asType } from './coerce.js';
import { type DuckType, digitsOf, duck, duckDecimal, duckTypeOf, isInteger } from './duck-type.js';
import { decimalQuotient } from './render-operation.js';
import { orderByDoc } from './render-order.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

const STATISTICS: { readonly [F in AggregateFunction]?: string } = {
  STDEV: 'stddev_samp',
  STDEVP: 'stddev_pop',
  VAR: 'var_samp',
  VARP: 'var_pop',
};

/** What an aggregate needs, over groups and over windows alike. `close` adds DISTINCT, ORDER BY or OVER. */
interface Parts {
  readonly function: AggregateFunction;
  readonly type: Rel.RelExpression['type'];
  readonly args: readonly Rendered[];
  readonly close: (name: string, args: readonly Rendered[]) => Sql;
}

export function renderAggregate(renderer: Renderer, node: Rel.RelAggregate): Rendered {
  const args = node.arguments.map((argument) => renderer.value(argument));
  const [value] = args;
  if (node.orderKey && value) {
    const name = node.function === 'MIN' ? 'arg_min' : 'arg_max';
    return rendered(callWith(name, [value.doc, renderer.value(node.orderKey).doc]), value.type);
  }
  const close = (name: string, values: readonly Rendered[]): Sql => {
    const docs = values.map(({ doc }) => doc);
    const [first = '*', ...rest] = docs;
    const distinct = node.distinct ? ['distinct ', first] : first;
    const order = node.orderBy.length > 0 ? [' order by ', orderByDoc(renderer, node.orderBy)] : '';
    const last = rest.at(-1);
    const shown = last === undefined ? [[distinct, order]] : [distinct, ...rest.slice(0, -1), [last, order]];
    return callWith(name, shown);
  };
  return renderParts(renderer, { function: node.function, type: node.type, args, close });
}

/** T-SQL's aggregates by DuckDB's: averages of exact numbers are cut, not rounded. */
export function renderParts(renderer: Renderer, parts: Parts): Rendered {
  const { args, close } = parts;
  const [value] = args;
  switch (parts.function) {
    case 'COUNT':
    case 'COUNT_BIG':
      return rendered(close('count', args), duck('bigint'));
    case 'SUM':
      return rendered(close('sum', args), sumType(value));
    case 'MIN':
    case 'MAX':
      return rendered(close(parts.function.toLowerCase(), args), value?.type ?? duck('varchar'));
    case 'AVG':
      return renderAverage(renderer, parts);
    case 'STRING_AGG':
      return rendered(close('string_agg', args), duck('varchar'));
    case 'GROUPING':
      return rendered(close('grouping', args), duck('bigint'));
    case 'GROUPING_ID':
      return rendered(close('grouping_id', args), duck('bigint'));
    default: {
      const name = STATISTICS[parts.function];
      if (name) return rendered(close(name, args), duck('double'));
      return renderer.refuse('render-no-function', { function: parts.function, detail: '' });
    }
  }
}

function sumType(value: Rendered | undefined): DuckType {
  if (!value || isInteger(value.type)) return duck('hugeint');
  if (value.type.name === 'decimal') return duckDecimal(38, value.type.scale);
  return duck('double');
}

function renderAverage(renderer: Renderer, parts: Parts): Rendered {
  const wanted = duckTypeOf(parts.type);
  const [value] = parts.args;
  if (!wanted || !value) return renderer.refuse('render-no-function', { function: 'AVG', detail: '' });
  if (wanted.name === 'double' || wanted.name === 'float')
    return rendered(parts.close('avg', parts.args), duck('double'));
  const sum = rendered(parts.close('sum', parts.args), sumType(value));
  const count = rendered(parts.close('count', parts.args), duck('bigint'));
  // The sum has the type of the average, and overflows as it does.
  if (isInteger(wanted)) return rendered(binary('//', BINDING.multiplicative, asType(sum, wanted), count), wanted);
  if (wanted.name !== 'decimal' || !digitsOf(value.type)) {
    return renderer.refuse('render-no-function', { function: 'AVG', detail: ` of ${parts.type.name}` });
  }
  return decimalQuotient(renderer, sum, count, wanted, true);
}
