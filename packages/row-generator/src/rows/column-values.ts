import { isCharacter, type SqlType, type Table } from '@datamigrate/catalog';
import { someExpression } from '@datamigrate/tsql-binder';
import { type Database, Refusal, SqlError, type TableWriter } from '@datamigrate/tsql-engine';
import { keyOf, tableKey } from '../modules/column-ref.js';
import type { ModuleFacts } from '../modules/module-facts.js';
import { convertsTo, distinctTexts, textsOf } from '../values/convertible.js';
import { defaultValues } from '../values/default-values.js';
import { distinctValue } from '../values/distinct-value.js';
import { jsonTexts } from '../values/json-text.js';
import { neighbours } from '../values/neighbours.js';

/** What rows of one table may hold, column by column. */
export class ColumnValues {
  readonly #table: Table;
  readonly #writer: TableWriter;
  readonly #facts: ModuleFacts;
  readonly #always: ReadonlySet<string>;
  readonly #allowed = new Map<string, boolean>();

  constructor(table: Table, writer: TableWriter, facts: ModuleFacts) {
    this.#table = table;
    this.#facts = facts;
    this.#writer = writer;
    const failed = writer.failedChecks(table.columns.map(() => null));
    this.#always = new Set(failed instanceof SqlError || failed instanceof Refusal ? [] : failed);
  }

  /** Whether a value can stand in a column: it converts, here and where modules convert it, has room, and breaks no CHECK by itself. */
  allows(ordinal: number, value: string | null): boolean {
    const column = this.#table.columns[ordinal];
    if (!column) return false;
    if (value === null) return column.nullable;
    const key = `${ordinal}|${value}`;
    const known = this.#allowed.get(key);
    if (known !== undefined) return known;
    const result = this.#converts(ordinal, value) && hasRoom(column.type, value) && this.#passes(ordinal, value);
    this.#allowed.set(key, result);
    return result;
  }

  /** The type of a column's values: of texts that a module converts that of the conversion. */
  typeOf(ordinal: number): SqlType {
    const column = this.#table.columns[ordinal];
    if (!column || !isCharacter(column.type)) return column?.type ?? { name: 'null' };
    return this.#facts.converted.get(keyOf({ table: tableKey(this.#table), column: ordinal })) ?? column.type;
  }

  /** The n-th of values that are all different, where the column has room for it. */
  distinct(ordinal: number, n: number): string | undefined {
    const type = this.#table.columns[ordinal]?.type;
    if (!type) return undefined;
    const texts = isCharacter(type) ? distinctTexts(this.typeOf(ordinal), n) : [distinctValue(type, n)];
    return texts.find((text) => text !== undefined && this.allows(ordinal, text));
  }

  #converts(ordinal: number, value: string): boolean {
    const type = this.#table.columns[ordinal]?.type;
    return !type || !isCharacter(type) || convertsTo(value, this.typeOf(ordinal));
  }

  #passes(ordinal: number, value: string): boolean {
    const alone = this.#table.columns.map((_, i) => (i === ordinal ? value : null));
    const failed = this.#writer.failedChecks(alone);
    if (failed instanceof SqlError || failed instanceof Refusal) return false;
    return failed.every((name) => this.#always.has(name));
  }

  /** Candidates for a column: what modules and checks compare it with first, then ordinary values of its type. */
  of(ordinal: number): readonly string[] {
    const facts = this.#facts;
    const column = this.#table.columns[ordinal];
    if (!column) return [];
    const key = keyOf({ table: tableKey(this.#table), column: ordinal });
    const compared = [...(facts.values.get(key) ?? [])].filter((value) => value !== null);
    const around = compared.flatMap((value) => neighbours(value, column.type));
    const paths = facts.json.get(key);
    if (paths) return jsonTexts(paths).filter((value) => this.allows(ordinal, value));
    const texts = isCharacter(column.type) ? textsOf(this.typeOf(ordinal)) : defaultValues(column.type);
    const ordinary = texts.length > 0 ? texts : defaultValues(column.type);
    // Ranges that have no end: some more than one value of many.
    const open = facts.openEnds.has(key) && !facts.counted.has(key) ? Math.ceil(ordinary.length / 3) : 0;
    const candidates = [...new Set([...compared, ...around, ...ordinary]), ...Array<string>(open).fill(NO_END)];
    const safe = facts.divisors.has(key) ? candidates.filter((value) => Number(value) !== 0) : candidates;
    return safe.filter((value) => this.allows(ordinal, value));
  }
}

/** The last day that SQL Server knows stands for “no end”. */
const NO_END = '9999-12-31';

function hasRoom(type: SqlType, value: string): boolean {
  if (!isCharacter(type) || !('length' in type) || type.length === 'max') return true;
  return value.trimEnd().length <= type.length;
}

/** Columns that fill themselves: a sequence that gives keys would run into those that were made up. */
export function fillingColumns(database: Database, table: Table): ReadonlySet<number> {
  const stored = database.store(table)?.columns ?? [];
  return new Set(
    table.columns.flatMap((column, i) => {
      const { default: byDefault } = stored[i] ?? {};
      const isNumbered = byDefault && someExpression(byDefault, ({ kind }) => kind === 'next-value');
      const fills = column.identity || column.computed || column.generated || column.type.name === 'rowversion';
      return fills || isNumbered ? [i] : [];
    }),
  );
}
