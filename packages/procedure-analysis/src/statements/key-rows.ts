import { isCharacter, plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { integer } from '../program/conditions.js';
import { cteReference } from '../program/cte-reference.js';
import { isTotal } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { ownOrder, rowNumber } from '../program/row-number.js';
import { column, select } from '../program/select.js';
import { type AccumulatedColumn, accumulatedColumn, type RoundsOfKey } from './accumulated-column.js';
import type { RoundUpsert } from './round-upsert.js';
import { groupedRounds, orderedRounds } from './rounds-of-key.js';
import { type FilteredLoop, isOfRows, named, namedColumns, overRounds, type UpsertLoop } from './upsert-loop.js';

const BIGINT = plain('bigint');

/** One row for each key, with the values of the key, then those of the columns. */
export interface KeyRows {
  readonly source: Bound.BoundCteReference;
  readonly upsert: RoundUpsert;
  readonly columns: ReadonlyMap<number, StatedColumn>;
}

interface StatedColumn extends Pick<AccumulatedColumn, 'after'> {
  /** Where the source has them. */
  readonly amount: number | undefined;
  readonly inserted: number | undefined;
}

/** In one group where the order of the rounds does not matter, else along it; undefined where it is not known. */
export function keyRows(
  program: Program,
  loop: FilteredLoop,
  upsert: RoundUpsert,
  table: Bound.BoundStoredTable,
): KeyRows | undefined {
  return grouped(program, loop, upsert, table) ?? ordered(program, loop, upsert, table);
}

function grouped(
  program: Program,
  loop: FilteredLoop,
  upsert: RoundUpsert,
  table: Bound.BoundStoredTable,
): KeyRows | undefined {
  const { query, span, name, filter } = loop;
  const isSpelled = upsert.key.some(({ column: position }) => isCharacter(table.columns[position]?.type ?? BIGINT));
  if (isSpelled && query.orderBy.length > 0) return undefined;
  const relation = program.newId();
  const columns = namedColumns(loop);
  const given = query.kind === 'select' && query.top ? query : { ...query, orderBy: [] };
  const over = overRounds(program, loop, columns, relation);
  const keys = upsert.key.map(({ variable, value }) => over(value ?? variable));
  if (!keys.every((key) => isOfRows(key, relation))) return undefined;
  const stated = statedColumns(program, upsert, table, over, groupedRounds(relation));
  if (!stated) return undefined;
  const cte = program.addCte(name, named(given, columns));
  const groupKeys = keys.map((expression, key): Bound.BoundGroupKey => {
    const { type, collation } = expression;
    return { kind: 'group-key', type, nullable: false, collation, span, key, expression };
  });
  const values = [...groupKeys, ...stated.values];
  const from = [cteReference(cte, relation, span, name)];
  const rows = select(outputs(loop, upsert, stated.names, values), values, from, filter && over(filter), span);
  const groupBy = { keys, sets: [keys.map((_, i) => i)], implicit: false };
  return sourceOf(program, loop, upsert, stated, { ...rows, groupBy });
}

/** The first round of every key, beside what the others come to. */
function ordered(
  program: Program,
  loop: FilteredLoop,
  upsert: RoundUpsert,
  table: Bound.BoundStoredTable,
): KeyRows | undefined {
  const { query, span, name, filter } = loop;
  if (query.kind !== 'select' || query.orderBy.length === 0 || query.top || query.offset || query.distinct)
    return undefined;
  if (!isTotal(program, query)) return undefined;
  const position = rowNumber(ownOrder(query), span);
  const columns = [...namedColumns(loop), { name: 'position', type: BIGINT, nullable: false }];
  const relation = program.newId();
  const over = overRounds(program, loop, columns, relation);
  const keys = upsert.key.map(({ variable, value }) => over(value ?? variable));
  if (!keys.every((key) => isOfRows(key, relation))) return undefined;
  const at = column(columns.at(-1) as Bound.OutputColumn, relation, columns.length - 1, span);
  const rounds = orderedRounds(keys, at);
  const stated = statedColumns(program, upsert, table, over, rounds);
  if (!stated) return undefined;
  const items = [...query.select, { expression: position, name: 'position' }];
  const cte = program.addCte(name, named({ ...query, select: items, orderBy: [] }, columns));
  const place = { name: 'place', type: BIGINT, nullable: false };
  const values = [...keys, ...stated.values, rounds.place];
  const from = [cteReference(cte, relation, span, name)];
  const all = [...outputs(loop, upsert, stated.names, values.slice(0, -1)), place];
  const placed = program.addCte(`${name} in places`, select(all, values, from, filter && over(filter), span));
  const first = program.newId();
  const isFirst: Bound.BoundPredicate = {
    kind: 'comparison',
    operator: '=',
    left: column(place, first, all.length - 1, span),
    right: { ...integer(1, span), type: BIGINT },
    span,
  };
  const firsts = all
    .slice(0, -1)
    .map((each, i) => column({ ...each, nullable: values[i]?.nullable ?? true }, first, i, span));
  return sourceOf(
    program,
    loop,
    upsert,
    stated,
    select(all.slice(0, -1), firsts, [cteReference(placed, first, span)], isFirst, span),
  );
}

function sourceOf(
  program: Program,
  { name, span }: UpsertLoop,
  upsert: RoundUpsert,
  { columns }: StatedColumns,
  query: Bound.BoundSelect,
): KeyRows {
  const cte = program.addCte(`${name} by key`, query);
  return { source: cteReference(cte, program.newId(), span, 'rounds'), upsert, columns };
}

interface StatedColumns {
  readonly columns: ReadonlyMap<number, StatedColumn>;
  readonly names: readonly Bound.OutputColumn[];
  readonly values: readonly Bound.BoundExpression[];
}

/** All columns but the key; undefined where one of them cannot be told. */
function statedColumns(
  program: Program,
  { key, inserted, updated }: RoundUpsert,
  table: Bound.BoundStoredTable,
  over: (tree: Bound.BoundExpression) => Bound.BoundExpression,
  rounds: RoundsOfKey,
): StatedColumns | undefined {
  const columns = new Map<number, StatedColumn>();
  const names: Bound.OutputColumn[] = [];
  const values: Bound.BoundExpression[] = [];
  const stored = program.table(table).columns;
  const add = (name: string, value: Bound.BoundExpression): number => {
    const { type, collation, nullable } = value;
    names.push({ name, type, collation, nullable });
    return key.length + values.push(value) - 1;
  };
  for (const position of (inserted ?? updated).keys()) {
    const of = stored[position];
    if (!of || key.some((each) => each.column === position)) continue;
    const [change, value] = [updated.get(position), inserted?.get(position)];
    const given = { updated: change && over(change), inserted: value && over(value) };
    const found = accumulatedColumn(of, position, given, rounds);
    if (!found) return undefined;
    const amount = found.amount && add(`${of.name} of rounds`, found.amount);
    const isSame = found.amount === found.inserted;
    const place = isSame || !found.inserted ? amount : add(`new ${of.name}`, found.inserted);
    columns.set(position, { amount, inserted: place, ...(found.after ? { after: found.after } : {}) });
  }
  return { columns, names, values };
}

function outputs(
  { into }: UpsertLoop,
  { key }: RoundUpsert,
  names: readonly Bound.OutputColumn[],
  values: readonly Bound.BoundExpression[],
): readonly Bound.OutputColumn[] {
  const keys = key.map(({ variable: name }, i): Bound.OutputColumn => {
    const { type, collation } = values[i] as Bound.BoundExpression;
    const shown = into.find((each) => each.name.toLowerCase() === name)?.name.replace(/^@/, '') ?? name;
    return { name: shown, type, collation, nullable: false };
  });
  return [...keys, ...names];
}
