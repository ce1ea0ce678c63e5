import { displayName } from '@datamigrate/catalog';

/** Tables and views that a bound tree reads, as `schema.name` in lower case. */
export function tablesRead(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...(value as readonly unknown[]));
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    if (isNamedTable(value)) names.add(displayName(value.object).toLowerCase());
    open.push(...Object.values(value));
  }
  return names;
}

function isNamedTable(value: object): value is { readonly object: { readonly schema: string; readonly name: string } } {
  return 'kind' in value && value.kind === 'named-table';
}
