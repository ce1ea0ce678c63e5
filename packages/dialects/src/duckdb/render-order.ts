import type { Rel } from '@datamigrate/relational';
import { type Doc, join, line } from '../layout/doc.js';
import type { Renderer } from './rendered.js';

/** ORDER BY items: NULL is the lowest value in SQL Server, and written out where there may be one. */
export function orderItemDocs(renderer: Renderer, items: readonly Rel.RelOrderItem[]): readonly Doc[] {
  return items.map(({ expression, descending }) => {
    const direction = descending ? ' desc' : '';
    const nulls = expression.nullable ? ` nulls ${descending ? 'last' : 'first'}` : '';
    return [renderer.value(expression).doc, direction, nulls];
  });
}

export function orderByDoc(renderer: Renderer, items: readonly Rel.RelOrderItem[]): Doc {
  return join([',', line], orderItemDocs(renderer, items));
}
