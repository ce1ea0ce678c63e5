import { plain, type SqlType, sameType, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelOutputColumn, RelTable } from '../tree/query.js';
import type { RelXmlPath } from '../tree/xml.js';
import type { LoweredRelation, LoweringContext, LoweringScope } from './context.js';
import { lowerXmlText } from './lower-xml-text.js';
import { textBehind } from './unread-xml.js';
import { xmlPath } from './xml-path.js';

const TEXT: SqlType = string('nvarchar', 'max');

type Lower = (bound: Bound.BoundExpression) => RelExpression;

/** `x.value('path', 'type')`: the text of the first node, converted as CAST does. */
export function lowerXmlValue(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
  lower: Lower,
): RelExpression {
  const joined = joinedValue(context, scope, bound);
  if (joined) return cast(joined, bound.type);
  const { path, counted } = countedPath(context, scope, bound.arguments, bound.span, lower);
  const value: RelExpression = { kind: 'xml-value', type: TEXT, nullable: true, path, counted };
  return cast(value, bound.type);
}

function cast(value: RelExpression, type: SqlType): RelExpression {
  if (sameType(type, TEXT)) return value;
  return { kind: 'cast', type, nullable: true, operand: value, attempt: false, implicit: false };
}

/** What FOR XML has joined, read back: `.` is all of it, `text()` where it is not empty. Undefined for another xml. */
function joinedValue(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
): RelExpression | undefined {
  const [xml, written] = bound.arguments;
  const path = written?.kind === 'literal' ? xmlPath(String(written.value)) : undefined;
  const [step, ...more] = path?.steps ?? [];
  const isText = step?.axis === 'text' && more.length === 0 && (step.position ?? 1) === 1;
  if (!xml || !path || path.counted || (step && !isText)) return undefined;
  let text: RelExpression | undefined;
  if (xml.kind === 'scalar-subquery') text = lowerXmlText(context, scope, xml.query, step ? 'plain' : 'all');
  else if (xml.kind === 'column') {
    const relation = scope.relations.get(xml.relation);
    const name = relation?.columns[xml.ordinal];
    const joined = relation?.joined?.get(xml.ordinal);
    if (!relation || !joined || name === undefined || (step && joined !== 'plain')) return undefined;
    text = { kind: 'column', type: TEXT, nullable: true, relation: relation.alias, name };
  }
  if (!text || !step) return text;
  const empty: RelExpression = { kind: 'literal', type: TEXT, nullable: false, value: '' };
  return { kind: 'call', type: TEXT, nullable: true, function: 'NULLIF', arguments: [text, empty] };
}

/** `x.exist('path')`: 1 where a node is there. */
export function lowerXmlExist(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundCall,
  lower: Lower,
): RelExpression {
  const path = pathOf(context, scope, bound.arguments, bound.span, lower);
  return { kind: 'xml-exists', type: plain('bit'), nullable: true, path };
}

/** `x.nodes('path') AS t (c)`: a row for each node. */
export function lowerXmlNodes(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundFunctionTable,
  columns: readonly RelOutputColumn[],
  relation: LoweredRelation,
  lower: Lower,
): { readonly table: RelTable; readonly document: RelExpression } {
  const path = pathOf(context, scope, bound.arguments, bound.span, lower);
  const [xml] = bound.arguments;
  const document = (xml && nodesOf(scope, xml)?.document) ?? path.source;
  return { table: { kind: 'xml-nodes', path, columns, alias: relation.alias }, document };
}

/** A path whose nodes are looked at, not counted. */
function pathOf(
  context: LoweringContext,
  scope: LoweringScope,
  args: readonly Bound.BoundExpression[],
  span: Bound.BoundExpression['span'],
  lower: Lower,
): RelXmlPath {
  return countedPath(context, scope, args, span, lower, false).path;
}

function countedPath(
  context: LoweringContext,
  scope: LoweringScope,
  [xml, written]: readonly Bound.BoundExpression[],
  span: Bound.BoundExpression['span'],
  lower: Lower,
  mayCount = true,
): { readonly path: RelXmlPath; readonly counted: boolean } {
  const text = written?.kind === 'literal' && typeof written.value === 'string' ? written.value : '';
  const path = xmlPath(text);
  if (!xml || !path || (path.counted && !mayCount)) {
    const shown = text
      .replace(/\s+/g, ' ')
      .replace(/declare [^;]*; ?/g, '')
      .trim();
    const source = context.refuse(relationalDiagnostics.create('lower-xml-path', { path: shown }, span));
    return { path: { from: 'document', source, steps: [] }, counted: false };
  }
  const { absolute, counted, steps } = path;
  const nodes = nodesOf(scope, xml);
  if (nodes && !absolute) return { path: { from: 'node', source: nodes.node, steps }, counted };
  const source = nodes ? nodes.document : documentOf(scope, xml, lower);
  return { path: { from: 'document', source, steps }, counted };
}

/** A column of nodes(), and the document in which its nodes stand. */
function nodesOf(
  scope: LoweringScope,
  bound: Bound.BoundExpression,
): { readonly node: RelExpression; readonly document: RelExpression } | undefined {
  const relation = bound.kind === 'column' ? scope.relations.get(bound.relation) : undefined;
  if (bound.kind !== 'column' || !relation?.document) return undefined;
  const name = relation.columns[bound.ordinal] ?? '';
  const node: RelExpression = { kind: 'column', type: bound.type, nullable: true, relation: relation.alias, name };
  return { node, document: relation.document };
}

/** A text that becomes xml is read where its path is followed. */
function documentOf(scope: LoweringScope, bound: Bound.BoundExpression, lower: Lower): RelExpression {
  const relation = bound.kind === 'column' ? scope.relations.get(bound.relation) : undefined;
  if (bound.kind === 'column' && relation?.unread?.has(bound.ordinal)) {
    const name = relation.columns[bound.ordinal] ?? '';
    return { kind: 'column', type: bound.type, nullable: bound.nullable, relation: relation.alias, name };
  }
  const xml = lower(bound);
  return textBehind(xml) ?? xml;
}
