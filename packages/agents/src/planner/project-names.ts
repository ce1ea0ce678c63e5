import { type Catalog, displayName, objectKey, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { nameTables, schemaNames, snakeCase, type TableNames } from '@datamigrate/dbt-project';

/** How the plan, with what people changed in it, calls things. */
export class ProjectNames {
  readonly tables: ReadonlyMap<string, TableNames>;
  /** The model that stands for a view or for a table that a procedure writes, by the object's id in lower case. */
  readonly #models = new Map<string, string>();
  /** The procedure whose model holds a table, by the table's id in lower case. */
  readonly #writers = new Map<string, string>();
  /** The model that keeps the rows which a table had before the run, by the table's id in lower case. */
  readonly #former = new Map<string, string>();

  constructor(catalog: Catalog, plan: Plan) {
    const named = nameTables(catalog.tables, schemaNames(catalog)).names;
    const staging = new Map<string, string>();
    for (const object of plan.objects) {
      const [model] = object.models;
      if (object.action === 'source' && model) staging.set(object.id, model.name);
      if (object.action !== 'convert') continue;
      if (object.kind === 'view' && model) this.#models.set(object.id.toLowerCase(), model.name);
      for (const { name, table, before } of object.models) {
        if (before !== undefined) this.#former.set(before.toLowerCase(), name);
        if (table === undefined) continue;
        this.#models.set(table.toLowerCase(), name);
        this.#writers.set(table.toLowerCase(), object.id);
      }
    }
    this.tables = new Map(
      [...named].map(([key, names]) => [key, { ...names, staging: staging.get(key) ?? names.staging }]),
    );
  }

  /** The model to read for an object: its own, or a table's staging model. */
  modelOf(object: QualifiedName): string | undefined {
    return this.#models.get(objectKey(object)) ?? this.tables.get(displayName(object))?.staging;
  }

  /** The model that keeps the rows which a table had before the run; undefined where nothing needs one. */
  formerModelOf(object: QualifiedName): string | undefined {
    return this.#former.get(objectKey(object));
  }

  /** The procedure whose model holds a table, by the table's id in lower case. */
  writerOf(table: string): string | undefined {
    return this.#writers.get(table);
  }

  /** No model holds a table after all: it is read as it was landed. */
  withdraw(table: string): void {
    this.#models.delete(table);
    this.#writers.delete(table);
  }

  /** Whether a table's rows come from a procedure. */
  isWritten(table: QualifiedName): boolean {
    return this.#models.has(objectKey(table));
  }

  columnsOf(table: Table): readonly string[] {
    const names = this.tables.get(displayName(table))?.columns;
    return table.columns.map(({ name }) => names?.get(name) ?? snakeCase(name));
  }
}

/** What queries call an object that they read: its model, a staging model without its prefix. */
export function inQueries(names: Pick<ProjectNames, 'modelOf'>, object: QualifiedName): string {
  const model = names.modelOf(object) ?? snakeCase(object.name);
  return model.startsWith('stg_') ? (model.split('__')[1] ?? model) : model;
}
