import { isCharacter, isInteger, type SqlType, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelSelect } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerQuery, outputNames } from './lower-query.js';
import { joinedRows, rowsToJoin } from './rows-to-join.js';

const TEXT: SqlType = string('nvarchar', 'max');
const text = (value: string): RelExpression => ({ kind: 'literal', type: TEXT, nullable: false, value });

/** How `.value()` reads the text: all of it, without the elements around parts, or where there are no elements alone. */
export type ReadText = 'all' | 'plain';

/**
 * `(SELECT … FOR XML PATH(''))`: the texts of all rows one after the other. No row gives NULL, rows of NULLs an empty
 * text. Read back by `.value()` the texts are as they were; otherwise `&`, `<` and `>` stand there as entities.
 */
export function lowerXmlText(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundQuery,
  read?: ReadText,
): RelExpression | undefined {
  if (bound.kind !== 'select' || bound.for?.format !== 'XML') return undefined;
  const refuse = (construct: string): RelExpression =>
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, bound.span));
  const { mode, element, directives } = bound.for;
  if (mode !== 'PATH' || element !== '' || directives.some(({ name }) => name.toUpperCase() !== 'TYPE')) {
    return refuse(`FOR XML ${mode}`);
  }
  const { for: _, ...rest } = bound;
  const lowered = lowerQuery(context, scope, rest, outputNames(context, bound.columns), true);
  if (lowered.kind !== 'select') return refuse('FOR XML of this query');
  const shown = rowsToJoin(lowered);
  if (!shown) return refuse('FOR XML of a query that is ordered by what it does not return');
  const parts = shown.select.map(({ expression }, i) => partOf(expression, bound.columns[i]?.name, read));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return refuse('FOR XML of values that are neither texts nor whole numbers');
  const row = known.reduce((left, right) => concatenated(left, right));
  if (shown.from && shown.orderBy.length === 0)
    context.normalise('order', 'FOR XML without ORDER BY joins the rows in any order');
  const query: RelSelect = {
    ...shown,
    columns: [{ name: 'joined', type: TEXT, nullable: true }],
    select: [{ expression: joinedRows(shown, TEXT, row, text('')), name: 'joined' }],
    orderBy: [],
  };
  return { kind: 'scalar-subquery', type: TEXT, nullable: true, query };
}

/** A column without a name is text, one with a name an element around it; NULL is nothing. */
function partOf(value: RelExpression, name: string | undefined, read: ReadText | undefined): RelExpression | undefined {
  if (name === 'data()' || name?.startsWith('@') || name?.includes('/')) return undefined;
  if (!isCharacter(value.type) && !isInteger(value.type)) return undefined;
  const whole: RelExpression = isCharacter(value.type)
    ? value
    : { kind: 'cast', type: TEXT, nullable: value.nullable, operand: value, attempt: false, implicit: true };
  const written = read || !isCharacter(value.type) ? whole : ENTITIES.reduce(replaced, whole);
  const plain = isPlainText(name);
  if (!plain && read === 'plain') return undefined;
  const shown =
    plain || read === 'all' ? written : concatenated(concatenated(text(`<${name}>`), written), text(`</${name}>`));
  return call('COALESCE', [shown, text('')]);
}

/** Whether a column of such a name is text without an element around it. */
export const isPlainText = (name: string | undefined): boolean =>
  name === undefined || name === 'text()' || name === 'node()' || name === '*';

const ENTITIES: readonly (readonly [character: string, entity: string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
];

function replaced(value: RelExpression, [character, entity]: readonly [string, string]): RelExpression {
  if (value.kind === 'literal' && typeof value.value === 'string') {
    return { ...value, value: value.value.replaceAll(character, entity) };
  }
  return call('REPLACE', [value, text(character), text(entity)]);
}

const call = (name: 'COALESCE' | 'REPLACE', args: readonly RelExpression[]): RelExpression => ({
  kind: 'call',
  type: TEXT,
  nullable: name === 'REPLACE',
  function: name,
  arguments: args,
});

const concatenated = (left: RelExpression, right: RelExpression): RelExpression => ({
  kind: 'operation',
  operator: 'concatenate',
  operands: [left, right],
  type: TEXT,
  nullable: left.nullable || right.nullable,
});
