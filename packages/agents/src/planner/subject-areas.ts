import { type Catalog, displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { PlannedObject } from '@datamigrate/contracts';
import { modelName, schemaNames } from '@datamigrate/dbt-project';
import { compareText } from '@datamigrate/foundation';
import { moduleById, moduleRead, tableById } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';

/** The schema that everything is in unless somebody thought about it: alone it is no subject. */
const DEFAULT_SCHEMA = 'dbo';
/** Fewer models stay in one folder. */
const FEWEST_MODELS = 11;
/** Fewer models are no area. */
const FEWEST_OF_AREA = 2;

/**
 * Marts of the default schema by subject area, when they are many: the table that a model is about, which is the one that
 * refers to the others that it reads. What is about a table of its own stays in the folder of the schema.
 */
export function bySubjectArea(
  catalog: Catalog,
  reader: ModuleReader,
  objects: readonly PlannedObject[],
): readonly PlannedObject[] {
  const whole = schemaNames(catalog)(DEFAULT_SCHEMA);
  const marts = objects.flatMap(({ id, models }) =>
    models.filter(({ layer, folder }) => layer === 'marts' && folder === whole).map((model) => ({ id, model })),
  );
  if (marts.length < FEWEST_MODELS) return objects;
  const subjects = new Subjects(catalog);
  const areas = new Map<string, string>();
  for (const { id, model } of marts) {
    const written = model.table === undefined ? undefined : tableById(catalog, model.table);
    const subject = subjects.of(written ? [written] : tablesBelow(catalog, reader, id));
    if (subject) areas.set(model.name, areaName(subject));
  }
  const counts = new Map<string, number>();
  for (const area of areas.values()) counts.set(area, (counts.get(area) ?? 0) + 1);
  const large = new Set([...counts].flatMap(([area, count]) => (count >= FEWEST_OF_AREA ? [area] : [])));
  if (large.size < 2) return objects;
  return objects.map((object) => ({
    ...object,
    models: object.models.map((model) => {
      const area = model.layer === 'marts' && model.folder === whole ? areas.get(model.name) : undefined;
      return area !== undefined && large.has(area) ? { ...model, folder: area } : model;
    }),
  }));
}

/** `FactInternetSales` is about `internet_sales`. */
const areaName = ({ name }: Table): string => modelName(name, 'table').replace(/^(?:dim|fct)_/, '');

/** Tables that a module reads, through views. */
function tablesBelow(catalog: Catalog, reader: ModuleReader, id: string): readonly Table[] {
  const module = moduleById(catalog, id);
  const seen = new Set(module ? reader.read(module).reads : []);
  const open = [...seen];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const view = moduleRead(catalog, name);
    for (const read of view?.kind === 'view' ? reader.read(view).reads : []) {
      if (!seen.has(read)) open.push(read);
      seen.add(read);
    }
  }
  return catalog.tables.filter((table) => seen.has(objectKey(table)));
}

/** Which table others are about, by foreign keys. */
class Subjects {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #above = new Map<Table, ReadonlySet<Table>>();

  constructor({ tables }: Catalog) {
    this.#tables = new Map(tables.map((table) => [objectKey(table), table]));
  }

  of(tables: readonly Table[]): Table | undefined {
    const ranked = [...tables].sort(
      (a, b) =>
        this.#countAbove(b, tables) - this.#countAbove(a, tables) || compareText(displayName(a), displayName(b)),
    );
    const [first, second] = ranked;
    if (!first) return undefined;
    // Tables that do not refer to each other are several subjects.
    if (second && !this.#allAbove(first).has(second)) return undefined;
    return this.#owner(first);
  }

  /** Lines are about their order: a table whose key holds that of another one is a part of it. */
  #owner(table: Table): Table {
    const key = new Set(table.primaryKey?.columns.map((column) => column.toLowerCase()));
    const owners = this.#parents(table, (columns) => columns.every((column) => key.has(column.toLowerCase())));
    const [owner] = owners.sort(
      (a, b) => this.#allAbove(b).size - this.#allAbove(a).size || compareText(a.name, b.name),
    );
    return key.size > 1 && owner && owner !== table ? owner : table;
  }

  #countAbove(table: Table, among: readonly Table[]): number {
    const above = this.#allAbove(table);
    return among.filter((each) => above.has(each)).length;
  }

  #allAbove(table: Table): ReadonlySet<Table> {
    const known = this.#above.get(table);
    if (known) return known;
    const above = new Set<Table>();
    const open = [table];
    for (let next = open.pop(); next; next = open.pop()) {
      for (const parent of this.#parents(next)) {
        if (above.has(parent) || parent === table) continue;
        above.add(parent);
        open.push(parent);
      }
    }
    this.#above.set(table, above);
    return above;
  }

  #parents({ foreignKeys }: Table, wanted: (columns: readonly string[]) => boolean = () => true): Table[] {
    return foreignKeys
      .filter(({ columns }) => wanted(columns))
      .flatMap(({ references }) => this.#tables.get(objectKey(references)) ?? []);
  }
}
