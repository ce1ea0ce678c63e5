import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { asText } from '../functions/call.js';
import { formatValue } from '../values/format-value.js';
import { isOffset, isVariant, type Row, type SqlValue } from '../values/sql-value.js';
import { atomicText } from './atomic-text.js';
import { atomized, evaluateXQuery, type Item, isNode } from './evaluate-xquery.js';
import { isSingle } from './is-single.js';
import { parseXml } from './parse-xml.js';
import { parseXQuery } from './parse-xquery.js';
import { type XmlDocument, type XmlNode, xmlText } from './xml-node.js';
import type { Atomic, XQuery } from './xquery-tree.js';

/** The nodes that rows of nodes() stand for: what such a column holds beside its text. */
const NODES = new WeakMap<Row, XmlNode>();

/** The method's arguments: the xml, the text of the query, and what sql:column and sql:variable mean in it. */
type Arguments = readonly Bound.BoundExpression[];

/** `.value()`: the one item, as text; NULL where there is none. */
export function xmlValue(env: Environment, args: Arguments): string | null {
  const query = queryOf(env, args);
  if (!isSingle(query)) throw sqlError(2389, 'value()');
  const [first] = run(env, args, query) ?? [];
  return first ? atomicText(atomized(first)) : null;
}

export function xmlExist(env: Environment, args: Arguments): SqlValue {
  const items = run(env, args, queryOf(env, args));
  return items ? BigInt(items.length > 0) : null;
}

/** `.query()`: what it finds as xml. Values beside each other are kept apart by blanks. */
export function xmlQuery(env: Environment, args: Arguments): string | null {
  const items = run(env, args, queryOf(env, args));
  if (!items) return null;
  let text = '';
  items.forEach((item, i) => {
    if (isNode(item) && item.kind === 'attribute') throw sqlError(2396);
    const before = items[i - 1];
    if (!isNode(item) && before && !isNode(before)) text += ' ';
    text += isNode(item)
      ? xmlText(item)
      : xmlText({ kind: 'text', order: 0, parent: undefined, value: atomicText(item) });
  });
  return text;
}

/** `.nodes()`: a row for each node. */
export function xmlNodes(env: Environment, args: Arguments): readonly Row[] {
  return (run(env, args, queryOf(env, args)) ?? []).map((item) => {
    if (!isNode(item)) throw sqlError(2390);
    const row: Row = [xmlText(item)];
    NODES.set(row, item);
    return row;
  });
}

function queryOf(env: Environment, [, path]: Arguments): XQuery {
  return parseXQuery(path ? asText(evaluate(env, path)) : '');
}

/** Undefined where the xml is NULL. */
function run(env: Environment, args: Arguments, query: XQuery): readonly Item[] | undefined {
  const item = contextOf(env, args[0]);
  if (!item) return undefined;
  const parameters = args.slice(2).map((argument) => atomicOf(env, argument));
  return evaluateXQuery({ item, position: 1, size: 1, variables: new Map(), parameters }, query);
}

/** The node of a row of nodes(), or a document. */
function contextOf(env: Environment, xml: Bound.BoundExpression | undefined): XmlNode | undefined {
  if (!xml) return undefined;
  const row = xml.kind === 'column' ? env.rows[xml.relation] : undefined;
  const node = row && NODES.get(row);
  if (node) return node;
  const value = evaluate(env, xml);
  return value === null ? undefined : documentOf(asText(value));
}

const DOCUMENTS = new Map<string, XmlDocument>();
const MOST_DOCUMENTS = 50;

/** A row is asked for many values of one document. */
function documentOf(text: string): XmlDocument {
  const known = DOCUMENTS.get(text);
  if (known) return known;
  const document = parseXml(text);
  if (DOCUMENTS.size >= MOST_DOCUMENTS) DOCUMENTS.clear();
  DOCUMENTS.set(text, document);
  return document;
}

function atomicOf(env: Environment, argument: Bound.BoundExpression): Atomic | undefined {
  const value = evaluate(env, argument);
  if (value === null) return undefined;
  if (value instanceof Uint8Array || isOffset(value) || isVariant(value))
    throw new Refusal('A value of this type in XQuery');
  const text = formatValue(value, argument.type) ?? '';
  if (argument.type.name === 'bit') return { type: 'boolean', value: value === 1n };
  const whole = /^(tiny|small|big)?int$/.test(argument.type.name);
  if (whole) return { type: 'integer', value: Number(value) };
  return /^(decimal|(small)?money|float|real)$/.test(argument.type.name)
    ? { type: 'double', value: Number(text) }
    : { type: 'string', value: text };
}
