import { call } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import type { MacroName } from '../rendered.js';
import { rendered } from '../rendered.js';
import type { FunctionRendering, FunctionTable } from './function-rendering.js';

const macro =
  (name: MacroName, type: 'blob' | 'boolean' | 'varchar'): FunctionRendering =>
  (renderer, _, args) =>
    rendered(renderer.macro(name, args), duck(type));

/** learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference */
export const HIERARCHY_RENDERINGS: FunctionTable = {
  'HIERARCHYID GETANCESTOR': macro('tsql_hierarchyid_ancestor', 'blob'),
  'HIERARCHYID GETLEVEL': (renderer, _, args) =>
    rendered(call('len', renderer.macro('tsql_hierarchyid_labels', args)), duck('bigint')),
  'HIERARCHYID ISDESCENDANTOF': macro('tsql_hierarchyid_is_descendant', 'boolean'),
  'HIERARCHYID TOSTRING': macro('tsql_hierarchyid_text', 'varchar'),
};
