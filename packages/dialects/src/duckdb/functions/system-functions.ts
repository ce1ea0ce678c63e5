import type { Rel } from '@datamigrate/relational';
import { call } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { textBytes } from '../render-bytes.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { constantText, type FunctionRendering, type FunctionTable, noFunction } from './function-rendering.js';

const HASHES: { readonly [algorithm: string]: string } = { MD5: 'md5', SHA: 'sha1', SHA1: 'sha1', SHA2_256: 'sha256' };

/** learn.microsoft.com/sql/t-sql/functions/system-functions-transact-sql, duckdb.org/docs/sql/functions/text */
export const SYSTEM_RENDERINGS: FunctionTable = {
  APP_NAME: ofRun('application'),
  CURRENT_USER: ofRun('user'),
  HASHBYTES: renderHash,
  HOST_NAME: ofRun('host'),
  NEWID: () => rendered(call('uuid'), duck('uuid')),
  ORIGINAL_LOGIN: ofRun('login'),
  PARSENAME: (renderer, _node, args) => rendered(renderer.macro('tsql_parsename', args), duck('varchar')),
  SERVERPROPERTY: ofRun('server'),
  SESSION_USER: ofRun('user'),
  SUSER_NAME: ofRun('login'),
  SUSER_SNAME: ofRun('login'),
  SYSTEM_USER: ofRun('login'),
  USER: ofRun('user'),
  USER_NAME: ofRun('user'),
};

/** Who runs the load, as a variable of the project or as dbt knows it. */
function ofRun(name: string): FunctionRendering {
  return (renderer, node, args) =>
    args.length === 0
      ? rendered(renderer.macro('tsql_run_by', [], { name }), duck('varchar'))
      : noFunction(renderer, node);
}

/** The hash of the bytes that SQL Server stores: those of the code page, or UTF-16. */
function renderHash(renderer: Renderer, node: Rel.RelCall, [, value]: readonly Rendered[]): Rendered {
  const name = HASHES[(constantText(node, 0) ?? '').toUpperCase()];
  const type = node.arguments[1]?.type;
  if (!name || !value || !type) return noFunction(renderer, node, 'with this algorithm');
  switch (type.name) {
    case 'varchar':
    case 'char':
    case 'nvarchar':
    case 'nchar':
      return rendered(call('unhex', call(name, textBytes(renderer, value, type, node.collation))), duck('blob'));
    case 'varbinary':
    case 'binary':
      return rendered(call('unhex', call(name, value)), duck('blob'));
    default:
      return noFunction(renderer, node, `of ${type.name}`);
  }
}
