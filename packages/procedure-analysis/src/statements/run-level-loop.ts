import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare, variableName } from '../program/bare.js';
import { both, type Condition } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { cteReference } from '../program/cte-reference.js';
import { known } from '../program/known.js';
import type { Program } from '../program/program.js';
import { rewriteTree, visitTree } from '../program/rewrite-tree.js';
import { carriedValue } from '../program/row-loop.js';
import { rowsWhere, unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { outputs, queryRows } from './run-insert.js';

/** A loop that adds to a table, level after level, what follows from the level before. */
interface LevelLoop {
  readonly insert: Bound.BoundInsert;
  /** The variable that counts the levels, in lower case. */
  readonly counter: string;
  /** The counter goes on before the INSERT, so that there it is one ahead of the level that is read. */
  readonly ahead: boolean;
  /** Takes the number of new rows. */
  readonly rows: string | undefined;
  readonly counting: readonly Bound.BoundStatement[];
}

/**
 * `WHILE @@ROWCOUNT > 0 AND @level < 9 BEGIN INSERT t SELECT …, @level + 1 FROM t JOIN … WHERE t.level = @level; SET
 * @level += 1 END` is a recursion: each round reads only the rows that the round before has added. False for other loops.
 */
export function runLevelLoop(
  program: Program,
  loop: Bound.BoundWhile,
  condition: Condition,
): { readonly key: string; readonly counting: readonly Bound.BoundStatement[] } | undefined {
  const found = levelLoop(loop);
  if (!found || program.row) return undefined;
  const { insert, counter, ahead, rows } = found;
  const { span, source } = insert;
  const table = program.table(insert.target);
  const start = program.variables.get(counter);
  if (source.kind !== 'query' || source.query.kind !== 'select' || !start) return undefined;
  const query = withCounterInWhere(source.query, counter);
  const read = ownReading(query, insert.target);
  if (!read || query.groupBy || query.distinct || query.top || query.offset || query.ctes.length > 0) return undefined;
  // The rows that are read are those of one level, and the new ones are of the next.
  const levels = conjuncts(query.where).flatMap((each) => levelColumn(each, read.relation, counter, ahead));
  const [level] = levels;
  if (!level || levels.length > 1) return undefined;
  const place = insert.columns.indexOf(level.ordinal);
  if (!isNextLevel(newValue(source, query, place), counter, ahead)) return undefined;
  if (!startsAt(program, table.version, level.ordinal, start)) return undefined;
  const limits = limitsOf(program, loop.condition, found);
  if (!limits) return undefined;

  const id = program.newId();
  const name = `${table.title} levels`;
  const columns = outputs(table);
  const self = cteReference({ id, name, columns: read.columns }, read.relation, span, read.alias);
  const levelHere = column(read.columns[level.ordinal] ?? level, read.relation, level.ordinal, span);
  const whole = queryRows(program, insert, { ...source, query }, table);
  if (whole.kind !== 'select') return undefined;
  const over = <T>(tree: T): T =>
    rewriteTree(tree, (node) => {
      if (node === read) return self;
      if (node === level.condition) return undefined;
      const isCounter = node.kind === 'variable' && (node as Bound.BoundVariable).name.toLowerCase() === counter;
      return isCounter ? (ahead ? plusOne(levelHere) : levelHere) : undefined;
    });
  const kept = conjuncts(whole.where).filter((each) => each !== level.condition);
  const where = [...kept.map(over), ...limits.map((each) => atLevel(each, counter, levelHere))].reduce<Condition>(
    both,
    undefined,
  );
  const step = program.resolve({ ...whole, ctes: [], from: over(whole.from), select: over(whole.select), where });
  const anchor = rowsWhere(table, program.newId(), undefined, span);
  const allowed = both(condition, undefined);
  const all = unionAll(anchor, allowed ? { ...step, where: both(step.where, allowed) } : step);
  program.ctes.push({ id, name, columns, query: { ...all, columns }, recursive: true, maxRecursion: 0 });
  const relation = program.newId();
  const result = select(
    columns,
    columns.map((each, i) => column(each, relation, i, span)),
    [cteReference({ id, name, columns }, relation, span)],
    undefined,
    span,
  );
  program.write(table, result, { keys: [] }, [' with levels']);
  program.rowCount = undefined;
  program.variables.set(counter, carriedValue(counter, start.type, span));
  if (rows !== undefined) program.variables.set(rows, carriedValue(rows, start.type, span));
  return { key: table.key, counting: found.counting };
}

function levelLoop({ body }: Bound.BoundWhile): LevelLoop | undefined {
  const inserts = body.filter((statement) => statement.kind === 'insert');
  const [insert] = inserts;
  if (!insert || inserts.length > 1 || insert.top || insert.output.length > 0 || insert.feed) return undefined;
  let counter: string | undefined;
  let ahead = false;
  let rows: string | undefined;
  for (const [i, statement] of body.entries()) {
    if (statement === insert || statement.kind === 'print') continue;
    if (statement.kind === 'if' && isEnd(statement, rows) && body[i - 1] !== undefined) continue;
    if (statement.kind !== 'set-variable') return undefined;
    const name = statement.variable.name.toLowerCase();
    const value = bare(statement.value);
    if (value.kind === 'system-variable' && value.name === '@@ROWCOUNT' && body[i - 1] === insert) rows = name;
    else if (counter === undefined && isPlusOne(value, name)) {
      counter = name;
      ahead = i < body.indexOf(insert);
    } else return undefined;
  }
  if (counter === undefined) return undefined;
  const counting = body.filter((statement) => statement !== insert);
  return { insert, counter, ahead, rows, counting };
}

/** `IF @@ROWCOUNT = 0 BREAK` */
function isEnd({ condition, then, otherwise }: Bound.BoundIf, rows: string | undefined): boolean {
  if (otherwise || then.length !== 1 || then[0]?.kind !== 'break' || condition.kind !== 'comparison') return false;
  return condition.operator === '=' && isRowCount(condition.left, rows) && isZero(condition.right);
}

function isRowCount(expression: Bound.BoundExpression, rows: string | undefined): boolean {
  const value = bare(expression);
  if (value.kind === 'system-variable') return value.name === '@@ROWCOUNT';
  return value.kind === 'variable' && value.name.toLowerCase() === rows;
}

const isZero = (expression: Bound.BoundExpression): boolean => {
  const value = bare(expression);
  return value.kind === 'literal' && value.value === 0n;
};

/** Conditions on the counter that hold before a round; undefined where the loop depends on anything else. */
function limitsOf(
  program: Program,
  condition: Bound.BoundPredicate,
  { counter, rows }: LevelLoop,
): readonly Bound.BoundPredicate[] | undefined {
  const limits: Bound.BoundPredicate[] = [];
  for (const each of conjuncts(condition)) {
    if (known(each) === true) continue;
    if (each.kind !== 'comparison') return undefined;
    const isMore = each.operator === '>' || each.operator === '<>';
    if (isMore && isRowCount(each.left, rows) && isZero(each.right)) {
      // No new rows and no rows to begin with are the same to a recursion; any other first value is not.
      const first = rows === undefined ? program.rowCount : program.variables.get(rows);
      const isLast = first === program.rowCount || first === program.counted;
      if (!first || (!isLast && first.kind !== 'literal')) return undefined;
      if (first.kind === 'literal' && !(typeof first.value === 'bigint' && first.value > 0n)) return undefined;
      continue;
    }
    const names = variablesIn(each);
    if (!names.has(counter) || (rows !== undefined && names.has(rows))) return undefined;
    limits.push(each);
  }
  return limits;
}

/** What ON of inner joins asks of the counter stands in WHERE: it means the same there. */
function withCounterInWhere(query: Bound.BoundSelect, counter: string): Bound.BoundSelect {
  const moved: Bound.BoundPredicate[] = [];
  const without = (table: Bound.BoundTable): Bound.BoundTable => {
    if (table.kind !== 'join' || table.join !== 'INNER') return table;
    const asks = (each: Bound.BoundPredicate): boolean => variablesIn(each).has(counter);
    const asked = conjuncts(table.on).filter(asks);
    const on = conjuncts(table.on)
      .filter((each) => !asks(each))
      .reduce<Condition>(both, undefined);
    if (!on) return table;
    moved.push(...asked);
    return { ...table, on, left: without(table.left), right: without(table.right) };
  };
  const from = query.from.map(without);
  return moved.length === 0 ? query : { ...query, from, where: moved.reduce<Condition>(both, query.where) };
}

/** The one place where the query reads the table, in FROM and not behind an outer join. */
function ownReading(
  query: Bound.BoundSelect,
  target: Bound.BoundStoredTable,
): Bound.BoundNamedTable | Bound.BoundTemporaryTable | undefined {
  const isOwn = (table: object): boolean =>
    target.kind === 'table'
      ? 'object' in table && JSON.stringify(table.object) === JSON.stringify(target.object)
      : target.kind === 'temporary-table' && 'name' in table && String(table.name) === target.name;
  let readings = 0;
  visitTree(query, (node) => {
    if ((node.kind === 'named-table' || node.kind === 'temporary-table') && isOwn(node)) readings++;
  });
  const members = query.from.flatMap(innerMembers);
  const found = members.find(
    (table) => (table.kind === 'named-table' || table.kind === 'temporary-table') && isOwn(table),
  );
  return readings === 1 && (found?.kind === 'named-table' || found?.kind === 'temporary-table') ? found : undefined;
}

function innerMembers(table: Bound.BoundTable): readonly Bound.BoundTable[] {
  if (table.kind !== 'join') return [table];
  if (table.join === 'INNER' || table.join === 'CROSS')
    return [...innerMembers(table.left), ...innerMembers(table.right)];
  return table.join === 'LEFT' ? innerMembers(table.left) : [];
}

interface LevelColumn extends Bound.BoundColumn {
  readonly condition: Bound.BoundPredicate;
}

/** `t.level = @level`, or `t.level = @level - 1` behind the counting. */
function levelColumn(
  condition: Bound.BoundPredicate,
  relation: number,
  counter: string,
  ahead: boolean,
): readonly LevelColumn[] {
  if (condition.kind !== 'comparison' || condition.operator !== '=') return [];
  for (const [a, b] of [
    [condition.left, condition.right],
    [condition.right, condition.left],
  ] as const) {
    const of = bare(a);
    if (of.kind !== 'column' || of.relation !== relation) continue;
    if (ahead ? isMinusOne(b, counter) : variableName(b) === counter) return [{ ...of, condition }];
  }
  return [];
}

function newValue(
  source: Bound.BoundInsertQuery,
  query: Bound.BoundSelect,
  place: number,
): Bound.BoundExpression | undefined {
  const value = source.values[place] && bare(source.values[place]);
  return value?.kind === 'column' && value.relation === source.row ? query.select[value.ordinal]?.expression : value;
}

const isNextLevel = (value: Bound.BoundExpression | undefined, counter: string, ahead: boolean): boolean =>
  value !== undefined && (ahead ? variableName(value) === counter : isPlusOne(bare(value), counter));

/** All rows that the table has now are of the level at which the loop starts. */
function startsAt(
  program: Program,
  version: Parameters<typeof program.set>[0]['version'],
  ordinal: number,
  start: Bound.BoundExpression,
): boolean {
  if (version.kind === 'empty') return true;
  if (version.kind !== 'cte') return false;
  const query = program.ctes.find(({ id }) => id === version.cte)?.query;
  const value = query?.kind === 'select' ? query.select[ordinal]?.expression : undefined;
  return value !== undefined && sameExpression(bare(value), bare(start));
}

function atLevel(condition: Bound.BoundPredicate, counter: string, level: Bound.BoundExpression): Bound.BoundPredicate {
  return rewriteTree(condition, (node) =>
    node.kind === 'variable' && (node as Bound.BoundVariable).name.toLowerCase() === counter ? level : undefined,
  );
}

const isPlusOne = (value: Bound.BoundExpression, counter: string): boolean => isBeside(value, counter, '+');
const isMinusOne = (value: Bound.BoundExpression, counter: string): boolean => isBeside(bare(value), counter, '-');

function isBeside(value: Bound.BoundExpression, counter: string, operator: '+' | '-'): boolean {
  if (value.kind !== 'arithmetic' || value.operator !== operator) return false;
  const one = bare(value.right);
  return variableName(value.left) === counter && one.kind === 'literal' && one.value === 1n;
}

function plusOne(level: Bound.BoundColumn): Bound.BoundArithmetic {
  const { type, nullable, span } = level;
  const right: Bound.BoundLiteral = { kind: 'literal', type, nullable: false, span, value: 1n };
  return { kind: 'arithmetic', type, nullable, span, operator: '+', left: level, right };
}

function variablesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visitTree(tree, (node) => {
    if (node.kind === 'variable' && 'name' in node) names.add(String(node.name).toLowerCase());
  });
  return names;
}
