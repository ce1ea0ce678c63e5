import { STRICT, STRICT_FUNCTIONS } from '../rewrite/never-null.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';

/** Columns that are not NULL, as `relation.column`, and relations that have a row, as `relation`; in lower case. */
export type Certain = ReadonlySet<string>;

const NOTHING: Certain = new Set();

/** What holds of the rows for which a condition is true, or false. */
export function certainWhere(condition: RelPredicate, value = true): Certain {
  switch (condition.kind) {
    case 'comparison':
      return unionOf([certainIn(condition.left), certainIn(condition.right)]);
    case 'between':
    case 'in-list':
    case 'matches':
      return certainIn(condition.operand);
    case 'like':
    case 'like-computed':
      return unionOf([certainIn(condition.operand), certainIn(condition.pattern)]);
    case 'in-query':
      return value && !condition.negated ? certainIn(condition.operand) : NOTHING;
    case 'is-null':
      return value === condition.negated ? certainIn(condition.operand) : NOTHING;
    case 'not':
      return certainWhere(condition.operand, !value);
    case 'not-true':
      return value ? certainUnless(condition.operand) : certainWhere(condition.operand);
    case 'logical': {
      const each = condition.operands.map((operand) => certainWhere(operand, value));
      return (condition.operator === 'AND') === value ? unionOf(each) : intersectionOf(each);
    }
    default:
      return NOTHING;
  }
}

/** What holds of the rows for which a condition is not true: false or unknown. */
export function certainUnless(condition: RelPredicate): Certain {
  switch (condition.kind) {
    case 'is-null':
      return certainWhere(condition, false);
    case 'not-true':
      return certainWhere(condition.operand);
    case 'logical': {
      const each = condition.operands.map(certainUnless);
      return condition.operator === 'OR' ? unionOf(each) : intersectionOf(each);
    }
    default:
      return NOTHING;
  }
}

/** What holds of the rows for which a value is not NULL. */
function certainIn(value: RelExpression): Certain {
  switch (value.kind) {
    case 'column': {
      const relation = value.relation.toLowerCase();
      return new Set([relation, `${relation}.${value.name.toLowerCase()}`]);
    }
    case 'operation':
      return STRICT.has(value.operator) ? unionOf(value.operands.map(certainIn)) : NOTHING;
    case 'call':
      return STRICT_FUNCTIONS.has(value.function) ? unionOf(value.arguments.map(certainIn)) : NOTHING;
    case 'cast':
      return certainIn(value.operand);
    default:
      return NOTHING;
  }
}

export function unionOf(all: readonly Certain[]): Certain {
  const filled = all.filter(({ size }) => size > 0);
  return filled.length < 2 ? (filled[0] ?? NOTHING) : new Set(filled.flatMap((each) => [...each]));
}

function intersectionOf([first = NOTHING, ...rest]: readonly Certain[]): Certain {
  return new Set([...first].filter((key) => rest.every((each) => each.has(key))));
}
