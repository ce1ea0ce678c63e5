import { collationByName, isUnicode } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import { checked } from './checked.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { knownText } from './known-text.js';
import { likeRegex } from './like-regex.js';
import { hasNoTrailingBlanks } from './text-equality.js';

/**
 * LIKE with a constant pattern: as LIKE where it is made of % and _, as a regular expression otherwise. Trailing blanks of
 * a value are forgiven where neither side is Unicode; the blanks of a pattern always count.
 */
export function lowerLike(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundLike,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelPredicate {
  const loweredPattern = lower(bound.pattern);
  const loweredEscape = bound.escape && lower(bound.escape);
  const written = constantText(loweredPattern);
  const escape = loweredEscape ? constantText(loweredEscape) : undefined;
  const refuse = (reason: string): RelPredicate => ({
    kind: 'is-null',
    negated: false,
    operand: context.refuse(relationalDiagnostics.create('lower-pattern', { reason }, bound.span)),
  });
  if (written === null) return unknown(bound);
  if (written === undefined)
    return lowerComputed(bound, lower(bound.operand), loweredPattern) ?? refuse('it is not a constant');
  if (escape === undefined && loweredEscape) return refuse('its ESCAPE is not a constant');
  if (typeof escape === 'string' && escape.length !== 1) return refuse('its ESCAPE is not one character');
  const collation = collationByName(bound.collation);
  const binary = collation.order !== 'dictionary';
  const accented = /[^\t\r\n -~]/.test(written);
  // Without accents on both sides the letters decide.
  const bare = !binary && !collation.accentSensitive;
  const pattern = bare ? withoutAccents(written) : written;
  const letters = /[A-Za-zÀ-ÿ]/.test(pattern);
  const ignoreCase = !collation.caseSensitive && letters;
  let operand = lower(bound.operand);
  const ranges = /[A-Za-z]-[A-Za-z]/.test(pattern) && pattern.includes('[');
  if (!binary && (accented || bare || ranges || (letters && !collation.caseSensitive))) {
    const known = knownText(context, scope, bound.operand, operand);
    if (!known) return refuse('whether its letters match depends on more than case');
    operand = bare ? checked('without-accents', known) : known;
  }
  const forgiven = !isUnicode(bound.operand.type) && !isUnicode(bound.pattern.type);
  const blanks = forgiven && !pattern.endsWith('%') && !hasNoTrailingBlanks(context, scope, bound.operand);
  const compiled = likeRegex(pattern, escape ?? undefined, { ignoreCase: !collation.caseSensitive, binary });
  if (!compiled) return refuse('what its characters stand for depends on the collation');
  const simple = !/[[\t\r\n]/.test(pattern) && !(blanks && /[ _]$/.test(pattern));
  if (simple && !compiled.never) {
    if (blanks) {
      operand = {
        kind: 'call',
        type: operand.type,
        nullable: operand.nullable,
        function: 'RTRIM',
        arguments: [operand],
      };
    }
    const escaped = typeof escape === 'string' ? { escape } : {};
    return {
      kind: 'like',
      negated: bound.negated,
      operand,
      pattern: { ...loweredPattern, kind: 'literal', value: pattern },
      ...escaped,
      ignoreCase,
    };
  }
  if (compiled.never) return never(bound, operand);
  const regex = blanks ? `${compiled.regex} *` : compiled.regex;
  return { kind: 'matches', negated: bound.negated, operand, regex, ignoreCase: !collation.caseSensitive };
}

/** The macro for it raises an error for texts and patterns that hold more than ASCII. */
function lowerComputed(
  { collation, escape, negated, operand, pattern }: Bound.BoundLike,
  value: RelExpression,
  computed: RelExpression,
): RelPredicate | undefined {
  const { caseSensitive, accentSensitive, order } = collationByName(collation);
  if (escape || caseSensitive || !accentSensitive || order !== 'dictionary') return undefined;
  const forgiving = !isUnicode(operand.type) && !isUnicode(pattern.type);
  return { kind: 'like-computed', negated, operand: value, pattern: computed, forgiving };
}

/** As the targets strip accents: letters that are made of a letter and a mark lose the mark. */
const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

/** Text of a constant; null for NULL, undefined for what is none. */
function constantText(expression: RelExpression): string | null | undefined {
  if (expression.kind === 'operation' && expression.operator === 'concatenate') {
    const parts = expression.operands.map(constantText);
    return parts.includes(undefined) || parts.includes(null) ? undefined : parts.join('');
  }
  if (expression.kind !== 'literal') return undefined;
  return expression.value === null || typeof expression.value === 'string' ? expression.value : undefined;
}

const ONE: RelExpression = { kind: 'literal', type: { name: 'int' }, nullable: false, value: 1n };
const ZERO: RelExpression = { ...ONE, value: 0n };
const NULL: RelExpression = { kind: 'literal', type: { name: 'int' }, nullable: true, value: null };

/** False for every value, unknown for NULL. */
function never({ negated }: Bound.BoundLike, operand: RelExpression): RelPredicate {
  const known: RelPredicate = { kind: 'is-null', negated: true, operand };
  const result: RelExpression = { ...(negated ? ONE : ZERO) };
  return {
    kind: 'comparison',
    operator: '=',
    left: { kind: 'case', type: ONE.type, nullable: true, branches: [{ when: known, result }], otherwise: undefined },
    right: ONE,
  };
}

function unknown(_bound: Bound.BoundLike): RelPredicate {
  return { kind: 'comparison', operator: '=', left: NULL, right: ONE };
}
