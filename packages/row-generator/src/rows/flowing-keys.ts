import { isCharacter, type Table } from '@datamigrate/catalog';
import type { Partner } from '../modules/column-origins.js';
import { type ColumnRef, keyOf, tableKey } from '../modules/column-ref.js';
import type { ModuleFacts } from '../modules/module-facts.js';
import type { Write, Written } from '../modules/written-values.js';
import { ordinalOf } from './fill-order.js';
import { referencedColumns } from './filled-rows.js';

/** Columns of a table whose values modules write into a foreign key of another one: they have to be keys of its parent. */
export interface FlowingKey {
  readonly columns: readonly number[];
  readonly parent: Table;
  readonly referenced: readonly number[];
}

export interface FlowingKeys {
  readonly keys: ReadonlyMap<string, readonly FlowingKey[]>;
  /** Keys that modules write as constants, such as that of the row that stands for an unknown one. */
  readonly constants: readonly {
    readonly parent: Table;
    readonly column: number;
    readonly values: ReadonlySet<string>;
  }[];
}

type Parent = (key: Table['foreignKeys'][number]) => Table | undefined;

/** What the targets of a column's values ask of it, they ask of the columns that the values come from. */
export function spreadToSources(facts: ModuleFacts): void {
  const sources = new Map<string, ColumnRef[]>();
  for (const { table, columns } of facts.writes) {
    for (const [column, { exact, decisive, nullable }] of columns) {
      const key = keyOf({ table, column });
      const known = sources.get(key) ?? [];
      known.push(...exact);
      sources.set(key, known);
      const partners = decisive.joins.flatMap((join) => join.columns);
      for (const source of nullable ? [] : [...decisive.columns, ...partners]) facts.required.add(keyOf(source));
    }
  }
  const spread = (from: Iterable<string>, take: (source: ColumnRef, target: string) => boolean): void => {
    const open = [...from];
    for (let target = open.pop(); target !== undefined; target = open.pop())
      for (const source of sources.get(target) ?? []) if (take(source, target)) open.push(keyOf(source));
  };
  spread([...facts.required], (source) => {
    const isNew = !facts.required.has(keyOf(source));
    facts.required.add(keyOf(source));
    return isNew;
  });
  spread([...facts.counted], (source) => {
    const isNew = !facts.counted.has(keyOf(source));
    facts.counted.add(keyOf(source));
    return isNew;
  });
  spread([...facts.converted.keys()], (source, target) => {
    const [type, own] = [facts.converted.get(target), facts.typeOf(source)];
    if (!type || !own || !isCharacter(own) || facts.converted.has(keyOf(source))) return false;
    facts.converted.set(keyOf(source), type);
    return true;
  });
}

/** Follows the values that foreign keys are given back to the tables that they come from. */
export function flowingKeys(tables: readonly Table[], parentOf: Parent, writes: readonly Write[]): FlowingKeys {
  const byTarget = new Map<string, Write[]>();
  for (const write of writes) {
    const known = byTarget.get(write.table) ?? [];
    known.push(write);
    byTarget.set(write.table, known);
  }
  const origins = new Origins(byTarget);
  const found = new Map<string, FlowingKey[]>();
  const constants = new Map<string, { parent: Table; column: number; values: Set<string> }>();
  const seen = new Set<string>();
  for (const { target, columns, parent, referenced } of foreignKeys(tables, parentOf)) {
    const open = [{ target, columns }];
    for (let next = open.pop(); next; next = open.pop()) {
      for (const write of byTarget.get(next.target) ?? []) {
        const sources = next.columns.flatMap((column) => write.columns.get(column) ?? []);
        if (sources.length < columns.length) continue;
        const [column] = referenced;
        if (referenced.length === 1 && column !== undefined) {
          const place = keyOf({ table: tableKey(parent), column });
          const known = constants.get(place) ?? { parent, column, values: new Set() };
          constants.set(place, known);
          for (const value of sources[0]?.constants ?? []) known.values.add(value);
        }
        for (const { table, columns: own } of sourceTables(sources)) {
          const place = `${table} ${own} ${tableKey(parent)} ${referenced}`;
          if (seen.has(place)) continue;
          seen.add(place);
          // What the parent's own keys are made of is not bound to those that are there.
          const gives = own.some((each, i) =>
            origins.of({ table: tableKey(parent), column: referenced[i] ?? -1 }).has(keyOf({ table, column: each })),
          );
          if (gives) continue;
          found.set(table, [...(found.get(table) ?? []), { columns: own, parent, referenced }]);
          open.push({ target: table, columns: own });
        }
      }
    }
  }
  const byKey = new Map(tables.map((table) => [tableKey(table), table]));
  for (const { columns, partners } of partnersNeeded(writes)) {
    const [table, parent] = [columns[0]?.table, byKey.get(partners[0]?.table ?? '')];
    const place = `${columns.map(keyOf)} ${partners.map(keyOf)}`;
    if (table === undefined || !parent || seen.has(place)) continue;
    seen.add(place);
    if (columns.some((each, i) => origins.of(partners[i] ?? each).has(keyOf(each)))) continue;
    const key = {
      columns: columns.map(({ column }) => column),
      parent,
      referenced: partners.map(({ column }) => column),
    };
    found.set(table, [...(found.get(table) ?? []), key]);
  }
  return { keys: found, constants: [...constants.values()] };
}

/** Outer joins that have to find a partner: a column that cannot be NULL takes what they give. */
function partnersNeeded(writes: readonly Write[]): readonly Partner[] {
  return writes.flatMap(({ columns }) =>
    [...columns.values()].flatMap(({ nullable, decisive }) => (nullable ? [] : decisive.joins)),
  );
}

function foreignKeys(
  tables: readonly Table[],
  parentOf: Parent,
): readonly { target: string; columns: readonly number[]; parent: Table; referenced: readonly number[] }[] {
  return tables.flatMap((table) =>
    table.foreignKeys.flatMap((key) => {
      const parent = parentOf(key);
      const columns = key.columns.map((name) => ordinalOf(table, name));
      const referenced = parent ? referencedColumns(parent, key) : [];
      const isWhole = ![...columns, ...referenced].includes(-1) && columns.length === referenced.length;
      return parent && isWhole ? [{ target: tableKey(table), columns, parent, referenced }] : [];
    }),
  );
}

/** The tables that all columns of a key come from together. */
function sourceTables(sources: readonly Written[]): { table: string; columns: readonly number[] }[] {
  const [first, ...rest] = sources;
  return (first?.possible ?? []).flatMap(({ table, column }) => {
    const others = rest.map(({ possible }) => possible.find((each) => each.table === table)?.column ?? -1);
    return others.includes(-1) ? [] : [{ table, columns: [column, ...others] }];
  });
}

/** The columns that the values of a column can come from, itself included. */
class Origins {
  readonly #writes: ReadonlyMap<string, readonly Write[]>;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(writes: ReadonlyMap<string, readonly Write[]>) {
    this.#writes = writes;
  }

  of(column: ColumnRef): ReadonlySet<string> {
    const known = this.#known.get(keyOf(column));
    if (known) return known;
    const found = new Set([keyOf(column)]);
    this.#known.set(keyOf(column), found);
    const open = [column];
    for (let next = open.pop(); next; next = open.pop()) {
      for (const write of this.#writes.get(next.table) ?? []) {
        for (const source of write.columns.get(next.column)?.possible ?? []) {
          if (found.has(keyOf(source))) continue;
          found.add(keyOf(source));
          open.push(source);
        }
      }
    }
    return found;
  }
}
