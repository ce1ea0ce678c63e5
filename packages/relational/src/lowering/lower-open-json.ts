import { isCharacter, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelOutputColumn, RelSelectItem, RelTable } from '../tree/query.js';
import type { LoweringContext } from './context.js';

const TEXT = string('nvarchar', 'max');
const PLAIN_PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/;

/**
 * OPENJSON: a row for each member or element, or with WITH a row for each object, its values by their paths.
 * learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql
 */
export function lowerOpenJson(
  context: LoweringContext,
  bound: Bound.BoundFunctionTable,
  args: readonly RelExpression[],
  columns: readonly RelOutputColumn[],
  alias: string,
): RelTable {
  const [json, given] = args;
  const refuse = (construct: string): RelTable => {
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
    return { kind: 'cte', name: 'refused', alias };
  };
  const path = given === undefined ? '$' : given.kind === 'literal' ? laxPath(String(given.value)) : undefined;
  if (!json || path === undefined) return refuse('OPENJSON with this path');
  if (!bound.jsonColumns) return { kind: 'json-rows', of: 'members', json, path, columns, alias };
  const value: RelExpression = { kind: 'column', type: TEXT, nullable: true, relation: 'element', name: 'value' };
  const select: RelSelectItem[] = [];
  for (const [i, { name, type }] of columns.entries()) {
    const { path: own = `$.${bound.columns[i]?.name ?? ''}`, asJson } = bound.jsonColumns[i] ?? { asJson: false };
    const place = laxPath(own);
    if (place === undefined) return refuse('OPENJSON with this path');
    select.push({ expression: member(value, place, type, asJson), name });
  }
  const elements: RelTable = {
    kind: 'json-rows',
    of: 'elements',
    json,
    path,
    columns: [{ name: 'value', type: TEXT, nullable: true }],
    alias: 'element',
    ...(bound.jsonColumns.some(({ asJson }) => asJson) ? { exact: true } : {}),
  };
  const query = { kind: 'select', columns, ctes: [], select, distinct: false, from: elements, orderBy: [] } as const;
  return { kind: 'derived', query, alias, lateral: true };
}

function member(value: RelExpression, path: string, type: RelOutputColumn['type'], asJson: boolean): RelExpression {
  const place: RelExpression = { kind: 'literal', type: TEXT, nullable: false, value: path };
  const read: RelExpression = {
    kind: 'call',
    type: asJson ? TEXT : string('nvarchar', 4000),
    nullable: true,
    function: asJson ? 'JSON_QUERY' : 'JSON_VALUE',
    arguments: [value, place],
  };
  if (asJson || (isCharacter(type) && 'length' in type && type.length === 'max')) return { ...read, type };
  return { kind: 'cast', type, nullable: true, operand: read, attempt: false, implicit: false };
}

/** A path of plain names and positions; strict ones raise other errors than the target. */
function laxPath(written: string): string | undefined {
  const path = written.trim().replace(/^lax\s+/, '');
  return PLAIN_PATH.test(path) ? path : undefined;
}
