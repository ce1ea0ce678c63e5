import type { Layer } from '../spec/project-spec.js';
import type { ExistingProject } from './existing-project.js';

/** How a project calls and places its models. */
export interface Conventions {
  /** Folder of each layer below the models. */
  readonly layers: Readonly<Record<Layer, string>>;
  /** `stg_`, or what it says instead; the same for the words of star schemas. */
  readonly prefix: (name: string) => string;
  /** Whether staging models carry the name of their source: `stg_shop__orders`, not `stg_orders`. */
  readonly sourceInName: boolean;
}

/** Words that say the same at the start of a name; ours come first. */
const PREFIXES: readonly (readonly [ours: string, ...theirs: string[]])[] = [
  ['stg_', 'staging_', 'stage_', 'src_'],
  ['dim_', 'dimension_', 'd_'],
  ['fct_', 'fact_', 'f_'],
];

const LAYER_WORDS: Readonly<
  Record<Layer, { readonly folders: RegExp; readonly models: RegExp; readonly ours: string }>
> = {
  staging: { folders: /^(?:staging|stage|stg)$/, models: /^(?:stg|staging|stage|src)_/, ours: 'staging' },
  intermediate: { folders: /^(?:intermediate|int|transform)$/, models: /^int_/, ours: 'intermediate' },
  marts: { folders: /^(?:marts?|core|warehouse|dwh?)$/, models: /^(?:dim|fct|fact|dimension)_/, ours: 'marts' },
};

/** Read off the models that are there; ours where they show nothing. */
export function conventionsOf({ models, folders }: ExistingProject): Conventions {
  const names = [...models.keys()];
  const staging = names.filter((name) => LAYER_WORDS.staging.models.test(name));
  const replaced = new Map<string, string>();
  for (const [ours, ...theirs] of PREFIXES) {
    const used = theirs.find((prefix) => names.some((name) => name.startsWith(prefix)));
    if (used !== undefined && !names.some((name) => name.startsWith(ours))) replaced.set(ours, used);
  }
  const layer = (each: Layer): string => folderOf(each, models, folders.models);
  return {
    layers: { staging: layer('staging'), intermediate: layer('intermediate'), marts: layer('marts') },
    prefix: (name) => {
      const found = [...replaced].find(([ours]) => name.startsWith(ours));
      return found ? `${found[1]}${name.slice(found[0].length)}` : name;
    },
    sourceInName: staging.length === 0 || staging.some((name) => name.includes('__')),
  };
}

/** The top folder called like the layer, else the one that holds most models called after it. */
function folderOf(layer: Layer, models: ReadonlyMap<string, string>, root: string): string {
  const words = LAYER_WORDS[layer];
  const counts = new Map<string, number>();
  for (const [name, path] of models) {
    const [top = '', ...below] = path.slice(root.length + 1).split('/');
    if (below.length === 0) continue;
    if (words.folders.test(top)) return top;
    if (words.models.test(name)) counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? words.ours;
}
