import type { Rel } from '@datamigrate/relational';
import { text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, rendered } from '../rendered.js';
import { constantText, type FunctionRendering, type FunctionTable, noFunction } from './function-rendering.js';

/** learn.microsoft.com/sql/t-sql/functions/json-functions-transact-sql, duckdb.org/docs/data/json/json_functions */
export const JSON_RENDERINGS: FunctionTable = {
  ISJSON: (renderer, node, args) =>
    args.length === 1 && constantText(node, 0) === undefined
      ? rendered(renderer.macro('tsql_isjson', args), duck('integer'))
      : noFunction(renderer, node),
  JSON_QUERY: withPath('tsql_json_query', undefined),
  JSON_VALUE: withPath('tsql_json_value', 'tsql_json_value_strict'),
};

type PathMacro = 'tsql_json_query' | 'tsql_json_value' | 'tsql_json_value_strict';

function withPath(lax: PathMacro, strict: PathMacro | undefined): FunctionRendering {
  return (renderer, node, args) => {
    const path = pathOf(node, args);
    const macro = path?.strict ? strict : lax;
    const [json] = args;
    if (!path || !macro || !json || constantText(node, 0) !== undefined) {
      return noFunction(renderer, node, 'with this path');
    }
    return rendered(renderer.macro(macro, [json, text(path.path)]), duck('varchar'));
  };
}

/** A constant path of plain names and positions, which both sides read alike. */
function pathOf(
  node: Rel.RelCall,
  args: readonly Rendered[],
): { readonly path: string; readonly strict: boolean } | undefined {
  const written = args.length === 1 ? '$' : constantText(node, 1);
  const [, mode, path] = /^\s*(?:(strict|lax)\s+)?(\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*)$/.exec(written ?? '') ?? [];
  return path === undefined ? undefined : { path, strict: mode === 'strict' };
}
