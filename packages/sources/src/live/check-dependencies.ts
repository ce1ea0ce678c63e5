import { type CatalogIndex, displayName, type Module, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { ModuleDependency } from '../source.js';
import { liveDiagnostics } from './diagnostics.js';

/**
 * What a server says that modules refer to, and their texts do not show. The other way round means nothing: servers do not
 * know what is named before it is there. Source:
 * learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-sql-expression-dependencies-transact-sql
 */
export function checkDependencies(
  stated: readonly ModuleDependency[],
  catalog: CatalogIndex,
  referencesOf: (module: Module) => readonly QualifiedName[],
): readonly Diagnostic[] {
  const read = new Map<string, ReadonlySet<string>>();
  const seenBy = (module: Module): ReadonlySet<string> => {
    const key = objectKey(module);
    const known = read.get(key) ?? new Set([key, ...referencesOf(module).map(objectKey), ...ownTable(module)]);
    read.set(key, known);
    return known;
  };
  return stated.flatMap(({ module, schema, name }): readonly Diagnostic[] => {
    const found = catalog.object(module.name, module.schema);
    if (found?.kind !== 'module') return [];
    const object = catalog.object(name, schema ?? module.schema) ?? catalog.object(name, schema);
    // Types, and what was left out of the catalog.
    if (!object || (object.kind !== 'table' && object.kind !== 'module')) return [];
    const target = object.kind === 'table' ? object.table : object.module;
    if (seenBy(found.module).has(objectKey(target))) return [];
    const params = { module: displayName(module), object: displayName(target) };
    return [{ ...liveDiagnostics.create('live-dependency-unseen', params), object: params.module }];
  });
}

/** A trigger stands on its table. */
const ownTable = ({ on }: Module): readonly string[] => (on ? [objectKey(on)] : []);
