import type { Rel } from '@datamigrate/relational';
import type { Doc } from '../layout/doc.js';
import { identifier } from './identifier.js';
import type { ModelReference } from './render-model.js';
import { cteDoc } from './render-query.js';

export interface ObjectName {
  readonly schema: string;
  readonly name: string;
}

interface Import {
  readonly object: ObjectName;
  /** As FROM calls it. */
  readonly called: Doc;
  readonly name: string;
  /** Missing for what is read where it is used. */
  readonly cte?: Doc;
}

/** The CTEs through which a model reads sources and models; their names differ from those of its own CTEs. */
export class Imports {
  readonly #imports = new Map<string, Import>();
  readonly #query: Rel.RelQuery;
  #taken: Set<string> | undefined;
  readonly #reference: (object: ObjectName) => ModelReference;
  readonly #render: (query: Rel.RelQuery) => Doc;

  constructor(
    query: Rel.RelQuery,
    reference: (object: ObjectName) => ModelReference,
    render: (query: Rel.RelQuery) => Doc,
  ) {
    this.#query = query;
    this.#reference = reference;
    this.#render = render;
  }

  /** What FROM writes for an object, and the name it has there without an alias. */
  of(object: ObjectName): { readonly called: Doc; readonly name: string } {
    const key = `${object.schema}.${object.name}`.toLowerCase();
    const known = this.#imports.get(key);
    if (known) return known;
    const { relation, name: wanted, direct } = this.#reference(object);
    if (direct && typeof relation === 'string') {
      const read = { object, called: relation, name: '' };
      this.#imports.set(key, read);
      return read;
    }
    // What a view reads comes before it.
    const body = typeof relation === 'string' ? `select * from ${relation}` : this.#render(relation);
    const name = this.claim(wanted);
    const read = { object, called: identifier(name), name, cte: cteDoc(name, body) };
    this.#imports.set(key, read);
    return read;
  }

  /** A name that nothing else in the model has. */
  claim(wanted: string): string {
    this.#taken ??= new Set(cteNames(this.#query).map((name) => name.toLowerCase()));
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }

  ctes(): readonly Doc[] {
    return [...this.#imports.values()].flatMap(({ cte }) => (cte === undefined ? [] : [cte]));
  }

  objects(): readonly ObjectName[] {
    return [...this.#imports.values()].map(({ object }) => object);
  }
}

/** Names of the CTEs anywhere in a query. */
function cteNames(query: unknown, names: string[] = []): readonly string[] {
  if (Array.isArray(query)) for (const item of query as readonly unknown[]) cteNames(item, names);
  if (typeof query !== 'object' || query === null || query instanceof Uint8Array) return names;
  if ('ctes' in query && Array.isArray(query.ctes)) {
    for (const cte of query.ctes as readonly Rel.RelCte[]) names.push(cte.name);
  }
  for (const inner of Object.values(query)) cteNames(inner, names);
  return names;
}
