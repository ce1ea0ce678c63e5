import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { convertValue } from '../values/convert.js';
import { findJson, type JsonNode, parseJson, parseJsonPath } from '../values/json.js';
import type { Row, SqlValue } from '../values/sql-value.js';

/** Numbers of the kinds in the column `type`. */
const KINDS: Readonly<Record<JsonNode['kind'], bigint>> = {
  null: 0n,
  string: 1n,
  number: 2n,
  boolean: 3n,
  array: 4n,
  object: 5n,
};

const VARIANT_TEXT = { name: 'nvarchar', length: 'max' } as const;

/** OPENJSON: the members of an object or the elements of an array, as they are or by a list of columns. */
export function openJsonRows(env: Environment, table: Bound.BoundFunctionTable, args: readonly SqlValue[]): Row[] {
  const [json = null, pathText = null] = args;
  if (typeof json !== 'string') return [];
  const root = parseJson(json);
  if (root.kind !== 'object' && root.kind !== 'array') throw sqlError(13609, json[0] ?? '', 0);
  const path = parseJsonPath(typeof pathText === 'string' ? pathText : '$');
  const node = findJson(root, path.steps);
  if (!node) {
    if (path.strict) throw sqlError(13608);
    return [];
  }
  if (!table.jsonColumns) return keyRows(node, path.strict);
  const elements = node.kind === 'array' ? node.items : [node];
  const rows: Row[] = [];
  try {
    for (const element of elements) rows.push(columnRow(env, table, element));
  } catch (error) {
    if (error instanceof SqlError) error.fed = rows;
    throw error;
  }
  return rows;
}

function keyRows(node: JsonNode, strict: boolean): Row[] {
  if (node.kind === 'object') return node.members.map(({ name, value }) => [name, textOf(value), KINDS[value.kind]]);
  if (node.kind === 'array') return node.items.map((item, i) => [String(i), textOf(item), KINDS[item.kind]]);
  if (strict) throw sqlError(13608);
  return [];
}

export function textOf(node: JsonNode): string | null {
  return node.kind === 'null' ? null : node.kind === 'string' ? node.value : node.text;
}

function columnRow(env: Environment, table: Bound.BoundFunctionTable, element: JsonNode): Row {
  return table.columns.map((column, i) => {
    const fact = table.jsonColumns?.[i];
    if (!fact) throw new Refusal('OPENJSON');
    const path = fact.path === undefined ? undefined : parseJsonPath(fact.path);
    const found = findJson(element, path?.steps ?? [column.name ?? '']);
    if (!found) {
      if (path?.strict) throw sqlError(13608);
      return null;
    }
    const nested = found.kind === 'object' || found.kind === 'array';
    if (fact.asJson) return nested ? found.text : null;
    if (nested) {
      if (path?.strict) throw sqlError(13623);
      return null;
    }
    const text = textOf(found);
    return convertValue(text, VARIANT_TEXT, column.type, { format: env.host.format });
  });
}
