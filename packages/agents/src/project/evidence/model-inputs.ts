import type { Catalog, QualifiedName, Table } from '@datamigrate/catalog';
import { objectKey } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { type ModelSpec, upstream } from '@datamigrate/dbt-project';
import { moduleById, moduleRead, tableById, viewQueries } from '../../assessment/estate-index.js';
import type { ModuleReader } from '../../assessment/module-facts.js';
import type { ObjectExecution } from '../../executor/object-execution.js';
import { comparedLinks, declaredLinks, type JoinLink } from './join-links.js';

/** An object of the original whose rows a model reads. */
export interface ModelInput {
  /** Name of the model that is read. */
  readonly model: string;
  readonly object: QualifiedName;
  /** Original column names to emitted ones. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What the models of a project stand for in the original. */
export class ModelInputs {
  readonly #byModel = new Map<string, ModelInput>();

  constructor(catalog: Catalog, plan: Plan, executions: ReadonlyMap<string, ObjectExecution>) {
    for (const { id, kind, models } of plan.objects) {
      const execution = executions.get(id);
      for (const { name, table } of models) {
        const object = tableById(catalog, table ?? id) ?? (kind === 'view' ? moduleById(catalog, id) : undefined);
        const columns = execution?.columns[name];
        if (object && columns) this.#byModel.set(name, { model: name, object, columns });
      }
    }
  }

  /** What a model reads; undefined where something of it stands for no rows of the original. */
  of({ sql }: ModelSpec): readonly ModelInput[] | undefined {
    const inputs = upstream(sql).map((name) => this.#byModel.get(name));
    return inputs.every((input) => input !== undefined) ? inputs : undefined;
  }
}

/** Tables below some objects, through views, with the links among them. */
export function tablesBelow(
  catalog: Catalog,
  reader: ModuleReader,
  objects: readonly string[],
  trees: readonly unknown[],
): { readonly tables: readonly Table[]; readonly links: readonly JoinLink[] } {
  const queryOfView = viewQueries(catalog, reader);
  const seen = new Set(objects.map((id) => id.toLowerCase()));
  const compared = trees.flatMap((tree) => comparedLinks(tree, queryOfView));
  const open = [...seen];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const module = moduleRead(catalog, name);
    if (module?.kind !== 'view') continue;
    compared.push(...comparedLinks(reader.read(module).view?.query, queryOfView));
    for (const read of reader.read(module).reads) {
      if (!seen.has(read)) open.push(read);
      seen.add(read);
    }
  }
  const tables = catalog.tables.filter((table) => seen.has(objectKey(table)));
  return { tables, links: [...compared, ...declaredLinks(tables)] };
}
