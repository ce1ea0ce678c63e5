import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import type { ConfigValue, Layer, Materialized, ModelSpec } from '../spec/project-spec.js';
import { LAYERS, layerDefault } from './layers.js';

interface Settings {
  readonly materialized: Materialized;
  readonly group: string | undefined;
}

/**
 * What dbt_project.yml says of a folder, so that its models need not: the materialization that most of them have, the
 * group that all of them are in. A layer is as dbt's guides have it unless none of its folders is.
 */
export class FolderSettings {
  readonly #layers = new Map<Layer, Materialized>();
  readonly #folders = new Map<string, Settings>();
  readonly #present: ReadonlySet<Layer>;

  constructor(models: readonly ModelSpec[]) {
    const layers = groupBy(models, ({ layer }) => layer);
    this.#present = new Set(layers.keys());
    for (const [layer, own] of layers) {
      const usual = layerDefault(layer);
      const folders = [...groupBy(directlyBelow(own), (model) => model.folder)].sort(([a], [b]) => compareText(a, b));
      const kept = folders.some(([, inside]) => mostFrequent(inside, usual) === usual);
      this.#layers.set(layer, kept ? usual : mostFrequent(own, usual));
      for (const [folder, inside] of folders) {
        const groups = new Set(inside.map(({ group }) => group));
        this.#folders.set(`${layer}/${folder}`, {
          materialized: mostFrequent(inside, this.#layers.get(layer) ?? usual),
          group: groups.size === 1 ? inside[0]?.group : undefined,
        });
      }
    }
  }

  materializedOf({ layer, folder }: ModelSpec): Materialized {
    const ofLayer = this.#layers.get(layer) ?? layerDefault(layer);
    return folder === undefined ? ofLayer : (this.#folders.get(`${layer}/${folder}`)?.materialized ?? ofLayer);
  }

  groupOf({ layer, folder }: ModelSpec): string | undefined {
    return folder === undefined ? undefined : this.#folders.get(`${layer}/${folder}`)?.group;
  }

  /** The settings of all layers that have models: a path that no resource has would be a warning. */
  config(): Readonly<Record<string, ConfigValue>> {
    const layers = LAYERS.filter(({ layer }) => this.#present.has(layer));
    return Object.fromEntries(layers.map(({ layer }) => [layer, this.#layer(layer)]));
  }

  #layer(layer: Layer): ConfigValue {
    const materialized = this.#layers.get(layer) ?? layerDefault(layer);
    const folders: Record<string, ConfigValue> = {};
    for (const [path, settings] of this.#folders) {
      if (!path.startsWith(`${layer}/`)) continue;
      const own = {
        ...(settings.materialized === materialized ? {} : { '+materialized': settings.materialized }),
        ...(settings.group === undefined ? {} : { '+group': settings.group }),
      };
      if (Object.keys(own).length > 0) folders[path.slice(layer.length + 1)] = own;
    }
    return { '+materialized': materialized, '+schema': layer, ...folders };
  }
}

/** Folders in folders would inherit from each other: their models say themselves what they are. */
function directlyBelow(models: readonly ModelSpec[]): (ModelSpec & { readonly folder: string })[] {
  const outer = new Set(models.flatMap(({ folder = '' }) => (folder.includes('/') ? [folder.split('/', 1)[0]] : [])));
  return models.flatMap((model) => {
    const { folder } = model;
    return folder === undefined || folder.includes('/') || outer.has(folder) ? [] : [{ ...model, folder }];
  });
}

/** Views or tables, whichever most models are; incremental models have settings of their own anyway. */
function mostFrequent(models: readonly ModelSpec[], usual: Materialized): Materialized {
  const count = (wanted: Materialized): number =>
    models.filter(({ layer, materialized = layerDefault(layer) }) => materialized === wanted).length;
  const other = usual === 'view' ? 'table' : 'view';
  return count(other) > count(usual) ? other : usual;
}
