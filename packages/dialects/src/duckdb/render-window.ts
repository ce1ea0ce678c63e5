import type { Rel, WindowFunction } from '@datamigrate/relational';
import { type Doc, group, indent, join, line, softLine } from '../layout/doc.js';
import { atom, BINDING, callWith, type Sql } from '../sql/sql.js';
import { asType } from './coerce.js';
import { duck } from './duck-type.js';
import { renderParts } from './render-aggregate.js';
import { orderByDoc } from './render-order.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

const NUMBERING: ReadonlySet<WindowFunction> = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'NTILE']);
const SHARES: ReadonlySet<WindowFunction> = new Set(['PERCENT_RANK', 'CUME_DIST']);

export function renderWindow(renderer: Renderer, node: Rel.RelWindow): Rendered {
  const args = node.arguments.map((argument) => renderer.value(argument));
  const over = overDoc(renderer, node);
  const close = (name: string, values: readonly Rendered[]): Sql => {
    const docs: Doc[] = values.map(({ doc }) => doc);
    if (docs.length === 0 && name === 'count') docs.push('*');
    const last = docs.pop();
    const shown = last === undefined ? [] : [...docs, node.ignoreNulls ? [last, ' ignore nulls'] : last];
    return atom([callWith(name, shown).doc, ' over ', over]);
  };
  const [value] = args;
  if (node.orderKey && value) {
    const outermost = node.function === 'MIN' ? 'arg_min' : 'arg_max';
    return rendered(close(outermost, [value, renderer.value(node.orderKey)]), value.type);
  }
  const name = node.function.toLowerCase();
  switch (node.function) {
    case 'LAG':
    case 'LEAD':
      // Captured from SQL Server 2025: with IGNORE NULLS the default is not given where nothing is found.
      return rendered(close(name, node.ignoreNulls ? args.slice(0, 2) : args), args[0]?.type ?? duck('varchar'));
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
      return rendered(close(name, args), args[0]?.type ?? duck('varchar'));
    case 'ROW_NUMBER':
    case 'RANK':
    case 'DENSE_RANK':
    case 'NTILE':
    case 'PERCENT_RANK':
    case 'CUME_DIST':
      return rendered(
        close(name, args),
        NUMBERING.has(node.function) || !SHARES.has(node.function) ? duck('bigint') : duck('double'),
      );
    case 'PERCENTILE_CONT':
    case 'PERCENTILE_DISC':
      return renderPercentile(renderer, node, args, close);
    default:
      return renderParts(renderer, { function: node.function, type: node.type, args, close });
  }
}

/** Percentiles between values are floats; DuckDB counts negative shares from the largest value. */
function renderPercentile(
  renderer: Renderer,
  node: Rel.RelWindow,
  [value, given]: readonly Rendered[],
  close: (name: string, values: readonly Rendered[]) => Sql,
): Rendered {
  const share = given && node.descending ? fromLargest(given) : given;
  if (!value || !share) return renderer.refuse('render-no-function', { function: node.function, detail: '' });
  if (node.function === 'PERCENTILE_DISC') return rendered(close('quantile_disc', [value, share]), value.type);
  return rendered(close('quantile_cont', [asType(value, duck('double')), share]), duck('double'));
}

/** There is no negative zero: all values are behind the largest one. */
function fromLargest(share: Rendered): Rendered | undefined {
  if (!share.constant || typeof share.doc !== 'string' || !/^[0-9.]+(e-?[0-9]+)?$/.test(share.doc)) return undefined;
  return Number(share.doc) === 0 ? { ...share, doc: '1' } : { ...share, doc: `-${share.doc}`, binding: BINDING.unary };
}

function overDoc(renderer: Renderer, node: Rel.RelWindow): Doc {
  const parts: Doc[] = [];
  if (node.partitionBy.length > 0) {
    parts.push([
      'partition by ',
      join(
        ', ',
        node.partitionBy.map((part) => renderer.value(part).doc),
      ),
    ]);
  }
  if (node.orderBy.length > 0) parts.push(['order by ', orderByDoc(renderer, node.orderBy)]);
  if (node.frame && !isDefault(node.frame, node.orderBy.length > 0)) parts.push(frameText(node.frame));
  return parts.length === 0
    ? '()'
    : group(
        '(',
        indent(
          softLine,
          join(
            line,
            parts.map((part) => group(part)),
          ),
        ),
        softLine,
        ')',
      );
}

/** The frame that both engines take without one being written. */
function isDefault(frame: Rel.RelFrame, ordered: boolean): boolean {
  if (!ordered) return frame.from.edge === 'UNBOUNDED PRECEDING';
  return frame.unit === 'RANGE' && frame.from.edge === 'UNBOUNDED PRECEDING' && frame.to.edge === 'CURRENT ROW';
}

function frameText({ unit, from, to }: Rel.RelFrame): string {
  return `${unit.toLowerCase()} between ${edgeText(from)} and ${edgeText(to)}`;
}

function edgeText(edge: Rel.RelFrameEdge): string {
  return 'offset' in edge ? `${edge.offset} ${edge.edge.toLowerCase()}` : edge.edge.toLowerCase();
}
