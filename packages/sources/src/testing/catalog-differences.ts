import type { Catalog, QualifiedName, Table } from '@datamigrate/catalog';

/** Two catalogs of the same database differ here. */
export interface Difference {
  /** `tables.columns[].default.definition`: what differs, whatever object it belongs to. */
  readonly path: string;
  readonly object: string;
  readonly left: unknown;
  readonly right: unknown;
}

const KINDS = ['aliasTypes', 'tableTypes', 'tables', 'modules', 'synonyms', 'sequences'] as const;

/** Object by object, whatever their order. Where a text was read is no part of the database. */
export function catalogDifferences(left: Catalog, right: Catalog): readonly Difference[] {
  const found: Difference[] = [];
  for (const kind of KINDS) {
    const others = new Map((right[kind] as readonly QualifiedName[]).map((object) => [keyOf(object), object]));
    for (const object of left[kind] as readonly QualifiedName[]) {
      const key = keyOf(object);
      compare(found, kind, key, comparable(object), comparable(others.get(key)));
      others.delete(key);
    }
    for (const [key, object] of others) compare(found, kind, key, undefined, comparable(object));
  }
  return found;
}

const keyOf = ({ schema, name }: QualifiedName): string => `${schema}.${name}`.toLowerCase();

function comparable(object: QualifiedName | undefined): unknown {
  if (!object) return undefined;
  const { origin: _, ...rest } = object as QualifiedName & { readonly origin?: unknown };
  if (!('foreignKeys' in rest)) return rest;
  const table = rest as unknown as Table;
  return {
    ...table,
    uniqueKeys: named(table.uniqueKeys),
    foreignKeys: named(table.foreignKeys),
    checks: named(table.checks),
    indexes: named(table.indexes),
  };
}

/** By name: the order of constraints means nothing. */
const named = (parts: readonly { readonly name?: string }[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(parts.map((part, i) => [part.name ?? `#${i}`, part]));

function compare(found: Difference[], path: string, object: string, left: unknown, right: unknown): void {
  if (left === right) return;
  if (!isRecord(left) || !isRecord(right)) {
    found.push({ path, object, left, right });
    return;
  }
  const keyed = /\.(uniqueKeys|foreignKeys|checks|indexes|columns)$/.test(path);
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    compare(found, keyed ? `${path}[]` : `${path}.${key}`, object, left[key], right[key]);
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
