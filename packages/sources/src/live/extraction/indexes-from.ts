import type { Index, UniqueKey } from '@datamigrate/catalog';
import type { LiveRow } from '../connection/live-connection.js';
import { bare } from './columns-from.js';
import { RowReader } from './live-rows.js';

interface LiveIndex {
  readonly name: string;
  readonly clustered: boolean;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly constraint: boolean;
  readonly filter: string | undefined;
  readonly madeUp: boolean;
  readonly columns: string[];
  readonly included: string[];
}

export interface LiveKeys {
  readonly primaryKey: UniqueKey | undefined;
  readonly uniqueKeys: readonly UniqueKey[];
  readonly indexes: readonly Index[];
}

/** Rows of the set `index_of` of one table; `nameOf` gives the names of its columns. */
export function indexesFrom(rows: readonly LiveRow[], nameOf: (id: number) => string | undefined): LiveKeys {
  const indexes = new Map<number, LiveIndex>();
  for (const row of rows) {
    const read = new RowReader(row);
    read.text();
    const id = read.number();
    const name = read.text();
    const clustered = read.number() === 1;
    const unique = read.flag();
    const primary = read.flag();
    const constraint = read.flag();
    const filter = read.optional();
    const madeUp = read.flag();
    const column = nameOf(read.number());
    const included = read.flag();
    const known = indexes.get(id) ?? {
      name,
      clustered,
      unique,
      primary,
      constraint,
      filter,
      madeUp,
      columns: [],
      included: [],
    };
    indexes.set(id, known);
    if (column !== undefined) (included ? known.included : known.columns).push(column);
  }
  const all = [...indexes.values()];
  const key = ({ name, madeUp, columns, clustered }: LiveIndex): UniqueKey => ({
    ...(madeUp ? {} : { name }),
    columns,
    clustered,
  });
  const primary = all.find((index) => index.primary);
  return {
    primaryKey: primary && key(primary),
    uniqueKeys: all.filter((index) => index.constraint).map(key),
    indexes: all
      .filter((index) => !index.primary && !index.constraint)
      .map(({ name, columns, included, unique, filter }) => ({
        name,
        columns,
        included,
        unique,
        ...(filter === undefined ? {} : { filter: bare(filter) }),
      })),
  };
}
