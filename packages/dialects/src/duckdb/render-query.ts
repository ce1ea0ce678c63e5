import type { SqlType } from '@datamigrate/catalog';
import { holdsNode, isFine, type Rel } from '@datamigrate/relational';
import { type Doc, group, hardLine, indent, join, line, softLine } from '../layout/doc.js';
import { at, BINDING, call, castTo, parenthesized } from '../sql/sql.js';
import { asColumn, asType } from './coerce.js';
import { duck, duckTypeOf, duckTypeText } from './duck-type.js';
import { identifier } from './identifier.js';
import { type PassThrough, passThrough } from './pass-through.js';
import { above, allAbove, behind, hasComments } from './render-comments.js';
import { jsonRowsDoc } from './render-json-rows.js';
import { renderFine } from './render-literal.js';
import { orderItemDocs } from './render-order.js';
import { isConjunction } from './render-predicate.js';
import { xmlNodesDoc } from './render-xml.js';
import { NOTHING, type Rendered, type Renderer, rendered } from './rendered.js';

/** What a query needs beside the renderer: how the objects it reads are called. */
export interface QueryRenderer extends Renderer {
  /** Columns of the CTEs that stand on top of the model. */
  readonly cteColumns: Map<string, readonly Rel.RelOutputColumn[]>;
  imported(object: { readonly schema: string; readonly name: string }): { readonly called: Doc; readonly name: string };
}

export function renderQuery(renderer: QueryRenderer, query: Rel.RelQuery): Doc {
  // Inside, a name may stand for something else than outside.
  for (const { name } of query.ctes) renderer.cteColumns.delete(name);
  const body = query.kind === 'select' ? renderSelect(renderer, query) : renderSetOperation(renderer, query);
  if (query.ctes.length === 0) return body;
  const ctes = query.ctes.map((cte) => ({
    said: allAbove(cte),
    doc: cteDoc(cte.name, renderQuery(renderer, cte.query)),
  }));
  return [
    withDoc(
      ctes,
      query.ctes.some(({ recursive }) => recursive),
    ),
    hardLine,
    hardLine,
    body,
  ];
}

export interface WrittenCte {
  /** What is said about it, above it. */
  readonly said?: Doc;
  readonly doc: Doc;
}

/** The WITH clause; what is said about the first CTE stands above the word. */
export function withDoc(ctes: readonly WrittenCte[], recursive: boolean): Doc {
  return ctes.map(({ said = '', doc }, i) =>
    i === 0 ? [said, recursive ? 'with recursive ' : 'with ', doc] : [',', hardLine, hardLine, said, doc],
  );
}

/** The CTEs of a model. One that hands on what an earlier one has says only what it changes. */
export function cteDocs(renderer: QueryRenderer, ctes: readonly Rel.RelCte[]): WrittenCte[] {
  return ctes.map((cte) => {
    const { name, query } = cte;
    const through = passThrough(query, (wanted) => renderer.cteColumns.get(wanted));
    const doc =
      through && query.kind === 'select'
        ? renderSelect(renderer, handedOn(query, through), starDoc(renderer, through))
        : renderQuery(renderer, query);
    renderer.cteColumns.set(name, query.columns);
    return { said: allAbove(cte), doc: cteDoc(name, doc) };
  });
}

/** `select * from` a CTE: nothing calls it by another name. */
function handedOn(query: Rel.RelSelect, { of, replaced }: PassThrough): Rel.RelSelect {
  const { from, where, limit, orderBy } = query;
  if (from?.kind !== 'cte' || of !== undefined || replaced.length > 0 || where || limit || orderBy.length > 0)
    return query;
  return { ...query, from: { ...from, alias: from.name } };
}

function starDoc(renderer: Renderer, { of, replaced }: PassThrough): Doc {
  const star = of === undefined ? '*' : `${identifier(of)}.*`;
  if (replaced.length === 0) return star;
  const items = replaced.map((item, i) => [
    above(item),
    asColumn(renderer.value(item.expression), item.expression.type).doc,
    ' as ',
    identifier(item.name),
    i === replaced.length - 1 ? '' : ',',
    behind(item),
  ]);
  return group(`${star} replace (`, indent(softLine, join(line, items)), softLine, ')');
}

export function cteDoc(name: string, query: Doc): Doc {
  return [`${identifier(name)} as (`, indent(hardLine, query), hardLine, ')'];
}

function renderSelect(renderer: QueryRenderer, query: Rel.RelSelect, star?: Doc): Doc {
  const from = query.from ? [hardLine, above(leftmost(query.from)), 'from ', tableDoc(renderer, query.from)] : '';
  const items: readonly Doc[] = star === undefined ? itemDocs(renderer, query.select) : [star];
  const head = query.distinct ? 'select distinct' : 'select';
  const { limit } = query;
  const qualified = limit && (limit.withTies || limit.percent);
  const single = items.length === 1 && !query.select.some(hasComments);
  return [
    above(query),
    single ? [`${head} `, items[0] ?? ''] : [head, indent(hardLine, join(hardLine, items))],
    from,
    query.where ? [hardLine, conditionDoc('where', renderer, query.where)] : '',
    query.groupBy ? [hardLine, above(query.groupBy), groupByDoc(renderer, query.groupBy), behind(query.groupBy)] : '',
    query.having ? [hardLine, conditionDoc('having', renderer, query.having)] : '',
    qualified ? [hardLine, qualifyDoc(renderer, query, limit)] : '',
    qualified ? '' : tailDoc(renderer, query),
  ];
}

/** Set operations keep their order: the left side first, a nested right side in parentheses. */
function renderSetOperation(renderer: QueryRenderer, query: Rel.RelSetOperation): Doc {
  const left = renderSide(renderer, query.left);
  const right = renderSide(renderer, query.right);
  const nestedRight = query.right.kind === 'set-operation' || isOrdered(query.right);
  const nestedLeft =
    isOrdered(query.left) || (query.left.kind === 'set-operation' && query.left.operator !== query.operator);
  return [
    nestedLeft ? parenthesized(left) : left,
    hardLine,
    hardLine,
    query.operator.toLowerCase(),
    hardLine,
    hardLine,
    nestedRight ? parenthesized(right) : right,
    tailDoc(renderer, query),
  ];
}

/** One side; columns of a CTE that are handed on as they are need no names. */
function renderSide(renderer: QueryRenderer, query: Rel.RelQuery): Doc {
  const through = passThrough(query, (wanted) => renderer.cteColumns.get(wanted));
  if (query.kind !== 'select' || !through || through.replaced.length > 0) return renderQuery(renderer, query);
  return renderSelect(renderer, handedOn(query, through), starDoc(renderer, through));
}

const isOrdered = (query: Rel.RelQuery): boolean => query.limit !== undefined || query.ctes.length > 0;

/** The items of SELECT, each on its line with its comma and what is said about it. */
function itemDocs(renderer: Renderer, items: readonly Rel.RelSelectItem[]): readonly Doc[] {
  return items.map((item, i) => [
    above(item),
    itemDoc(renderer, item),
    i === items.length - 1 ? '' : ',',
    behind(item),
  ]);
}

/** A text that is joined to a variable without a value: DuckDB takes what comes of `||` and a constant NULL for an integer. */
const isUntyped = (expression: Rel.RelExpression): boolean =>
  expression.kind === 'operation' &&
  expression.operator === 'concatenate' &&
  holdsNode(expression, ({ kind }) => kind === 'parameter');

const castText = (value: Rendered): Rendered => rendered(castTo('varchar', value), duck('varchar'));

function itemDoc(renderer: Renderer, { expression, name }: Rel.RelSelectItem): Doc {
  const given = renderer.value(expression);
  // A key that is listed for IN has the type of the key on the other side.
  const isKey = expression.kind === 'operation' && expression.operator === 'type-key';
  const value = isKey ? given : isUntyped(expression) ? castText(given) : asColumn(given, expression.type);
  const alias = identifier(name);
  if (name === '') return value.doc;
  return expression.kind === 'column' && expression.name === name ? value.doc : group(value.doc, ' as ', alias);
}

/** Conditions tied by AND stand one a line. */
function conditionDoc(word: string, renderer: Renderer, predicate: Rel.RelPredicate): Doc {
  const condition = renderer.predicate(predicate);
  const first = leadingOf(predicate);
  return [
    above(first),
    group(`${word} `, condition.binding <= BINDING.and ? indent(condition.doc) : condition.doc),
    isConjunction(predicate) ? '' : behind(predicate),
  ];
}

/** What comes first in a condition stands on the line of its word: comments about it stand above that line. */
const leadingOf = (predicate: Rel.RelPredicate): Rel.Commented =>
  isConjunction(predicate) ? (predicate.operands[0] ?? {}) : predicate;

function groupByDoc(renderer: Renderer, { keys, sets }: Rel.RelGroupBy): Doc {
  const docs = keys.map((key) => renderer.value(key).doc);
  const [first] = sets;
  if (sets.length === 1 && first?.length === keys.length) {
    return docs.length === 1 ? ['group by ', docs[0] ?? ''] : group('group by', indent(line, join([',', line], docs)));
  }
  const written = sets.map((set) => [
    '(',
    join(
      ', ',
      set.map((key) => docs[key] ?? ''),
    ),
    ')',
  ]);
  return group('group by grouping sets (', indent(softLine, join([',', line], written)), softLine, ')');
}

function tailDoc(renderer: Renderer, { orderBy, orderComments, limit }: Rel.RelQuery): Doc {
  const notes = { comments: orderComments };
  const order = orderBy.length > 0 ? [hardLine, above(notes), orderDoc(renderer, orderBy), behind(notes)] : '';
  const count = limit?.count ? [hardLine, 'limit ', renderer.value(limit.count).doc] : '';
  const offset = limit?.offset ? [hardLine, 'offset ', renderer.value(limit.offset).doc] : '';
  return [order, count, offset];
}

function orderDoc(renderer: Renderer, orderBy: readonly Rel.RelOrderItem[]): Doc {
  return group('order by', indent(line, join([',', line], orderItemDocs(renderer, orderBy))));
}

/** TOP … WITH TIES and TOP … PERCENT, which rounds up. */
function qualifyDoc(renderer: Renderer, query: Rel.RelSelect, limit: Rel.RelLimit): Doc {
  const numbered = numbering(query, limit);
  if (numbered) return ['qualify ', renderer.value(numbered).doc, ' = 1'];
  const order = query.orderBy.length > 0 ? ['order by ', join(', ', orderItemDocs(renderer, query.orderBy))] : '';
  const count = limit.count ? renderer.value(limit.count).doc : '0';
  const bound = limit.percent ? ['ceil(', count, ' / 100.0 * count(*) over ())'] : count;
  return ['qualify ', limit.withTies ? 'rank()' : 'row_number()', ' over (', order, ') <= ', bound];
}

/** TOP 1 WITH TIES by ROW_NUMBER: the first of each partition, as no window may be ordered by another. */
function numbering(
  { orderBy }: Rel.RelSelect,
  { count, percent, withTies }: Rel.RelLimit,
): Rel.RelExpression | undefined {
  const [only] = orderBy;
  const one = count?.kind === 'literal' && count.value === 1n;
  if (!only || orderBy.length !== 1 || only.descending || percent || !withTies || !one) return undefined;
  const { expression } = only;
  return expression.kind === 'window' && expression.function === 'ROW_NUMBER' ? expression : undefined;
}

function tableDoc(renderer: QueryRenderer, table: Rel.RelTable): Doc {
  return table.kind === 'join' ? joinDoc(renderer, table) : [memberDoc(renderer, table), behind(table)];
}

/** The first table of FROM. */
const leftmost = (table: Rel.RelTable): Rel.RelTable => (table.kind === 'join' ? leftmost(table.left) : table);

/** A table without what is said behind it. */
function memberDoc(renderer: QueryRenderer, table: Rel.RelTable): Doc {
  switch (table.kind) {
    case 'object': {
      const { called, name } = renderer.imported(table.object);
      return name === table.alias ? called : [called, ` as ${identifier(table.alias)}`];
    }
    case 'cte':
      return named(table.name, table.alias);
    case 'derived':
      return [
        table.lateral ? 'lateral ' : '',
        '(',
        indent(hardLine, renderQuery(renderer, table.query)),
        hardLine,
        `) as ${identifier(table.alias)}`,
      ];
    case 'split':
      return splitDoc(renderer, table);
    case 'series':
      return seriesDoc(renderer, table);
    case 'json-rows':
      return jsonRowsDoc(renderer, table);
    case 'xml-nodes':
      return xmlNodesDoc(renderer, table);
    case 'values': {
      const values = table.rows.map((row) => row.map((value) => rowValue(renderer, value)));
      const rows = values.map((row, r) => [
        '(',
        join(
          ', ',
          row.map((value, i) => (r === 0 ? typedValue(values, i, table.columns[i]?.type) : value).doc),
        ),
        ')',
      ]);
      const columns = table.columns.map(({ name }) => identifier(name)).join(', ');
      return group('(values ', join([',', line], rows), `) as ${identifier(table.alias)} (${columns})`);
    }
    case 'join':
      return joinDoc(renderer, table);
  }
}

/** A constant of VALUES; one with seven digits of a second makes the column one of nanoseconds. */
const rowValue = (renderer: Renderer, value: Rel.RelExpression): Rendered =>
  value.kind === 'literal' && value.type.name === 'datetime2' && isFine(value)
    ? renderFine(value)
    : renderer.value(value);

/** The first row decides the types of the columns; constants are written with theirs where they look like another. */
function typedValue(rows: readonly (readonly Rendered[])[], column: number, type: SqlType | undefined): Rendered {
  const value = rows[0]?.[column] ?? NOTHING;
  const wanted = type && duckTypeOf(type);
  if (!wanted || wanted.name === 'varchar') return value;
  const all = rows.map((row) => row[column] ?? NOTHING);
  if (all.some((each) => each.type.name === 'timestamp_ns')) return value;
  const sameName = all.some((each) => each.doc !== 'null' && each.type.name === wanted.name);
  return sameName && wanted.name !== 'decimal' ? value : asType({ ...value, type: duck('varchar') }, wanted);
}

/** The parts of a text in their order; of NULL there are none. */
function splitDoc(renderer: QueryRenderer, table: Rel.RelSplit): Doc {
  const parts = call('string_split', renderer.value(table.text), renderer.value(table.separator));
  const [value, ordinal] = table.columns.map(({ name }) => identifier(name));
  const items: Doc[] = [[`unnest(`, parts.doc, `) as ${value}`]];
  if (ordinal !== undefined) items.push(['generate_subscripts(', parts.doc, `, 1) as ${ordinal}`]);
  return ['lateral (select ', join(', ', items), `) as ${identifier(table.alias)}`];
}

/** SQL Server counts downwards by itself where the end lies below the start. */
function seriesDoc(renderer: QueryRenderer, table: Rel.RelSeries): Doc {
  const start = renderer.value(table.start);
  const stop = renderer.value(table.stop);
  const [name = 'value'] = table.columns.map((column) => identifier(column.name));
  const step = table.step ? renderer.value(table.step) : undefined;
  const up = start.constant && stop.constant && Number(start.doc) <= Number(stop.doc);
  const by: Doc = step
    ? [', ', step.doc]
    : up
      ? ''
      : [', case when ', at(BINDING.other, start), ' <= ', at(BINDING.other, stop), ' then 1 else -1 end'];
  const type = duckTypeOf(table.columns[0]?.type ?? { name: 'bigint' });
  const list: Doc = ['generate_series(', start.doc, ', ', stop.doc, by, ')'];
  return [
    'lateral (select cast(unnest(',
    list,
    `) as ${type ? duckTypeText(type) : 'bigint'}) as ${name}) as ${identifier(table.alias)}`,
  ];
}

/** Tables that are made of what stands before them. */
const FEEDING: ReadonlySet<Rel.RelTable['kind']> = new Set(['split', 'series', 'json-rows', 'xml-nodes']);

function joinDoc(renderer: QueryRenderer, { join: kind, left, right, on }: Rel.RelJoin): Doc {
  const lateral = right.kind === 'derived' ? right.lateral : FEEDING.has(right.kind);
  const before = tableDoc(renderer, left);
  const nested = right.kind === 'join' ? parenthesized(tableDoc(renderer, right)) : memberDoc(renderer, right);
  const words = `${kind.toLowerCase()} join `;
  const said = right.kind === 'join' ? [above(leftmost(right)), above(right)] : above(right);
  const start = [before, hardLine, said, on ? above(leadingOf(on)) : ''];
  if (on) {
    const condition = renderer.predicate(on);
    const ends = isConjunction(on) ? '' : behind(on);
    return [start, words, nested, indent(hardLine, 'on ', at(BINDING.and, condition), ends), behind(right)];
  }
  return [start, words, nested, lateral && kind === 'LEFT' ? ' on true' : '', behind(right)];
}

const named = (name: string, alias: string): string =>
  name === alias ? identifier(name) : `${identifier(name)} as ${identifier(alias)}`;
