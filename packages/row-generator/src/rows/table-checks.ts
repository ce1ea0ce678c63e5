import type { Table } from '@datamigrate/catalog';
import { type Bound, predicateOperands, SELF_RELATION, someExpression } from '@datamigrate/tsql-binder';
import { type Database, type TableCheck, tableChecks } from '@datamigrate/tsql-engine';
import { ColumnOrigins } from '../modules/column-origins.js';
import { MIRRORED } from '../modules/comparison-operators.js';
import { type ConditionSink, waysOf } from '../modules/condition-ways.js';
import { ConstantReader } from '../modules/constant-text.js';
import type { Recipe } from '../modules/recipe.js';
import type { Random } from '../random.js';

/** A CHECK constraint with what can be tried to satisfy it. */
export interface CheckRule {
  readonly name: string;
  readonly columns: readonly number[];
  readonly ways: readonly Recipe[];
  /** Pairs that it compares with each other: the first one's value may be taken from the second. */
  readonly pairs: readonly Pair[];
  /** Patterns of LIKE that columns have to have. */
  readonly patterns: readonly Pattern[];
}

export interface Pair {
  readonly column: number;
  readonly operator: Bound.ComparisonOperator;
  readonly other: number;
}

export interface Pattern {
  readonly column: number;
  readonly text: string;
  readonly escape: string | undefined;
}

/** Patterns are filled in anew each time: so many values of one are tried. */
const TURNS = 12;

export function checkRules(database: Database, table: Table, sink: ConditionSink, random: Random): CheckRule[] {
  return tableChecks(database, table).map(({ name, predicate, text }: TableCheck): CheckRule => {
    const origins = new ColumnOrigins(database.binder, predicate).withTable(SELF_RELATION, table);
    const constants = new ConstantReader(database, text);
    const ways = Array.from({ length: TURNS }, () => waysOf({ origins, constants, sink, random }, predicate)).flat();
    return {
      name,
      columns: columnsOf(predicate),
      ways: ways.filter(({ size }) => size > 0),
      pairs: pairsOf(predicate),
      patterns: patternsOf(predicate, constants),
    };
  });
}

function columnsOf(predicate: Bound.BoundPredicate): number[] {
  const columns = new Set<number>();
  for (const operand of predicateOperands(predicate)) {
    someExpression(operand, (inner) => {
      if (inner.kind === 'column') columns.add(inner.ordinal);
      return false;
    });
  }
  return [...columns];
}

function pairsOf(predicate: Bound.BoundPredicate): Pair[] {
  switch (predicate.kind) {
    case 'logical':
      return predicate.operands.flatMap(pairsOf);
    case 'not':
      return pairsOf(predicate.operand);
    case 'between':
      return [...pairsOf(predicate.low), ...pairsOf(predicate.high)];
    case 'comparison': {
      const [left, right] = [plainColumn(predicate.left), plainColumn(predicate.right)];
      if (left === undefined || right === undefined) return [];
      const { operator } = predicate;
      return [
        { column: left, operator, other: right },
        { column: right, operator: MIRRORED[operator], other: left },
      ];
    }
    default:
      return [];
  }
}

function plainColumn(expression: Bound.BoundExpression): number | undefined {
  if (expression.kind === 'column') return expression.ordinal;
  return expression.kind === 'cast' ? plainColumn(expression.operand) : undefined;
}

function patternsOf(predicate: Bound.BoundPredicate, constants: ConstantReader): Pattern[] {
  if (predicate.kind === 'logical') return predicate.operands.flatMap((operand) => patternsOf(operand, constants));
  if (predicate.kind !== 'like' || predicate.negated) return [];
  const column = plainColumn(predicate.operand);
  const text = constants.read(predicate.pattern);
  const escape = predicate.escape && constants.read(predicate.escape);
  return column === undefined || typeof text !== 'string' ? [] : [{ column, text, escape: escape ?? undefined }];
}
