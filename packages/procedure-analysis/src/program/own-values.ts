import { isCharacter } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import type { Condition } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import { withoutHarmlessCasts } from './keys.js';
import type { Program } from './program.js';
import { type AnyNode, rewriteTree } from './rewrite-tree.js';
import { cellsIn, type InCell } from './round-cells.js';
import { comparesAlike, valueOfRound } from './row-loop.js';

/** What a round has alone in columns of a query that it asks, by position: as `valueOfRound` tells it. */
export type OwnValues = ReadonlyMap<number, string>;

/** A query whose variables and tables are resolved; `around` are table expressions that stand before it. */
export function ownValues(
  program: Program,
  query: Bound.BoundQuery,
  around: readonly Bound.BoundCte[] = [],
): OwnValues {
  if (!program.row) return new Map();
  const ctes = [...around, ...query.ctes];
  if (query.kind === 'select') return new OwnReader(program, query, ctes).values();
  const left = ownValues(program, query.left, ctes);
  if (query.operator === 'EXCEPT' || query.operator === 'INTERSECT') return left;
  const right = ownValues(program, query.right, ctes);
  return new Map([...left].filter(([i, own]) => right.get(i) === own));
}

/** An expression that is the same in all rows that a round finds. */
interface Same {
  readonly own: string;
  /** What may stand in its place, in larger expressions too. */
  readonly value: Bound.BoundExpression | undefined;
}

class OwnReader {
  readonly #program: Program;
  readonly #query: Bound.BoundSelect;
  /** By the relation of a derived table or a reference to a table expression. */
  readonly #inner = new Map<number, OwnValues>();
  readonly #same = new Map<string, Same>();
  readonly #cells = new Map<string, InCell>();

  constructor(program: Program, query: Bound.BoundSelect, ctes: readonly Bound.BoundCte[]) {
    this.#program = program;
    this.#query = query;
    for (const table of query.from.flatMap(innerTables)) {
      const cte = table.kind === 'cte-reference' ? ctes.find(({ id }) => id === table.cte) : undefined;
      const inner = table.kind === 'derived-table' ? table.query : cte?.recursive ? undefined : cte?.query;
      if (inner && 'relation' in table) this.#inner.set(table.relation, ownValues(program, inner, ctes));
    }
    const conditions = [query.where, ...query.from.flatMap(innerConditions)].flatMap(conjuncts);
    for (const each of cellsIn(program, conditions)) this.#cells.set(fingerprint(each.expression), each);
    let known: number;
    do {
      known = this.#same.size;
      for (const each of conditions) this.#learn(each);
    } while (this.#same.size > known);
  }

  values(): OwnValues {
    return new Map(
      this.#query.select.flatMap(({ expression }, i): [number, string][] => {
        const own = this.#own(expression);
        return own === undefined ? [] : [[i, own]];
      }),
    );
  }

  /** `SaleDate = @day` */
  #learn(condition: Bound.BoundPredicate): void {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return;
    for (const [a, b] of [
      [condition.left, condition.right],
      [condition.right, condition.left],
    ] as const) {
      const key = fingerprint(withoutHarmlessCasts(a));
      if (this.#same.has(key) || a.kind === 'literal') continue;
      const own = this.#own(b);
      if (own === undefined || !comparesAlike(condition, b)) continue;
      const exact = !isCharacter(a.type) && JSON.stringify(a.type) === JSON.stringify(b.type);
      this.#same.set(key, { own, value: exact && a.kind === 'column' ? this.#replaced(b) : undefined });
    }
  }

  #own(expression: Bound.BoundExpression): string | undefined {
    const value = withoutHarmlessCasts(expression);
    if (value.kind === 'group-key') return this.#isOneGrouping() ? this.#own(value.expression) : undefined;
    const own = valueOfRound(this.#program, value) ?? this.#same.get(fingerprint(value))?.own;
    if (own !== undefined) return own;
    const cell = this.#cells.get(fingerprint(value)) ?? this.#dayOf(value);
    if (cell) return cell.own;
    if (value.kind === 'column') return this.#inner.get(value.relation)?.get(value.ordinal);
    const replaced = this.#replaced(value);
    return replaced === value ? undefined : valueOfRound(this.#program, replaced);
  }

  #isOneGrouping(): boolean {
    return this.#query.groupBy?.sets.length === 1;
  }

  /** `CAST(x AS date)` of a time between two days. */
  #dayOf(value: AnyNode): InCell | undefined {
    if (value.kind !== 'cast') return undefined;
    const { operand, type, attempt } = value as Bound.BoundCast;
    if (type.name !== 'date' || attempt || !TIMES.has(operand.type.name)) return undefined;
    const cell = this.#cells.get(fingerprint(withoutHarmlessCasts(operand)));
    return cell?.begin.type.name === 'date' ? cell : undefined;
  }

  /** The day of the round, where a time lies between it and the next one. */
  #wholeDay(operand: Bound.BoundExpression | undefined): Bound.BoundColumn | undefined {
    const found = operand && this.#cells.get(fingerprint(withoutHarmlessCasts(operand)));
    const isDay = found?.cell.unit === 'day' && found.cell.step === 1n && found.begin.type.name === 'date';
    return isDay ? found.begin : undefined;
  }

  /** The expression with values of the round in the place of what is the same in all of its rows. */
  #replaced(expression: Bound.BoundExpression): Bound.BoundExpression {
    return rewriteTree(expression, (node): AnyNode | undefined => {
      switch (node.kind) {
        case 'group-key':
          return this.#isOneGrouping() ? this.#replaced((node as Bound.BoundGroupKey).expression) : undefined;
        case 'column': {
          const column = node as Bound.BoundColumn;
          return column.type.name === 'date'
            ? (this.#same.get(fingerprint(column))?.value ?? this.#wholeDay(column))
            : this.#same.get(fingerprint(column))?.value;
        }
        case 'cast': {
          const cast = node as Bound.BoundCast;
          const day = cast.type.name === 'date' || cast.style ? this.#wholeDay(cast.operand) : undefined;
          if (cast.attempt || !day || !TIMES.has(cast.operand.type.name)) return undefined;
          if (cast.type.name === 'date') return day;
          return isDayStyle(cast.style) ? ({ ...cast, operand: day } as AnyNode) : undefined;
        }
        case 'call': {
          const call = node as Bound.BoundCall;
          const [only, ...more] = call.arguments;
          const day = DAY_PARTS.has(call.datePart ?? call.function.toLowerCase()) ? this.#wholeDay(only) : undefined;
          return day && more.length === 0 ? ({ ...call, arguments: [day] } as AnyNode) : undefined;
        }
        default:
          return undefined;
      }
    });
  }
}

const TIMES: ReadonlySet<string> = new Set(['datetime', 'datetime2', 'smalldatetime']);
const DAY_PARTS: ReadonlySet<string> = new Set(['year', 'month', 'day']);

/** Styles that leave the time out. */
function isDayStyle(style: Bound.BoundExpression | undefined): boolean {
  const number = style && withoutHarmlessCasts(style);
  return number?.kind === 'literal' && (number.value === 112n || number.value === 23n);
}

/** Members of FROM whose rows are all there, joined by what always holds. */
function innerTables(table: Bound.BoundTable): readonly Bound.BoundTable[] {
  if (table.kind === 'join') {
    const isInner = table.join === 'INNER' || table.join === 'CROSS';
    if (isInner) return [table.left, table.right].flatMap(innerTables);
    return table.join === 'LEFT' ? innerTables(table.left) : [];
  }
  if (table.kind === 'apply') return [table.left, ...(table.outer ? [] : [table.right])].flatMap(innerTables);
  return [table];
}

function innerConditions(table: Bound.BoundTable): readonly Condition[] {
  if (table.kind === 'apply') return [table.left, ...(table.outer ? [] : [table.right])].flatMap(innerConditions);
  if (table.kind !== 'join') return [];
  const isInner = table.join === 'INNER' || table.join === 'CROSS';
  if (isInner) return [table.on, ...innerConditions(table.left), ...innerConditions(table.right)];
  return table.join === 'LEFT' ? innerConditions(table.left) : [];
}
