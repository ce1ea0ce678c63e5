import { assertUnreachable } from '@datamigrate/foundation';
import type { Rel } from '@datamigrate/relational';
import { group, indent, join, line, softLine } from '../layout/doc.js';
import { at, BINDING, binary, call, parenthesized, type Sql, text } from '../sql/sql.js';
import { asType } from './coerce.js';
import { above, behind } from './render-comments.js';
import type { Rendered, Renderer } from './rendered.js';
import { unnamed } from './unnamed.js';

export const isConjunction = (
  predicate: Rel.RelPredicate,
): predicate is Extract<Rel.RelPredicate, { readonly kind: 'logical' }> =>
  predicate.kind === 'logical' && predicate.operator === 'AND';

const comparison = (doc: Sql['doc']): Sql => ({ doc: group(doc), binding: BINDING.comparison });

export function renderPredicate(renderer: Renderer, node: Rel.RelPredicate): Sql {
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  const operand = (expression: Rel.RelExpression): Sql['doc'] => at(BINDING.comparison + 1, renderer.value(expression));
  switch (node.kind) {
    case 'comparison':
      return renderComparison(node.operator, renderer.value(node.left), renderer.value(node.right));
    case 'is-distinct':
      return comparison([operand(node.left), ` is ${node.negated ? 'not ' : ''}distinct from `, operand(node.right)]);
    case 'between':
      return comparison([
        operand(node.operand),
        ` ${not(node.negated)}between `,
        operand(node.low),
        ' and ',
        operand(node.high),
      ]);
    case 'in-list':
      return comparison([
        operand(node.operand),
        ` ${not(node.negated)}in `,
        group(
          '(',
          indent(
            softLine,
            join(
              [',', line],
              node.values.map((value) => renderer.value(value).doc),
            ),
          ),
          softLine,
          ')',
        ),
      ]);
    case 'in-query':
      return comparison([
        operand(node.operand),
        ` ${not(node.negated)}in `,
        parenthesized(renderer.query(unnamed(node.query))),
      ]);
    case 'quantified':
      return comparison([
        operand(node.operand),
        ` ${node.operator} ${node.quantifier.toLowerCase()} `,
        parenthesized(renderer.query(node.query)),
      ]);
    case 'like': {
      const escape = node.escape === undefined ? '' : [' escape ', text(node.escape).doc];
      const name = node.ignoreCase ? 'ilike' : 'like';
      return comparison([operand(node.operand), ` ${not(node.negated)}${name} `, operand(node.pattern), escape]);
    }
    case 'matches': {
      const flags = node.ignoreCase ? 'is' : 's';
      const found = call('regexp_full_match', renderer.value(node.operand), text(node.regex), text(flags));
      return node.negated ? { doc: ['not ', found.doc], binding: BINDING.not } : found;
    }
    case 'like-computed': {
      const settings = node.forgiving ? { blanks: ' *' } : undefined;
      const args = [renderer.value(node.operand), renderer.value(node.pattern)];
      const found = renderer.macro('tsql_like', args, settings);
      return node.negated ? { doc: ['not ', at(BINDING.not, found)], binding: BINDING.not } : found;
    }
    case 'is-null':
      return comparison([operand(node.operand), ` is ${not(node.negated)}null`]);
    case 'not-true':
      return comparison([at(BINDING.comparison + 1, renderer.predicate(node.operand)), ' is not true']);
    case 'exists':
      return { doc: ['exists ', parenthesized(renderer.query(withoutNames(node.query)))], binding: BINDING.atom };
    case 'logical': {
      const binding = node.operator === 'AND' ? BINDING.and : BINDING.or;
      const word = `${node.operator.toLowerCase()} `;
      const parts = node.operands.map((inner, i) => {
        const part = [at(binding + 1, renderer.predicate(inner)), isConjunction(inner) ? '' : behind(inner)];
        return i === 0 ? part : [line, above(inner), word, part];
      });
      return { doc: group(parts), binding };
    }
    case 'not':
      return { doc: ['not ', at(BINDING.not, renderer.predicate(node.operand))], binding: BINDING.not };
    default:
      return assertUnreachable(node);
  }
}

function renderComparison(operator: string, left: Rendered, right: Rendered): Sql {
  // A bit is a condition of its own here: `is_active`, `not is_active`.
  if (left.type.name === 'boolean' && right.constant && (operator === '=' || operator === '<>')) {
    const wanted = (right.doc === 'true') === (operator === '=');
    if (right.doc === 'true' || right.doc === 'false') {
      return wanted ? left : { doc: ['not ', at(BINDING.not, left)], binding: BINDING.not };
    }
  }
  if (left.type.name === 'uuid' && right.type.name === 'varchar')
    return binary(operator, BINDING.comparison, left, asType(right, left.type));
  return binary(operator, BINDING.comparison, left, right);
}

/** Nobody reads what a query under EXISTS returns. */
function withoutNames(query: Rel.RelQuery): Rel.RelQuery {
  if (query.kind !== 'select') return query;
  return { ...query, select: query.select.map(({ expression }) => ({ expression, name: '' })) };
}
