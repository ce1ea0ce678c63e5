import { type Bound, someExpression } from '@datamigrate/tsql-binder';
import { type Database, executeSql } from '@datamigrate/tsql-engine';
import type { Source, TreeRelations } from './tree-relations.js';

const READING: ReadonlySet<string> = new Set([
  'GETDATE',
  'GETUTCDATE',
  'SYSDATETIME',
  'SYSUTCDATETIME',
  'SYSDATETIMEOFFSET',
  'CURRENT_TIMESTAMP',
]);

/** What of a module is made of the time at which it runs: rows should lie around that. */
export class Clock {
  readonly #database: Database;
  readonly #given: TreeRelations['given'];
  readonly #known = new Map<string, boolean>();
  readonly #texts = new Map<number, string | undefined>();

  constructor(database: Database, given: TreeRelations['given']) {
    this.#database = database;
    this.#given = given;
  }

  /** Also of variables that are made of it. */
  tellsTime(expression: Bound.BoundExpression): boolean {
    return someExpression(expression, (inner) => {
      if (inner.kind === 'call') return READING.has(inner.function);
      return inner.kind === 'variable' && this.#variableTells(inner.name.toLowerCase());
    });
  }

  #variableTells(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, false);
    const tells = (this.#given.get(name) ?? []).some((source) => {
      const expression = expressionOf(source);
      return expression !== undefined && this.tellsTime(expression);
    });
    this.#known.set(name, tells);
    return tells;
  }

  /** A moment that compares so to one near the time of the clock: the day before, or the year before that. */
  moment(operator: Bound.ComparisonOperator, turn: number): string | undefined {
    const days = operator.startsWith('<') && turn % 2 === 1 ? -366 : -1;
    if (!this.#texts.has(days)) {
      const { resultSets } = executeSql(
        this.#database,
        `SELECT CONVERT(varchar(19), DATEADD(day, ${days}, GETDATE()), 120)`,
      );
      this.#texts.set(days, resultSets[0]?.rows[0]?.[0] ?? undefined);
    }
    return this.#texts.get(days);
  }

  /** The same as a number such as 20240131, for an expression that makes one of the parts of a day. */
  dayNumber(expression: Bound.BoundExpression, operator: Bound.ComparisonOperator, turn: number): string | undefined {
    return this.#makesDayNumber(expression) ? this.moment(operator, turn)?.slice(0, 10).replaceAll('-', '') : undefined;
  }

  #makesDayNumber(expression: Bound.BoundExpression, depth = 0): boolean {
    if (expression.kind === 'cast') return this.#makesDayNumber(expression.operand, depth);
    if (expression.kind === 'variable')
      return (this.#given.get(expression.name.toLowerCase()) ?? []).some((source) => {
        const given = expressionOf(source);
        return given !== undefined && depth < MOST_STEPS && this.#makesDayNumber(given, depth + 1);
      });
    // 10000 * YEAR(d) + …, or the text of style 112, yyyymmdd.
    return someExpression(expression, (inner) => {
      if (inner.kind === 'cast') return inner.style?.kind === 'literal' && String(inner.style.value) === '112';
      return (
        inner.kind === 'arithmetic' &&
        inner.operator === '*' &&
        [inner.left, inner.right].some((side) =>
          someExpression(side, ({ kind, ...call }) => kind === 'call' && isYear(call)),
        )
      );
    });
  }

  /** The end of a distance to the time of the clock: `DATEDIFF(day, d, GETDATE())` speaks of `d`. */
  distanceFrom(expression: Bound.BoundExpression): Bound.BoundExpression | undefined {
    if (expression.kind === 'cast') return this.distanceFrom(expression.operand);
    if (expression.kind !== 'call' || expression.function !== 'DATEDIFF') return undefined;
    const [from, to] = expression.arguments;
    return from && to && this.tellsTime(to) && !this.tellsTime(from) ? from : undefined;
  }
}

/** Variables that are given one another. */
const MOST_STEPS = 6;

const isYear = (call: object): boolean => {
  const { function: name, datePart } = call as Partial<Bound.BoundCall>;
  return name === 'YEAR' || datePart === 'year';
};

function expressionOf(source: Source): Bound.BoundExpression | undefined {
  if ('kind' in source) return source;
  return source.query.kind === 'select' ? source.query.select[source.ordinal]?.expression : undefined;
}
