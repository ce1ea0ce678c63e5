import type { Column, QualifiedName } from '../database/model.js';
import { resolveBuiltInType } from '../types/resolve-type.js';
import { INFORMATION_SCHEMA_VIEWS, SYS_VIEWS } from './system-view-columns.js';

/** A view that every database has. */
export interface SystemView extends QualifiedName {
  readonly columns: readonly Column[];
}

/** All of them, as `schema.name` in lower case. */
export const SYSTEM_VIEW_NAMES: readonly string[] = [
  ...Object.keys(SYS_VIEWS).map((name) => `sys.${name}`),
  ...Object.keys(INFORMATION_SCHEMA_VIEWS).map((name) => `information_schema.${name}`.toLowerCase()),
];

/** A catalog view by name, in any case. Without a schema only the compatibility views of old are meant: sysobjects. */
export function systemView(name: string, schema: string | undefined): SystemView | undefined {
  const folded = (schema ?? 'sys').toLowerCase();
  const views: Readonly<Record<string, string>> | undefined =
    folded === 'sys' || folded === 'dbo'
      ? SYS_VIEWS
      : folded === 'information_schema'
        ? INFORMATION_SCHEMA_VIEWS
        : undefined;
  const key = views && Object.keys(views).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (!views || key === undefined) return undefined;
  if (folded !== 'information_schema' && (schema === undefined || folded === 'dbo') && !key.startsWith('sys'))
    return undefined;
  const owner = views === SYS_VIEWS ? 'sys' : 'INFORMATION_SCHEMA';
  return { schema: owner, name: key, columns: columnsFrom(views[key] ?? '') };
}

/** `name type, name type?` */
function columnsFrom(text: string): Column[] {
  return text.split(', ').map((part): Column => {
    const [, name = '', type = '', length, optional] = /^(\w+) (\w+)(?:\((\w+)\))?(\?)?$/.exec(part) ?? [];
    const parameters = length === undefined ? [] : [length === 'max' ? ('max' as const) : Number(length)];
    const resolved = resolveBuiltInType({ name: type, parameters }, 'declaration');
    if (!resolved?.ok) throw new Error(`the column '${part}' of a system view has no known type`);
    return { name, type: resolved.value, nullable: optional === '?' };
  });
}
