import type { Table } from '@datamigrate/catalog';
import { Refusal, SqlError, type TableWriter } from '@datamigrate/tsql-engine';
import { keyOf, tableKey } from '../modules/column-ref.js';
import type { ModuleFacts } from '../modules/module-facts.js';
import { type Random, seedOf } from '../random.js';
import { alike } from '../values/alike.js';
import { distinctValue } from '../values/distinct-value.js';
import { equalityText } from '../values/equality-text.js';
import { step } from '../values/neighbours.js';
import { textLike } from '../values/pattern-text.js';
import type { ValueText } from '../values/value-text.js';
import { ColumnValues } from './column-values.js';
import type { FilledRows } from './filled-rows.js';
import { agreeing, choice, type ForeignValues } from './foreign-values.js';
import type { CheckRule } from './table-checks.js';
import { uniqueSets } from './table-keys.js';
import type { ValueClasses } from './value-classes.js';

const TRIES = 10;
const REPAIRS = 16;
/** After so many rows in a row that did not fit, the table is full. */
const FAILURES = 6;

/** Values that rows of this table need together, and the number of the condition that needs them. */
export interface TableRecipe {
  readonly recipe: number;
  readonly values: ReadonlyMap<number, string | null>;
}

export interface TableTask {
  readonly table: Table;
  readonly rows: number;
  readonly writer: TableWriter;
  /** Columns that get their values by themselves. */
  readonly filling: ReadonlySet<number>;
  readonly foreign: readonly ForeignValues[];
  readonly rules: readonly CheckRule[];
  readonly recipes: readonly TableRecipe[];
  readonly facts: ModuleFacts;
  readonly classes: ValueClasses;
  readonly filled: FilledRows;
  readonly random: Random;
}

/** Makes the rows of one table. */
export class TableFiller {
  readonly #task: TableTask;
  readonly #values: ColumnValues;
  readonly #candidates: readonly (readonly string[])[];
  readonly #unique: readonly (readonly number[])[];
  /** Columns that modules need to tell rows apart. */
  readonly #distinct: readonly (readonly number[])[];
  readonly #foreign: readonly ForeignValues[];
  readonly #foreignColumns: ReadonlySet<number>;
  readonly #seen = new Set<string>();
  #reason = '';
  #added = 0;

  constructor(task: TableTask) {
    this.#task = task;
    this.#values = new ColumnValues(task.table, task.writer, task.facts);
    this.#candidates = task.table.columns.map((_, i) => (task.filling.has(i) ? [] : this.#values.of(i)));
    const keys = uniqueSets(task.table);
    // Keys do so anyway, and columns that fill themselves have no values yet when a row is made.
    this.#distinct = (task.facts.distinct.get(tableKey(task.table)) ?? []).filter(
      (set) =>
        !set.some((column) => task.filling.has(column)) &&
        !keys.some((key) => key.every((column) => set.includes(column))),
    );
    this.#unique = [...keys, ...this.#distinct];
    if (this.#distinct.length > 0)
      for (const { values } of task.filled.of(task.table)) for (const key of this.#keysOf(values)) this.#seen.add(key);
    this.#foreign = task.foreign.flatMap((key) => this.#possible(key));
    this.#foreignColumns = new Set(this.#foreign.flatMap(({ columns }) => columns));
  }

  /** Keys of other tables that the columns have room for. */
  #possible(key: ForeignValues): readonly ForeignValues[] {
    if (!key.flowing) return [key];
    const choices = key.choices.filter(({ values }) =>
      values.every((value, i) => this.#values.allows(key.columns[i] ?? -1, value)),
    );
    return choices.length === 0 ? [] : [{ ...key, choices }];
  }

  /** Gives the number of rows and, where they are fewer than wanted, why. */
  fill(): { readonly rows: number; readonly reason: string } {
    const { table, rows, filled } = this.#task;
    const demanded = (filled.demanded.get(tableKey(table)) ?? []).filter((values) =>
      [...values].every(([column, value]) => this.#values.allows(column, value)),
    );
    const impossible = this.#impossibleColumn();
    if (impossible !== undefined)
      return {
        rows: 0,
        reason: `no value was found for its column ${impossible} that the type and CHECK constraints allow.`,
      };
    const wanted = Math.max(rows, demanded.length);
    let made = 0;
    let failures = 0;
    for (let i = 0; i < wanted && failures < FAILURES; i++) {
      if (this.#addRow(i, demanded[i])) {
        made++;
        failures = 0;
      } else failures++;
    }
    return { rows: made, reason: this.#reason };
  }

  /** One row more, with these values. */
  add(values: ReadonlyMap<number, string | null>): boolean {
    for (const [column, value] of values) if (!this.#values.allows(column, value)) return false;
    if (!this.#foreign.every((key) => !key.flowing || hasParent(key, values))) return false;
    this.#added++;
    return this.#addRow(this.#task.rows * 7 + this.#added, values, true);
  }

  #impossibleColumn(): string | undefined {
    return this.#task.table.columns.find(
      (column, i) =>
        !column.nullable &&
        !column.default &&
        !this.#task.filling.has(i) &&
        !this.#foreignColumns.has(i) &&
        this.#candidates[i]?.length === 0,
    )?.name;
  }

  #addRow(index: number, demanded: ReadonlyMap<number, string | null> | undefined, alone = false): boolean {
    const { table, writer, recipes, random, filled, classes } = this.#task;
    const wanted = !alone && index % 2 === 0 && recipes.length > 0 ? recipes[(index / 2) % recipes.length] : undefined;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const recipe = attempt < TRIES / 2 ? wanted : undefined;
      const values = this.#build(index, attempt, recipe, demanded);
      if (!this.#satisfyChecks(values)) continue;
      if (!this.#isDistinct(values)) continue;
      const row = writer.addTexts(values);
      if (row instanceof SqlError || row instanceof Refusal) {
        this.#reason = row.message;
        continue;
      }
      const texts = writer.texts(row);
      for (const key of [...this.#keysOf(values), ...this.#keysOf(texts)]) this.#seen.add(key);
      const done = { values: texts, recipe: recipe?.recipe };
      filled.add(table, done);
      for (const key of this.#foreign) if (key.toItself) key.choices.push(...choice(done, key.referenced));
      texts.forEach((text, column) => {
        if (random.chance(0.9)) classes.note(keyOf({ table: tableKey(table), column }), text);
      });
      return true;
    }
    return false;
  }

  /** Modules may need columns to be unique that no key makes so: the source rows of a MERGE. */
  #isDistinct(values: readonly ValueText[]): boolean {
    return !this.#keysOf(values).some((key) => this.#seen.has(key));
  }

  #keysOf(values: readonly ValueText[]): readonly string[] {
    const { columns } = this.#task.table;
    const keyed = (column: number): string | null => {
      const text = values[column];
      return text == null ? null : equalityText(columns[column]?.type, text);
    };
    return this.#distinct.map((set) => JSON.stringify([set, set.map(keyed)]));
  }

  #build(
    index: number,
    attempt: number,
    recipe: TableRecipe | undefined,
    demanded: ReadonlyMap<number, string | null> | undefined,
  ): ValueText[] {
    const { table } = this.#task;
    const values: ValueText[] = table.columns.map(() => undefined);
    for (const [column, value] of demanded ?? []) values[column] = value;
    const later = this.#nameParents(values, index, attempt, recipe);
    const bound = new Set(this.#foreign.flatMap(({ columns, flowing }) => (flowing ? [] : columns)));
    table.columns.forEach((_, i) => {
      if (values[i] !== undefined || this.#task.filling.has(i) || bound.has(i)) return;
      values[i] = this.#valueFor(i, index, attempt, recipe);
    });
    for (const { columns, referenced } of later) {
      for (const [i, column] of columns.entries()) {
        const own = referenced[i] ?? -1;
        // A key that the table would number itself is given to the row that refers to itself.
        values[own] ??= distinctValue(table.columns[own]?.type ?? { name: 'null' }, index + attempt);
        values[column] = values[own];
      }
    }
    return values;
  }

  /** Sets foreign keys. Those of a first row that refers to itself can only be set when its own key is there. */
  #nameParents(
    values: ValueText[],
    index: number,
    attempt: number,
    recipe: TableRecipe | undefined,
  ): readonly ForeignValues[] {
    const { random } = this.#task;
    const later: ForeignValues[] = [];
    let turn = index + (attempt < TRIES / 2 ? 0 : attempt * this.#task.rows);
    for (const key of this.#foreign) {
      const isKey = this.#unique.some(
        (set) =>
          set.every((column) => this.#foreignColumns.has(column)) && set.some((column) => key.columns.includes(column)),
      );
      const none = key.choices.length === 0;
      if (none && key.toItself && !key.optional) {
        later.push(key);
        continue;
      }
      const wantsNone = key.columns.some((column) => recipe?.values.get(column) === null);
      if (key.optional && (none || wantsNone || (!isKey && random.chance(0.12)))) {
        this.#setNull(values, key);
        continue;
      }
      const from = isKey ? turn % key.choices.length : this.#likely(key, recipe);
      turn = isKey ? Math.floor(turn / key.choices.length) : turn;
      const found = agreeing(key, values, from);
      if (found) for (const [i, column] of key.columns.entries()) values[column] = found.values[i];
      else if (key.optional) this.#setNull(values, key);
    }
    return later;
  }

  #setNull(values: ValueText[], { columns }: ForeignValues): void {
    const column = columns.find((each) => this.#task.table.columns[each]?.nullable && values[each] === undefined);
    if (column !== undefined) values[column] = null;
    for (const other of columns) {
      if (values[other] === undefined && !this.#task.table.columns[other]?.nullable)
        values[other] = this.#task.random.pick(this.#candidates[other] ?? []);
    }
  }

  /** Where to look for a parent: a row that was made for the same condition, or one with the wanted key; else anywhere. */
  #likely({ choices, columns }: ForeignValues, recipe: TableRecipe | undefined): number {
    const { random } = this.#task;
    const from = random.below(choices.length);
    if (!recipe) return from;
    const wanted = columns.map((column) => recipe.values.get(column));
    for (let i = 0; i < Math.min(choices.length, 200); i++) {
      const at = (from + i) % choices.length;
      const candidate = choices[at];
      const fits = wanted.some((value) => value !== undefined)
        ? wanted.every((value, n) => value === undefined || value === candidate?.values[n])
        : candidate?.recipe === recipe.recipe;
      if (fits) return at;
    }
    return from;
  }

  #valueFor(ordinal: number, index: number, attempt: number, recipe: TableRecipe | undefined): ValueText {
    const { table, random, classes, facts } = this.#task;
    const column = table.columns[ordinal];
    if (!column) return null;
    const candidates = this.#candidates[ordinal] ?? [];
    const asked = recipe?.values.get(ordinal);
    if (asked !== undefined && this.#values.allows(ordinal, asked)) return asked;
    const unique = this.#unique.filter((set) => set.includes(ordinal));
    if (unique.some((set) => set.length === 1) || (attempt > 1 && unique.length > 0)) {
      const value = this.#uniqueValue(ordinal, index, attempt);
      if (value !== undefined) return value;
    }
    if (column.default && random.chance(0.15)) return undefined;
    const required = facts.required.has(keyOf({ table: tableKey(table), column: ordinal }));
    if (column.nullable && (candidates.length === 0 || (!required && random.chance(0.12)))) return null;
    const shared = classes.valuesOf(keyOf({ table: tableKey(table), column: ordinal }));
    if (shared.length > 0 && random.chance(0.75)) {
      const value = random.pick(shared);
      if (value !== undefined && this.#values.allows(ordinal, value)) return value;
    }
    return random.pick(candidates) ?? (column.default ? undefined : column.nullable ? null : '');
  }

  /** Values that modules know first, then ones that nothing else has. */
  #uniqueValue(ordinal: number, index: number, attempt: number): string | undefined {
    const { table, classes, rows, rules, random } = this.#task;
    const key = keyOf({ table: tableKey(table), column: ordinal });
    const shared = classes.valuesOf(key);
    const known = [
      ...shared.filter((value) => this.#values.allows(ordinal, value)),
      ...(this.#candidates[ordinal] ?? []),
    ];
    if (classes.has(key) && index % 3 === 2) {
      // Some keys that no other table knows: joins have to miss, too.
      const own = this.#values.distinct(ordinal, index + rows * (3 + (seedOf(0, key) % 5)));
      if (attempt === 0 && own !== undefined) return own;
    }
    if (attempt === 0 && index % 2 === 0 && index / 2 < known.length) return known[index / 2];
    const value = this.#values.distinct(ordinal, index + (attempt > 4 ? attempt * rows : 0));
    if (value !== undefined) return value;
    const pattern = random.pick(rules.flatMap(({ patterns }) => patterns.filter(({ column }) => column === ordinal)));
    if (pattern && attempt % 2 === 1) return textLike(pattern.text, pattern.escape, random);
    return known[(index + attempt) % Math.max(1, known.length)];
  }

  /** Changes a row until its CHECK constraints hold. */
  #satisfyChecks(values: ValueText[]): boolean {
    const { writer, rules } = this.#task;
    for (let round = 0; round < REPAIRS; round++) {
      const failed = writer.failedChecks(values);
      if (failed instanceof SqlError || failed instanceof Refusal) {
        this.#reason = failed.message;
        return false;
      }
      const [name] = failed;
      if (name === undefined) return true;
      this.#reason = `no values were found for its CHECK constraint ${name}.`;
      const rule = rules.find((each) => each.name === name);
      if (!rule) return false;
      this.#repair(values, rule, round);
    }
    return false;
  }

  #repair(values: ValueText[], rule: CheckRule, round: number): void {
    const { random, table } = this.#task;
    const free = (column: number): boolean => !this.#foreignColumns.has(column) && !this.#task.filling.has(column);
    const pair = random.pick(rule.pairs.filter(({ column }) => free(column)));
    if (pair && round % 3 === 0) {
      const other = values[pair.other];
      const type = table.columns[pair.column]?.type;
      const by = pair.operator.startsWith('<') ? -1 : 1;
      const value =
        typeof other === 'string' && type
          ? /^(=|[<>]=)$/.test(pair.operator) && random.chance(0.5)
            ? other
            : step(other, type, by)
          : other;
      if (value !== undefined && this.#values.allows(pair.column, value)) values[pair.column] = value;
      return;
    }
    const way = round % 3 < 2 ? random.pick(rule.ways) : undefined;
    if (way) {
      for (const { column, value } of way.values())
        if (free(column.column) && this.#values.allows(column.column, value)) values[column.column] = value;
      return;
    }
    const column = random.pick(rule.columns.filter(free));
    if (column === undefined) return;
    const nullable = table.columns[column]?.nullable && round > REPAIRS / 2;
    values[column] = nullable ? null : (random.pick(this.#candidates[column] ?? []) ?? null);
  }
}

/** Whether wanted values are those of a row that the key may name. */
function hasParent({ columns, choices }: ForeignValues, wanted: ReadonlyMap<number, string | null>): boolean {
  const own = columns.map((column) => wanted.get(column));
  if (own.some((value) => typeof value !== 'string')) return true;
  return choices.some(({ values }) => values.every((value, i) => alike(value, own[i] ?? null)));
}
