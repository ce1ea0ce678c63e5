import { type Catalog, displayName, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { nameTables, snakeCase, type TableNames } from '@datamigrate/dbt-project';

/** How the plan, with what people changed in it, calls things. */
export class ProjectNames {
  readonly tables: ReadonlyMap<string, TableNames>;
  /** The model that stands for a view or for a table that a procedure writes, by the object's id in lower case. */
  readonly #models = new Map<string, string>();

  constructor(catalog: Catalog, plan: Plan) {
    const named = nameTables(catalog.tables).names;
    const staging = new Map<string, string>();
    for (const object of plan.objects) {
      const [model] = object.models;
      if (object.action === 'source' && model) staging.set(object.id, model.name);
      if (object.action !== 'convert') continue;
      if (object.kind === 'view' && model) this.#models.set(object.id.toLowerCase(), model.name);
      for (const { name, table } of object.models) if (table !== undefined) this.#models.set(table.toLowerCase(), name);
    }
    this.tables = new Map(
      [...named].map(([key, names]) => [key, { ...names, staging: staging.get(key) ?? names.staging }]),
    );
  }

  /** The model to read for an object: its own, or a table's staging model. */
  modelOf(object: QualifiedName): string | undefined {
    return this.#models.get(displayName(object).toLowerCase()) ?? this.tables.get(displayName(object))?.staging;
  }

  /** Whether a table's rows come from a procedure. */
  isWritten(table: QualifiedName): boolean {
    return this.#models.has(displayName(table).toLowerCase());
  }

  columnsOf(table: Table): readonly string[] {
    const names = this.tables.get(displayName(table))?.columns;
    return table.columns.map(({ name }) => names?.get(name) ?? snakeCase(name));
  }
}
