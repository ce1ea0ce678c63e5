import { isCharacter, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { convertValue } from '../values/convert.js';
import { scientificText } from '../values/float-text.js';
import { quoteJson } from '../values/json.js';
import type { Row, SqlValue } from '../values/sql-value.js';

/** FOR XML and FOR JSON: all rows as one text; no row where there is nothing to write. */
export function forClauseText(
  env: Environment,
  query: Bound.BoundSelect,
  clause: Bound.BoundFor,
  rows: readonly Row[],
): readonly Row[] {
  if (rows.length === 0) return [];
  return [[clause.format === 'JSON' ? jsonText(env, query, clause, rows) : xmlText(env, query, clause, rows)]];
}

function directive(clause: Bound.BoundFor, name: string): { readonly value?: string | undefined } | undefined {
  return clause.directives.find((given) => given.name.toUpperCase() === name);
}

// JSON ----------------------------------------------------------------------------------------------------------------

type JsonTree = Map<string, string | JsonTree>;

function jsonText(env: Environment, query: Bound.BoundSelect, clause: Bound.BoundFor, rows: readonly Row[]): string {
  if (clause.mode === 'AUTO' && query.from.length > 0 && !isSingle(query))
    throw new Refusal('FOR JSON AUTO over a join');
  const withNulls = directive(clause, 'INCLUDE_NULL_VALUES') !== undefined;
  const root = directive(clause, 'ROOT');
  const objects = rows.map((row) => {
    const tree: JsonTree = new Map();
    query.select.forEach((item, i) => {
      const value = row[i] ?? null;
      if (value === null && !withNulls) return;
      if (item.name === undefined) throw new Refusal('A column without a name in FOR JSON');
      place(tree, clause.mode === 'PATH' ? item.name.split('.') : [item.name], jsonValue(env, value, item.expression));
    });
    return treeText(tree);
  });
  const body = directive(clause, 'WITHOUT_ARRAY_WRAPPER') === undefined ? `[${objects.join(',')}]` : objects.join(',');
  return root ? `{${quoteJson(root.value ?? 'root')}:${body}}` : body;
}

function isSingle(query: Bound.BoundSelect): boolean {
  const [table] = query.from;
  return query.from.length === 1 && table?.kind !== 'join' && table?.kind !== 'apply';
}

function place(tree: JsonTree, path: readonly string[], text: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(head, text);
    return;
  }
  const existing = tree.get(head);
  const child: JsonTree = existing instanceof Map ? existing : new Map();
  tree.set(head, child);
  place(child, rest, text);
}

function treeText(tree: JsonTree): string {
  const members = [...tree].map(
    ([name, value]) => `${quoteJson(name)}:${typeof value === 'string' ? value : treeText(value)}`,
  );
  return `{${members.join(',')}}`;
}

function jsonValue(env: Environment, value: SqlValue, node: Bound.BoundExpression): string {
  if (value === null) return 'null';
  const { type } = node;
  if (type.name === 'bit') return value === 0n ? 'false' : 'true';
  if (isNestedJson(node) && typeof value === 'string') return value;
  if (typeof value === 'number') return scientificText(value, 16);
  if (type.name === 'money' || type.name === 'smallmoney') return asText(env, value, type, 2);
  if (typeof value === 'bigint' && !isMoment(type)) return asText(env, value, type, undefined);
  if (value instanceof Uint8Array) return quoteJson(base64(value));
  return quoteJson(isMoment(type) ? asText(env, value, type, 127) : asText(env, value, type, undefined));
}

/** JSON_QUERY and nested FOR JSON stay JSON; other text becomes a string. */
function isNestedJson(node: Bound.BoundExpression): boolean {
  if (node.kind === 'call') return node.function === 'JSON_QUERY' || node.function === 'JSON_MODIFY';
  return node.kind === 'scalar-subquery' && node.query.kind === 'select' && node.query.for?.format === 'JSON';
}

function isMoment(type: SqlType): boolean {
  return ['date', 'time', 'datetime', 'smalldatetime', 'datetime2', 'datetimeoffset'].includes(type.name);
}

function asText(env: Environment, value: SqlValue, type: SqlType, style: number | undefined): string {
  const options = {
    style: isMoment(type) && (type.name === 'date' || type.name === 'time') ? undefined : style,
    format: env.host.format,
  };
  return convertValue(value, type, { name: 'nvarchar', length: 'max' }, options) as string;
}

// XML -----------------------------------------------------------------------------------------------------------------

function xmlText(env: Environment, query: Bound.BoundSelect, clause: Bound.BoundFor, rows: readonly Row[]): string {
  if (clause.mode === 'AUTO' || clause.mode === 'EXPLICIT') throw new Refusal(`FOR XML ${clause.mode}`);
  if (directive(clause, 'XMLSCHEMA') || directive(clause, 'XMLDATA')) throw new Refusal('A schema in FOR XML');
  const elements = directive(clause, 'ELEMENTS') !== undefined;
  const root = directive(clause, 'ROOT');
  const name = clause.element ?? 'row';
  const texts = rows.map((row) =>
    clause.mode === 'RAW' && !elements ? rawRow(env, query, row, name) : pathRow(env, query, row, name),
  );
  const body = texts.join('');
  return root ? `<${root.value ?? 'root'}>${body}</${root.value ?? 'root'}>` : body;
}

function rawRow(env: Environment, query: Bound.BoundSelect, row: Row, name: string): string {
  const attributes = query.select.map((item, i) => {
    const value = row[i] ?? null;
    return value === null ? '' : ` ${item.name ?? ''}="${escapeAttribute(xmlValue(env, value, item.expression))}"`;
  });
  return `<${name}${attributes.join('')}/>`;
}

/** Columns by their names: `@a` an attribute, `a/b` nested, no name or `text()` bare text. */
function pathRow(env: Environment, query: Bound.BoundSelect, row: Row, name: string): string {
  let attributes = '';
  let body = '';
  let open: string[] = [];
  const closeTo = (depth: number): void => {
    while (open.length > depth) body += `</${open.pop()}>`;
  };
  query.select.forEach((item, i) => {
    const value = row[i] ?? null;
    const path = (item.name ?? '').split('/');
    if (item.name?.startsWith('@')) {
      if (name === '') throw new Refusal('An attribute without an element in FOR XML PATH');
      if (value !== null)
        attributes += ` ${item.name.slice(1)}="${escapeAttribute(xmlValue(env, value, item.expression))}"`;
      return;
    }
    if (path.some((part) => part.startsWith('@'))) throw new Refusal('A nested attribute in FOR XML PATH');
    if (value === null) return;
    const bare = item.name === undefined || path[path.length - 1] === '*' || path[path.length - 1] === 'text()';
    const parents = path.slice(0, -1);
    let common = 0;
    while (common < open.length && common < parents.length && open[common] === parents[common]) common++;
    closeTo(common);
    for (const parent of parents.slice(common)) {
      body += `<${parent}>`;
      open = [...open, parent];
    }
    const text =
      item.expression.type.name === 'xml' ? String(value) : escapeText(xmlValue(env, value, item.expression));
    const leaf = path[path.length - 1] ?? '';
    body += bare ? text : text === '' ? `<${leaf}></${leaf}>` : `<${leaf}>${text}</${leaf}>`;
  });
  closeTo(0);
  if (name === '') return body;
  return body === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${body}</${name}>`;
}

function xmlValue(env: Environment, value: SqlValue, node: Bound.BoundExpression): string {
  const { type } = node;
  if (isCharacter(type) || typeof value === 'string') return String(value);
  if (value instanceof Uint8Array) throw new Refusal('Binary data in FOR XML');
  if (typeof value === 'number') return scientificText(value, 16);
  if (type.name === 'money' || type.name === 'smallmoney') return asText(env, value, type, 2);
  return isMoment(type) ? asText(env, value, type, 126) : asText(env, value, type, undefined);
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#x0D;')
    .replace(/^(\s*) $/, '$1&#x20;');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#x0A;').replaceAll('\t', '&#x09;');
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | (b << 8) | c;
    for (let digit = 0; digit < 4; digit++)
      text += digit <= bytes.length - i ? (DIGITS[(bits >> (18 - 6 * digit)) & 63] ?? '') : '=';
  }
  return text;
}
