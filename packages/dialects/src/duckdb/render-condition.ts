import type { Rel } from '@datamigrate/relational';
import { layOut } from '../layout/doc.js';
import { renderPredicate } from './render-predicate.js';
import { renderValue } from './render-value.js';
import { NOTHING, type Renderer } from './rendered.js';

/**
 * A condition over the columns of one relation, without the name of the relation, on one line: what a test of a project
 * takes as an argument. Undefined where it needs more than operators: a macro of the project, or another query.
 */
export function renderCondition(condition: Rel.RelPredicate): string | undefined {
  let isPlain = true;
  const more = <T>(nothing: T): T => {
    isPlain = false;
    return nothing;
  };
  const renderer: Renderer = {
    value: (node) => renderValue(renderer, node.kind === 'column' ? { ...node, relation: '' } : node),
    predicate: (node) => renderPredicate(renderer, node),
    query: () => more(''),
    macro: () => more(NOTHING),
    refuse: () => more(NOTHING),
  };
  const text = layOut(renderPredicate(renderer, condition).doc, Number.MAX_SAFE_INTEGER);
  return isPlain && !/\{[{%#]/.test(text) ? text : undefined;
}
