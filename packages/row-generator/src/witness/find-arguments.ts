import type { Module } from '@datamigrate/catalog';
import type { Database } from '@datamigrate/tsql-engine';
import { tableKey } from '../modules/column-ref.js';
import { FilledRows } from '../rows/filled-rows.js';
import { alike } from '../values/alike.js';
import { giveArguments, readQuestion } from './add-witnesses.js';
import { Demand, type WantedRow } from './demand.js';
import { questionsOf } from './questions.js';

/** Rows that a search looks at, over all tables of a query. */
const MOST_LOOKED_AT = 20_000;
const MOST_FOUND = 4;

/** Values of parameters by name in lower case. */
export type Arguments = ReadonlyMap<string, string>;

/**
 * Values of parameters with which queries of a procedure find rows among those that are there: those of rows whose joins
 * agree. `known` are parameters that have their values.
 */
export function findArguments(database: Database, module: Module, known: Arguments): readonly Arguments[] {
  const tables = new Map(database.catalog.tables.map((table) => [tableKey(table), table]));
  const asked = questionsOf(database, tables, module, 1);
  const filled = new FilledRows(database);
  const found = new Map<string, Arguments>();
  for (const question of asked?.questions ?? []) {
    for (let turn = 0; asked && turn < MOST_FOUND; turn++) {
      const demand = new Demand();
      const { parameters } = readQuestion(asked.context, question, demand, turn);
      if (parameters.size === 0) break;
      for (const [name, cell] of parameters) {
        const value = known.get(name);
        if (value !== undefined) demand.fix(cell, value);
      }
      // Generated rows were made for these.
      if (turn === 0) giveArguments(demand, parameters);
      if (demand.impossible || !new Search(demand, filled, turn).run()) continue;
      const values = [...parameters].flatMap(([name, cell]): [string, string][] => {
        const value = demand.valueOf(cell);
        return typeof value === 'string' && !known.has(name) ? [[name, value]] : [];
      });
      if (values.length > 0) found.set(JSON.stringify(values), new Map(values));
    }
  }
  // Those that say most about the parameters first.
  return [...found.values()].sort((a, b) => b.size - a.size);
}

/** Looks for rows that satisfy a demand together; the values of its cells are theirs when it ends well. */
class Search {
  readonly #demand: Demand;
  readonly #filled: FilledRows;
  readonly #turn: number;
  #looked = 0;

  constructor(demand: Demand, filled: FilledRows, turn: number) {
    this.#demand = demand;
    this.#filled = filled;
    this.#turn = turn;
  }

  run(): boolean {
    return this.#from(new Set(this.#demand.rows));
  }

  /** The row of which most is known comes next. */
  #from(open: ReadonlySet<WantedRow>): boolean {
    const demand = this.#demand;
    const known = ({ cells }: WantedRow): number => cells.filter((cell) => demand.valueOf(cell) !== undefined).length;
    const [next] = [...open].sort((a, b) => known(b) - known(a));
    if (!next) return demand.comparisons.every((each) => demand.holds(each));
    const rest = new Set([...open].filter((row) => row !== next));
    const rows = this.#filled.of(next.table);
    const shared = next.cells.flatMap((cell, column) => (demand.sizeOf(cell) > 1 ? [{ cell, column }] : []));
    const compared = next.cells.map((cell, column) => ({ cell, column }));
    for (let i = 0; i < rows.length && this.#looked < MOST_LOOKED_AT; i++) {
      this.#looked++;
      // The latest rows first, and in another turn those before them.
      const at = (2 * rows.length - 1 - i - Math.floor((this.#turn * rows.length) / MOST_FOUND)) % rows.length;
      const values = rows[at]?.values ?? [];
      const fits = compared.every(({ cell, column }) => {
        const wanted = demand.valueOf(cell);
        return wanted === undefined || alike(wanted, values[column] ?? null);
      });
      // NULL joins to nothing.
      if (!fits || shared.some(({ column }) => (values[column] ?? null) === null)) continue;
      const before = demand.values();
      for (const { cell, column } of compared) demand.fix(cell, values[column] ?? null);
      if (!demand.impossible && this.#from(rest)) return true;
      demand.restore(before);
    }
    return false;
  }
}
