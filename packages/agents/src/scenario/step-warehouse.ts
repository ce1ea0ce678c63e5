import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import {
  copyWarehouse,
  dropRelations,
  fillRelations,
  landAgain,
  landedSchema,
  landTables,
  type RelationFill,
  type TableToLand,
  type WarehouseRelation,
} from '@datamigrate/landing';
import { parseRelation } from '@datamigrate/validation';
import type { TableModel } from './project-models.js';

/** Called like the warehouse of the project: views hold the name of the file. */
const FILE = 'warehouse.duckdb';

/** The warehouse of a scenario: a file beside the project's own, and a profile with which dbt builds into it. */
export class StepWarehouse {
  readonly databasePath: string;
  /** Holds profiles.yml. */
  readonly profilesDir: string;
  readonly #landed = new Set<string>();
  #isNew = true;

  private constructor(folder: string) {
    this.profilesDir = folder;
    this.databasePath = join(folder, FILE);
  }

  static async create(folder: string, project: string): Promise<StepWarehouse> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const warehouse = new StepWarehouse(folder);
    const output = { type: 'duckdb', path: warehouse.databasePath, threads: 1 };
    // JSON is YAML.
    const profiles = { [project]: { target: 'dev', outputs: { dev: output } } };
    await writeFile(join(folder, 'profiles.yml'), JSON.stringify(profiles));
    return warehouse;
  }

  /** Begins with what the build of the whole project left. */
  async startFrom(databasePath: string): Promise<void> {
    await copyFile(databasePath, this.databasePath);
    this.#isNew = false;
  }

  /** The rows of the original become the landed ones; what dbt has built stays. */
  async land(tables: readonly TableToLand[]): Promise<Result<void, Diagnostic>> {
    const report = this.#isNew
      ? await landTables(this.databasePath, tables)
      : await landAgain(this.databasePath, tables);
    if (!report.ok) return report;
    this.#isNew = false;
    return ok(undefined);
  }

  /** Gives models that nobody builds the rows of their tables, as they were landed. */
  async fill(models: readonly { readonly model: TableModel; readonly table: Table }[]): Promise<void> {
    const fills = models.flatMap(({ model, table }): RelationFill[] => {
      const relation = relationOf(model);
      if (!relation) return [];
      this.#landed.add(model.name);
      const from = { schema: landedSchema(table.schema), name: table.name };
      return [{ relation, from, columns: model.columns }];
    });
    await fillRelations(this.databasePath, fills);
  }

  /** Lets models begin anew: the next build starts from their landed rows. */
  async drop(models: readonly TableModel[]): Promise<void> {
    await dropRelations(
      this.databasePath,
      models.flatMap((model) => relationOf(model) ?? []),
    );
    for (const { name } of models) this.#landed.delete(name);
  }

  /** Whether the rows of a model are landed ones, not built by dbt. */
  isLanded({ name }: TableModel): boolean {
    return this.#landed.has(name);
  }

  /** Keeps the file as it is under another name, the named relations readable for anyone. */
  async keep(path: string, relations: readonly string[]): Promise<void> {
    await copyWarehouse(
      this.databasePath,
      path,
      relations.flatMap((relation) => parseRelation(relation) ?? []),
    );
  }

  async remove(): Promise<void> {
    await rm(this.profilesDir, { recursive: true, force: true });
  }
}

function relationOf({ relation }: TableModel): WarehouseRelation | undefined {
  return relation === undefined ? undefined : parseRelation(relation);
}
