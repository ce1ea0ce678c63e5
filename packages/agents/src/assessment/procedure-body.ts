import type { Catalog, Module, QualifiedName } from '@datamigrate/catalog';
import { keepHistories } from '@datamigrate/procedure-analysis';
import type { Bound, ModuleBinder, TemporaryTable } from '@datamigrate/tsql-binder';

/** The body of a procedure or trigger as its work is followed: with what it leaves in the histories of versioned tables. */
export function procedureBody(
  binder: ModuleBinder,
  module: Module,
  made?: readonly TemporaryTable[],
): ReturnType<ModuleBinder['body']> {
  const bound = binder.body(module, made);
  if (!bound.body || !keepsHistory(binder.catalog.catalog)) return bound;
  const statements = keepHistories(bound.body.statements, (table) => historyOf(binder, table));
  return { ...bound, body: { ...bound.body, statements } };
}

/** Asked for every body of a catalog, looked up once. */
const KEEPING = new WeakMap<Catalog, boolean>();

function keepsHistory(catalog: Catalog): boolean {
  const known = KEEPING.get(catalog);
  if (known !== undefined) return known;
  const keeps = catalog.tables.some(({ versioning }) => versioning?.history !== undefined);
  KEEPING.set(catalog, keeps);
  return keeps;
}

function historyOf(binder: ModuleBinder, versioned: QualifiedName): Bound.BoundPermanentTable | undefined {
  const { catalog } = binder;
  const found = catalog.object(versioned.name, versioned.schema);
  const object = found?.kind === 'table' ? found.table.versioning?.history : undefined;
  const history = object && catalog.object(object.name, object.schema);
  if (history?.kind !== 'table') return undefined;
  const { schema, name } = history.table;
  const columns = binder.storedColumns(history.table);
  return { kind: 'table', object: { schema, name }, type: 'table', columns, span: { start: 0, end: 0 } };
}
