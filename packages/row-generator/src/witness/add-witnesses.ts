import { CatalogIndex, isInteger, type Module, quotedName, type SqlType, type Table } from '@datamigrate/catalog';
import type { Database } from '@datamigrate/tsql-engine';
import { firstCall } from '../branches/procedure-calls.js';
import { trialCall } from '../branches/trial-call.js';
import { tableKey } from '../modules/column-ref.js';
import { objectsIn } from '../modules/objects-in.js';
import { seedOf } from '../random.js';
import { fillOrder } from '../rows/fill-order.js';
import type { TableFiller } from '../rows/fill-table.js';
import type { FilledRows } from '../rows/filled-rows.js';
import type { FlowingKey } from '../rows/flowing-keys.js';
import { type Cell, Demand } from './demand.js';
import { QueryReader, type ReaderContext } from './query-reader.js';
import { type Question, questionsOf } from './questions.js';
import { RowPlacer } from './row-placer.js';

export interface WitnessTask {
  readonly modules: readonly Module[];
  readonly seed: number;
  /** Rows that each table was to get; as many may follow. */
  readonly rows: number;
  readonly filled: FilledRows;
  /** Whether the rows of a table are generated ones. */
  isFilled(table: Table): boolean;
  /** By table: columns that modules need to tell rows apart. */
  readonly distinct: ReadonlyMap<string, readonly (readonly number[])[]>;
  /** Texts that modules convert, by column. */
  readonly converted: ReadonlyMap<string, SqlType>;
  /** By table: keys of others that modules make of its values. */
  readonly flowing: ReadonlyMap<string, readonly FlowingKey[]>;
  /** Tables that have rows of their own may get more of them. */
  readonly mayGrow: boolean;
  fillerOf(table: Table): TableFiller | undefined;
}

/** Rows that are made for a query, and the most for one that counts them. */
const COPIES = 3;
const MOST_COPIES = 24;
/** A trial that goes on for longer is stopped. */
const MOST_STATEMENTS = 2000;

/**
 * Rows made for the queries of modules, each for all tables of a query together: the keys of its joins agree, its
 * conditions hold, and groups have the rows that conditions ask for. Gives the number of rows that each table got.
 */
export function addWitnesses(database: Database, task: WitnessTask): ReadonlyMap<Table, number> {
  const { catalog } = database;
  const tables = new Map(catalog.tables.map((table) => [tableKey(table), table]));
  const places = new Map(fillOrder(catalog.tables, new Map()).map(({ table }, i) => [table, i]));
  const placer = new RowPlacer(new CatalogIndex(catalog), task, places);
  for (const module of task.modules) {
    if (module.kind === 'trigger') continue;
    const answerAll = (): void => {
      const asked = questionsOf(database, tables, module, task.seed);
      for (const question of asked?.questions ?? []) if (asked) answer(asked.context, question, placer);
    };
    placer.begin();
    answerAll();
    if (!placer.hasAdded || writes(database, module) || runs(database, module)) continue;
    placer.takeBack(database);
    // One that fails without them does not fail because of them.
    if (!runs(database, module)) answerAll();
  }
  return placer.added;
}

/** Trials of loads take long, and mostly fail for the rows of their targets. */
function writes(database: Database, module: Module): boolean {
  const tree = module.kind === 'procedure' ? database.body(module).body?.statements : undefined;
  if (!tree) return false;
  for (const node of objectsIn(tree)) {
    const { kind, target } = node as { readonly kind?: string; readonly target?: { readonly kind?: string } };
    if (kind === 'update' || kind === 'delete' || kind === 'merge') return true;
    if (kind === 'insert' && target?.kind === 'table') return true;
  }
  return false;
}

function runs(database: Database, module: Module): boolean {
  if (module.kind !== 'view' && module.kind !== 'procedure') return true;
  const text = module.kind === 'view' ? `SELECT * FROM ${quotedName(module)}` : firstCall(database, module);
  const { statementLimit } = database;
  database.statementLimit = MOST_STATEMENTS;
  const { error } = trialCall(database, text);
  database.statementLimit = statementLimit;
  return error === undefined;
}

function answer(context: ReaderContext, question: Question, placer: RowPlacer): void {
  let wanted = COPIES;
  let group: readonly (string | null | undefined)[] | undefined;
  for (let turn = 0; turn < wanted; turn++) {
    const demand = new Demand();
    const { parameters } = readQuestion(context, question, demand, turn);
    if (turn + 1 < wanted) giveArguments(demand, parameters);
    if (turn === 0 && demand.ranked) wanted += placer.nextRank();
    wanted = Math.min(MOST_COPIES, Math.max(wanted, demand.copies));
    // The last one stands in a group of its own.
    if (turn + 1 < wanted) {
      group?.forEach((value, i) => {
        const term = demand.groups?.[i];
        if (term?.kind === 'cell' && !term.rough && value !== undefined && demand.valueOf(term.cell) === undefined)
          demand.fix(term.cell, value);
      });
    }
    // Conditions of one table are mostly met by its own rows already.
    if (demand.rows.length < 2 && demand.copies === 0 && placer.hasRows(demand, COPIES, turn)) continue;
    if (!placer.place(demand, turn)) continue;
    group ??= demand.groups?.map((term) => (term?.kind === 'cell' ? demand.valueOf(term.cell) : undefined));
  }
}

/** Parameters of one name get one value: it is given to all procedures. */
export function giveArguments(demand: Demand, parameters: ReadonlyMap<string, Cell>): void {
  for (const [name, cell] of parameters) {
    const type = demand.typeOf(cell);
    if (demand.valueOf(cell) !== undefined || !isInteger(type) || type.name === 'bit') continue;
    demand.fix(cell, /year/i.test(name) ? '2024' : String(1 + (seedOf(1, name) % 9)));
  }
}

export function readQuestion(context: ReaderContext, question: Question, demand: Demand, turn: number): QueryReader {
  const reader = new QueryReader(context, demand, turn);
  if ('query' in question) reader.open(question.query);
  else reader.openTables(question.from, question.where);
  for (const { condition, holds } of question.conditions) reader.require(condition, undefined, !holds);
  return reader;
}
