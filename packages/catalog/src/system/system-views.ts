import type { Column, QualifiedName } from '../database/model.js';
import { resolveBuiltInType } from '../types/resolve-type.js';
import { INFORMATION_SCHEMA_VIEWS, MSDB_VIEWS, SYS_VIEWS } from './system-view-columns.js';

/** A view that every database has. */
export interface SystemView extends QualifiedName {
  readonly columns: readonly Column[];
}

/** All of them, as `schema.name` in lower case. */
export const SYSTEM_VIEW_NAMES: readonly string[] = [
  ...Object.keys(SYS_VIEWS).map((name) => `sys.${name}`),
  ...Object.keys(INFORMATION_SCHEMA_VIEWS).map((name) => `information_schema.${name}`.toLowerCase()),
];

/**
 * A catalog view by name, in any case. Without a schema only the compatibility views of old are meant: sysobjects.
 * `database`: where the name says that; msdb has views of its own, about jobs.
 */
export function systemView(name: string, schema: string | undefined, database?: string): SystemView | undefined {
  const folded = (schema ?? 'sys').toLowerCase();
  if (database?.toLowerCase() === 'msdb' && folded === 'dbo') {
    const own = viewIn(MSDB_VIEWS, name, 'dbo');
    if (own) return own;
  }
  if (folded === 'information_schema') return viewIn(INFORMATION_SCHEMA_VIEWS, name, 'INFORMATION_SCHEMA');
  if (folded !== 'sys' && folded !== 'dbo') return undefined;
  const view = viewIn(SYS_VIEWS, name, 'sys');
  const stated = schema !== undefined && folded === 'sys';
  return view && (stated || view.name.startsWith('sys')) ? view : undefined;
}

function viewIn(views: Readonly<Record<string, string>>, name: string, schema: string): SystemView | undefined {
  const key = Object.keys(views).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : { schema, name: key, columns: columnsFrom(views[key] ?? '') };
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
