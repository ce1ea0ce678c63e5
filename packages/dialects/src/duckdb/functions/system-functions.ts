import type { Rel } from '@datamigrate/relational';
import { call } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { constantText, type FunctionTable, noFunction } from './function-rendering.js';

const HASHES: { readonly [algorithm: string]: string } = { MD5: 'md5', SHA: 'sha1', SHA1: 'sha1', SHA2_256: 'sha256' };

/** learn.microsoft.com/sql/t-sql/functions/system-functions-transact-sql, duckdb.org/docs/data/json/json_functions */
export const SYSTEM_RENDERINGS: FunctionTable = {
  HASHBYTES: renderHash,
  ISJSON: (renderer, node, args) =>
    args.length === 1 && constantText(node, 0) === undefined
      ? rendered(renderer.macro('tsql_isjson', args), duck('integer'))
      : noFunction(renderer, node),
  NEWID: () => rendered(call('uuid'), duck('uuid')),
  JSON_VALUE: (renderer, node, args) => {
    const path = constantText(node, 1);
    const simple = path !== undefined && /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/.test(path);
    if (!simple || constantText(node, 0) !== undefined) return noFunction(renderer, node, 'with this path');
    return rendered(renderer.macro('tsql_json_value', args), duck('varchar'));
  },
};

/** The hash of the bytes that SQL Server stores: those of the code page, or UTF-16. */
function renderHash(renderer: Renderer, node: Rel.RelCall, [, value]: readonly Rendered[]): Rendered {
  const name = HASHES[(constantText(node, 0) ?? '').toUpperCase()];
  const type = node.arguments[1]?.type;
  if (!name || !value || !type) return noFunction(renderer, node, 'with this algorithm');
  const constant = constantText(node, 1);
  switch (type.name) {
    case 'varchar':
    case 'char': {
      const ascii = constant !== undefined && /^[\0-\x7f]*$/.test(constant);
      if (constant !== undefined && !ascii) return noFunction(renderer, node, 'of this text');
      const bytes = ascii ? value : renderer.macro('tsql_ansi_bytes', [value]);
      return rendered(call('unhex', call(name, bytes)), duck('blob'));
    }
    case 'nvarchar':
    case 'nchar':
      return rendered(call('unhex', call(name, renderer.macro('tsql_unicode_bytes', [value]))), duck('blob'));
    case 'varbinary':
    case 'binary':
      return rendered(call('unhex', call(name, value)), duck('blob'));
    default:
      return noFunction(renderer, node, `of ${type.name}`);
  }
}
