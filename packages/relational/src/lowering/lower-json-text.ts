import { isCharacter, isInteger, type SqlType, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { FunctionName } from '../bound-names.js';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelSelect } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerQuery, outputNames } from './lower-query.js';
import { joinedRows, rowsToJoin } from './rows-to-join.js';

const TEXT: SqlType = string('nvarchar', 'max');

/** Members of an object by their names: a value's text, or an object that dots in the names have made. */
type JsonTree = Map<string, RelExpression | JsonTree>;

/**
 * `(SELECT … FOR JSON PATH)`: an object for each row. Columns that are NULL are left out unless they are asked for; no
 * row gives NULL. learn.microsoft.com/sql/relational-databases/json/format-query-results-as-json-with-for-json-sql-server
 */
export function lowerJsonText(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundQuery,
): RelExpression | undefined {
  if (bound.kind !== 'select' || bound.for?.format !== 'JSON') return undefined;
  const refuse = (construct: string): RelExpression =>
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  const { mode, directives } = bound.for;
  const given = (name: string) => directives.find((directive) => directive.name.toUpperCase() === name);
  const [table] = bound.from;
  const single = bound.from.length <= 1 && table?.kind !== 'join' && table?.kind !== 'apply';
  if (mode === 'AUTO' && !single) return refuse('FOR JSON AUTO over a join');
  const { for: _, ...rest } = bound;
  const lowered = lowerQuery(context, scope, rest, outputNames(context, bound.columns), true);
  const shown = lowered.kind === 'select' ? rowsToJoin(lowered) : undefined;
  if (!shown) return refuse('FOR JSON of this query');
  const tree: JsonTree = new Map();
  for (const [i, { expression }] of shown.select.entries()) {
    const { name } = bound.columns[i] ?? {};
    const text = jsonValue(expression, bound.select[i]?.expression);
    if (name === undefined) return refuse('FOR JSON of a column without a name');
    if (!text) return refuse(`FOR JSON of ${expression.type.name}`);
    const member = given('INCLUDE_NULL_VALUES') ? call('COALESCE', [text, literal('null')]) : text;
    if (!place(tree, mode === 'PATH' ? name.split('.') : [name], member))
      return refuse('FOR JSON of a name that stands twice');
  }
  if (shown.from && shown.orderBy.length === 0)
    context.normalise('order', 'FOR JSON without ORDER BY gives its objects in any order');
  const object = joined([literal('{'), members(tree), literal('}')]);
  const query: RelSelect = {
    ...shown,
    columns: [{ name: 'json', type: TEXT, nullable: true }],
    select: [{ expression: joinedRows(shown, TEXT, object, literal(',')), name: 'json' }],
    orderBy: [],
  };
  const all: RelExpression = { kind: 'scalar-subquery', type: TEXT, nullable: true, query };
  const list = given('WITHOUT_ARRAY_WRAPPER') ? all : joined([literal('['), all, literal(']')]);
  const root = given('ROOT');
  return root ? joined([literal(`{${JSON.stringify(root.value ?? 'root')}:`), list, literal('}')]) : list;
}

function place(tree: JsonTree, path: readonly string[], text: RelExpression): boolean {
  const [head = '', ...rest] = path;
  const existing = tree.get(head);
  if (rest.length === 0) {
    if (existing) return false;
    tree.set(head, text);
    return true;
  }
  if (existing && !(existing instanceof Map)) return false;
  const child: JsonTree = existing ?? new Map();
  tree.set(head, child);
  return place(child, rest, text);
}

/** `"a":1,"b":{"c":2}`: a member whose value is NULL is left out, and so is an object without members. */
function members(tree: JsonTree): RelExpression {
  const parts = [...tree].map(([name, value]) => {
    const label = JSON.stringify(name).replaceAll('/', '\\/');
    if (!(value instanceof Map)) return joined([literal(`${label}:`), value]);
    return joined([literal(`${label}:{`), call('NULLIF', [members(value), literal('')]), literal('}')]);
  });
  return call('CONCAT_WS', [literal(','), ...parts]);
}

/** The text of a value in JSON, NULL for NULL; undefined for types whose text is not covered. */
function jsonValue(value: RelExpression, bound: Bound.BoundExpression | undefined): RelExpression | undefined {
  const { type } = value;
  if (bound && isNestedJson(bound)) return value;
  const cast = (style?: number): RelExpression => ({
    kind: 'cast',
    type: TEXT,
    nullable: value.nullable,
    operand: value,
    attempt: false,
    implicit: false,
    style,
  });
  if (isInteger(type) || type.name === 'decimal') return cast();
  switch (type.name) {
    case 'bit':
      return bitText(value);
    case 'money':
    case 'smallmoney':
    case 'float':
      return cast(2);
    case 'date':
    case 'uniqueidentifier':
      return joined([literal('"'), cast(), literal('"')]);
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
      return joined([literal('"'), cast(126), literal('"')]);
    default:
      return isCharacter(type) ? quoted(value) : undefined;
  }
}

function isNestedJson(node: Bound.BoundExpression): boolean {
  if (node.kind === 'call') return node.function === 'JSON_QUERY' || node.function === 'JSON_MODIFY';
  return node.kind === 'scalar-subquery' && node.query.kind === 'select' && node.query.for?.format === 'JSON';
}

function bitText(value: RelExpression): RelExpression {
  const is = (bit: bigint, result: string) => ({
    when: {
      kind: 'comparison' as const,
      operator: '=' as const,
      left: value,
      right: { kind: 'literal' as const, type: value.type, nullable: false, value: bit },
    },
    result: literal(result),
  });
  return {
    kind: 'case',
    type: TEXT,
    nullable: value.nullable,
    branches: [is(1n, 'true'), is(0n, 'false')],
    otherwise: undefined,
  };
}

const quoted = (value: RelExpression): RelExpression => ({
  kind: 'operation',
  operator: 'json-string',
  operands: [value],
  type: TEXT,
  nullable: value.nullable,
});

const literal = (value: string): RelExpression => ({ kind: 'literal', type: TEXT, nullable: false, value });

const joined = (parts: readonly RelExpression[]): RelExpression =>
  parts.reduce((left, right) => ({
    kind: 'operation',
    operator: 'concatenate',
    operands: [left, right],
    type: TEXT,
    nullable: left.nullable || right.nullable,
  }));

const call = (name: FunctionName, args: readonly RelExpression[]): RelExpression => ({
  kind: 'call',
  type: TEXT,
  nullable: name === 'NULLIF',
  function: name,
  arguments: args,
});
