import { type CatalogIndex, displayName, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { ChangeEvent, SideEffect } from '@datamigrate/procedure-analysis';
import type { Bound, ModuleBinder } from '@datamigrate/tsql-binder';
import { writesOf } from './table-writes.js';

const ANY: readonly ChangeEvent[] = ['INSERT', 'UPDATE', 'DELETE'];

/** What triggers of a table, and foreign keys to it that cascade, change when its rows do. */
export function sideEffects(
  catalog: CatalogIndex,
  binder: ModuleBinder,
  table: QualifiedName,
  writesOfCalled: (body: Bound.BoundBody) => readonly string[],
): readonly SideEffect[] {
  const key = objectKey(table);
  const triggers = catalog.catalog.modules.filter(({ kind, on }) => kind === 'trigger' && on && objectKey(on) === key);
  return [
    ...triggers.map((module): SideEffect => {
      const { body } = binder.body(module);
      const own = body?.trigger;
      const written =
        body && own ? [...writesOf(body.statements).map((write) => write.table), ...writesOfCalled(body)] : [];
      return {
        by: `the trigger ${displayName(module)}`,
        events: own?.events ?? ANY,
        changes: [...new Set(written)],
        tellsItself: true,
        replaces: own?.timing !== 'AFTER',
      };
    }),
    ...catalog.catalog.tables.flatMap((child) =>
      child.foreignKeys
        .filter(({ references }) => objectKey(references) === key)
        .flatMap(({ onDelete, onUpdate, referencedColumns }): SideEffect[] => {
          const events = [
            ...(acts(onDelete) ? ['DELETE' as const] : []),
            ...(acts(onUpdate) ? ['UPDATE' as const] : []),
          ];
          if (events.length === 0) return [];
          const of = referencedColumns.map((name) => name.toLowerCase());
          const by = `the foreign key of ${displayName(child)}`;
          return [{ by, events, of, changes: [objectKey(child)], tellsItself: false, replaces: false }];
        }),
    ),
  ];
}

const acts = (action: string = 'NO ACTION'): boolean => action !== 'NO ACTION';
