import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { constantResult } from './catalog-questions.js';
import { both, type Condition, notTrue } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import { constantText } from './constant-text.js';
import { known } from './known.js';
import { nullOf } from './null-of.js';
import type { Program } from './program.js';
import { type TextWithValues, valuesInText } from './values-in-text.js';

/** A text and where it is the one that an expression gives. */
export interface TextAlternative {
  readonly when: Condition;
  readonly text: string | null;
  /** Values that are written into it. */
  readonly values?: TextWithValues;
}

/** More of them are more statements than anybody would read. */
const MOST = 16;

/**
 * The texts that an expression may give, where conditions decide about its parts: `IF @Status IS NOT NULL SET @sql += …`
 * gives one with the part and one without it. Values in it become its parameters. Undefined where they decide about its code.
 */
export function textAlternatives(
  program: Program,
  expression: Bound.BoundExpression,
): readonly TextAlternative[] | undefined {
  const found: TextAlternative[] = [];
  const isWhole = collect(program, expression, undefined, new Map(), found);
  return isWhole ? found : undefined;
}

/** @param decided conditions that hold, or do not, on the way to this text, by their meaning */
function collect(
  program: Program,
  expression: Bound.BoundExpression,
  when: Condition,
  decided: ReadonlyMap<string, boolean>,
  found: TextAlternative[],
): boolean {
  if (found.length >= MOST) return false;
  const settled = settle(expression, decided);
  const constant = constantText(settled);
  const text = constant === undefined ? textOf(constantResult(program, settled)) : constant;
  if (text !== undefined) {
    found.push({ when, text });
    return true;
  }
  const asked = firstAsked(settled);
  if (asked) {
    const key = fingerprint(asked);
    return (
      collect(program, settled, both(when, asked), new Map(decided).set(key, true), found) &&
      collect(program, settled, both(when, notTrue(asked)), new Map(decided).set(key, false), found)
    );
  }
  const values = valuesInText(settled);
  if (values) found.push({ when: all([...conjuncts(when), ...conjuncts(values.when)]), text: values.text, values });
  return values !== undefined;
}

/** Each condition once. */
function all(conditions: readonly Bound.BoundPredicate[]): Condition {
  const asked = new Map(conditions.map((each) => [fingerprint(each), each]));
  return [...asked.values()].reduce<Condition>((before, each) => both(before, each), undefined);
}

const textOf = (literal: Bound.BoundLiteral | undefined): string | null | undefined => literal && constantText(literal);

/** The expression without the branches about which conditions have decided. */
function settle(node: Bound.BoundExpression, decided: ReadonlyMap<string, boolean>): Bound.BoundExpression {
  switch (node.kind) {
    case 'collate':
    case 'cast':
      return { ...node, operand: settle(node.operand, decided) };
    case 'concatenation':
      return { ...node, left: settle(node.left, decided), right: settle(node.right, decided) };
    case 'call':
      return { ...node, arguments: node.arguments.map((each) => settle(each, decided)) };
    case 'case': {
      const { branches, otherwise } = node;
      const [first, ...rest] = branches;
      const holds = first && (known(first.when) ?? decided.get(fingerprint(first.when)));
      if (holds === undefined) return node;
      if (holds && first) return settle(first.result, decided);
      if (rest.length > 0) return settle({ ...node, branches: rest }, decided);
      return otherwise ? settle(otherwise, decided) : nullOf(node.type, node.span);
    }
    default:
      return node;
  }
}

/** The first condition that decides about a part of the text. */
function firstAsked(node: Bound.BoundExpression): Bound.BoundPredicate | undefined {
  switch (node.kind) {
    case 'collate':
    case 'cast':
      return firstAsked(node.operand);
    case 'concatenation':
      return firstAsked(node.left) ?? firstAsked(node.right);
    case 'call':
      for (const each of node.arguments) {
        const asked = firstAsked(each);
        if (asked) return asked;
      }
      return undefined;
    case 'case':
      return node.branches[0]?.when;
    default:
      return undefined;
  }
}
