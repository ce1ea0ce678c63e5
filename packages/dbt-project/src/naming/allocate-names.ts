import { groupBy } from '../group-by.js';

export interface NameRequest {
  /** Tells the requests apart. */
  readonly key: string;
  readonly wanted: string;
  /** What sets requests of the same name apart, as a name of its own: the schema. */
  readonly qualifier?: string;
  /** What it is called instead when somebody else wants the name: a report beside the view of its name. */
  readonly yields?: string;
}

export interface NameCollision {
  readonly wanted: string;
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

export interface NameAllocation {
  /** By key. */
  readonly names: ReadonlyMap<string, string>;
  readonly collisions: readonly NameCollision[];
}

/**
 * Gives every request a name of its own. Requests that yield give way to others of the same name. Those that still want
 * the same one all take their qualifier as a suffix, so that none depends on which came first; what is left gets numbers
 * in the order of the requests.
 */
export function allocateNames(requests: readonly NameRequest[]): NameAllocation {
  const groups = groupBy(requests.map(yielding(requests)), ({ wanted }) => wanted.toLowerCase());
  const taken = new Set(groups.keys());
  const names = new Map<string, string>();
  const collisions: NameCollision[] = [];
  for (const group of groups.values()) {
    if (group.length === 1) {
      for (const { key, wanted } of group) names.set(key, wanted);
      continue;
    }
    const apart = new Set(group.map(({ qualifier }) => qualifier)).size > 1;
    for (const [position, { key, wanted, qualifier }] of group.entries()) {
      const base = apart && qualifier !== undefined ? `${wanted}__${qualifier}` : wanted;
      // Without a qualifier the first one keeps the name: nobody else can have it.
      const name = base === wanted && position === 0 ? wanted : firstFree(base, taken);
      taken.add(name.toLowerCase());
      names.set(key, name);
    }
    const keys = group.map(({ key }) => key);
    collisions.push({ wanted: group[0]?.wanted ?? '', keys, names: keys.map((key) => names.get(key) ?? '') });
  }
  return { names, collisions };
}

function yielding(requests: readonly NameRequest[]): (request: NameRequest) => NameRequest {
  const firm = new Set(requests.flatMap(({ wanted, yields }) => (yields === undefined ? [wanted.toLowerCase()] : [])));
  return (request) =>
    request.yields !== undefined && firm.has(request.wanted.toLowerCase())
      ? { ...request, wanted: request.yields }
      : request;
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}_${number}`;
  return name;
}
