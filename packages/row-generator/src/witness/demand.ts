import type { SqlType, Table } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { MIRRORED } from '../modules/comparison-operators.js';
import { alike, isNumber } from '../values/alike.js';

/** A value that is looked for: that of a column in one row, or of a parameter. */
export type Cell = number;

/** What an expression stands for: a cell, a constant, or the number of the rows of a group. */
export type Term =
  /** `rough`: the value is made of the cell's and goes up with it. */
  | { readonly kind: 'cell'; readonly cell: Cell; readonly rough?: boolean }
  | { readonly kind: 'value'; readonly value: string | null }
  | { readonly kind: 'count' };

/** One row that a table should have. */
export interface WantedRow {
  readonly table: Table;
  /** A cell for each column. */
  readonly cells: readonly Cell[];
}

export interface Comparison {
  readonly left: Cell;
  readonly operator: Bound.ComparisonOperator;
  readonly right: Exclude<Term, { kind: 'count' }>;
}

/** Rows that should be there together, and what their values have to satisfy. */
export class Demand {
  readonly rows: WantedRow[] = [];
  readonly comparisons: Comparison[] = [];
  /** What the outermost grouping groups by. */
  groups: readonly (Term | undefined)[] | undefined;
  /** Columns that make rows different: those of DISTINCT, and of a grouping inside of another. */
  readonly spread: Cell[] = [];
  /** Rows that one group should have. */
  copies = 0;
  /** The largest group is asked for: no other should be as large. */
  ranked = false;
  /** Conditions contradict each other. */
  impossible = false;
  readonly #parents: Cell[] = [];
  readonly #types: SqlType[] = [];
  readonly #values = new Map<Cell, string | null>();
  readonly #sizes: number[] = [];

  cell(type: SqlType): Cell {
    const cell = this.#parents.length;
    this.#parents.push(cell);
    this.#types.push(type);
    this.#sizes.push(1);
    return cell;
  }

  row(table: Table): WantedRow {
    const row = { table, cells: table.columns.map(({ type }) => this.cell(type)) };
    this.rows.push(row);
    return row;
  }

  root(cell: Cell): Cell {
    let root = cell;
    for (let next = this.#parents[root]; next !== undefined && next !== root; next = this.#parents[root]) root = next;
    return root;
  }

  typeOf(cell: Cell): SqlType {
    return this.#types[cell] ?? { name: 'null' };
  }

  /** How many cells have this value. */
  sizeOf(cell: Cell): number {
    return this.#sizes[this.root(cell)] ?? 1;
  }

  valueOf(cell: Cell): string | null | undefined {
    return this.#values.get(this.root(cell));
  }

  /** What is known by now, to come back to. */
  values(): ReadonlyMap<Cell, string | null> {
    return new Map(this.#values);
  }

  restore(values: ReadonlyMap<Cell, string | null>): void {
    this.#values.clear();
    for (const [cell, value] of values) this.#values.set(cell, value);
    this.impossible = false;
  }

  /** False where two known values stand against a comparison. */
  holds({ left, operator, right }: Comparison): boolean {
    const [a, b] = [this.valueOf(left), right.kind === 'value' ? right.value : this.valueOf(right.cell)];
    if (typeof a !== 'string' || typeof b !== 'string' || (right.kind === 'cell' && right.rough)) return true;
    const order = isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
    const same = order === 0 || alike(a, b);
    if (operator === '<>') return !same;
    return (same && operator.endsWith('=')) || (!same && (operator.startsWith('<') ? order < 0 : order > 0));
  }

  same(left: Cell, right: Cell): void {
    const [a, b] = [this.root(left), this.root(right)];
    if (a === b) return;
    const known = this.#values.get(a);
    this.#parents[a] = b;
    this.#sizes[b] = (this.#sizes[a] ?? 1) + (this.#sizes[b] ?? 1);
    this.#values.delete(a);
    if (known !== undefined) this.fix(b, known);
  }

  fix(cell: Cell, value: string | null): void {
    const root = this.root(cell);
    const known = this.#values.get(root);
    if (known === undefined) this.#values.set(root, value);
    else if (!alike(known, value)) this.impossible = true;
  }

  compare(left: Term, operator: Bound.ComparisonOperator, right: Term): void {
    if (left.kind === 'count' || right.kind === 'count') return;
    if (left.kind === 'value') {
      if (right.kind === 'cell') this.compare(right, MIRRORED[operator], left);
      return;
    }
    const exact = !left.rough && !(right.kind === 'cell' && right.rough);
    if (operator === '=' && exact) {
      if (right.kind === 'value') this.fix(left.cell, right.value);
      else this.same(left.cell, right.cell);
    } else if (operator !== '=') this.comparisons.push({ left: left.cell, operator, right });
  }
}
