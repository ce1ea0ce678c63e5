import type { SqlType } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare, variableName } from '../program/bare.js';
import { constant } from '../program/known.js';
import { nullOf } from '../program/null-of.js';
import { type AnyNode, rewriteTree, someNode } from '../program/rewrite-tree.js';
import { harmless } from './harmless.js';
import { isStored, isTable } from './round-effect.js';
import {
  countedRows,
  insertedRow,
  isColumnOf,
  isForeign,
  isRowCount,
  overRow,
  rowOf,
  sameKey,
  type TiedColumn,
  tiedColumns,
} from './upsert-parts.js';

/** What a round does: it changes the rows of its key, and may add one where there is none. */
export interface RoundUpsert {
  readonly key: readonly TiedColumn[];
  /** The new row, by position; undefined where rounds make none. */
  readonly inserted: ReadonlyMap<number, Bound.BoundExpression> | undefined;
  /** New values of a row that is there; columns of `OLD_ROW` are those before the round. */
  readonly updated: ReadonlyMap<number, Bound.BoundExpression>;
}

/** The relation of a row before a round. */
export const OLD_ROW = -2;

/** A row of the key: not there, or what the round has given to it by position. */
type Row = 'absent' | ReadonlyMap<number, Bound.BoundExpression>;

interface State {
  readonly row: Row;
  /** Whether the last statement has found rows; undefined where nobody asks for that any more. */
  readonly found: boolean | undefined;
  /** What the round's own variables have: a value, or whether rows were found. */
  readonly locals: ReadonlyMap<string, Bound.BoundExpression | boolean>;
}

/**
 * Reads the body of a round. `steady` tells of variables whether FETCH fills them or nothing in the loop changes them.
 * Undefined for rounds that do more than an upsert, or do not always do it.
 */
export function roundUpsert(
  statements: readonly Bound.BoundStatement[],
  table: Bound.BoundStoredTable,
  steady: (variable: string) => boolean,
): RoundUpsert | undefined {
  const reader = new UpsertReader(table, steady);
  const start = { found: undefined, locals: new Map() };
  const absent = reader.run(statements, { ...start, row: 'absent' });
  const present = reader.run(statements, { ...start, row: new Map() });
  const { key } = reader;
  if (!absent || !present || present.row === 'absent' || !key) return undefined;
  return { key, inserted: absent.row === 'absent' ? undefined : absent.row, updated: present.row };
}

class UpsertReader {
  readonly #table: Bound.BoundStoredTable;
  readonly #steady: (variable: string) => boolean;
  key: readonly TiedColumn[] | undefined;

  constructor(table: Bound.BoundStoredTable, steady: (variable: string) => boolean) {
    this.#table = table;
    this.#steady = steady;
  }

  run(statements: readonly Bound.BoundStatement[], start: State): State | undefined {
    let state: State | undefined = start;
    for (const statement of statements) state = state && this.#statement(statement, state);
    return state;
  }

  #statement(statement: Bound.BoundStatement, state: State): State | undefined {
    switch (statement.kind) {
      case 'block':
        return this.run(statement.statements, state);
      case 'if': {
        const answer = this.#answer(statement.condition, state);
        if (answer === undefined) return undefined;
        return this.run(answer ? statement.then : (statement.otherwise ?? []), { ...state, found: undefined });
      }
      case 'set-variable':
        return this.#assign(statement.variable.name, statement.value, state);
      case 'select-variables':
        return this.#select(statement, state);
      case 'declare-variable':
        return statement.declarations.reduce<State | undefined>(
          (now, { name, value }) => now && (value ? this.#assign(name, value, now) : now),
          state,
        );
      case 'update':
        return this.#update(statement, state);
      case 'insert':
        return this.#insert(statement, state);
      case 'merge':
        return this.#merge(statement, state);
      default:
        return harmless(statement) === undefined ? undefined : { ...state, found: undefined };
    }
  }

  #assign(name: string, value: Bound.BoundExpression, state: State): State | undefined {
    const key = name.toLowerCase();
    const given = this.#foundBy(value, state) ?? (isRowCount(value) ? undefined : this.#own(value, state));
    if (given === undefined) return undefined;
    return { ...state, found: undefined, locals: new Map([...state.locals, [key, given]]) };
  }

  /** `SELECT @n = COUNT(*) FROM t WHERE key = @key` */
  #select({ query, variables }: Bound.BoundSelectVariables, state: State): State | undefined {
    const [variable, ...more] = variables;
    if (!variable || more.length > 0 || !this.#counts(query, state)) return undefined;
    const locals = new Map([...state.locals, [variable.name.toLowerCase(), state.row !== 'absent'] as const]);
    return { ...state, found: undefined, locals };
  }

  #counts(query: Bound.BoundQuery, state: State): boolean {
    const rows = countedRows(query);
    return rows !== undefined && this.#asksForRow(rows, state);
  }

  /** EXISTS of rows with the key, `@@ROWCOUNT = 0`, and a variable that has the number; undefined for other conditions. */
  #answer(condition: Bound.BoundPredicate, state: State): boolean | undefined {
    if (condition.kind === 'not') {
      const inner = this.#answer(condition.operand, state);
      return inner === undefined ? undefined : !inner;
    }
    if (condition.kind === 'exists')
      return this.#asksForRow(condition.query, state) ? state.row !== 'absent' : undefined;
    if (condition.kind !== 'comparison' || constant(condition.right) !== 0n) return undefined;
    const found = this.#foundBy(condition.left, state);
    if (found === undefined) return undefined;
    if (condition.operator === '=') return !found;
    return condition.operator === '>' || condition.operator === '<>' ? found : undefined;
  }

  #foundBy(value: Bound.BoundExpression, state: State): boolean | undefined {
    if (isRowCount(value)) return state.found;
    const inner = bare(value);
    if (inner.kind === 'scalar-subquery') return this.#counts(inner.query, state) ? state.row !== 'absent' : undefined;
    const local = state.locals.get(variableName(value) ?? '');
    return typeof local === 'boolean' ? local : undefined;
  }

  #asksForRow(query: Bound.BoundQuery, state: State): boolean {
    if (query.kind !== 'select' || query.groupBy || query.top || query.offset || query.ctes.length > 0) return false;
    const [table, ...more] = query.from;
    if (!table || more.length > 0 || !('relation' in table) || !isTable(table, this.#table)) return false;
    return this.#isTied(table.relation, query.where, state);
  }

  /** The rows are those of the key: by the same columns as everywhere in the round. */
  #isTied(relation: number, where: Bound.BoundPredicate | undefined, { locals }: State): boolean {
    const found = tiedColumns(where, relation)?.map((each): TiedColumn => {
      const value = locals.get(each.variable);
      return typeof value === 'object' ? { ...each, value: converted(value, each.type) } : each;
    });
    if (!found?.every(({ variable, value }) => value || (this.#steady(variable) && !locals.has(variable))))
      return false;
    this.key ??= found;
    return sameKey(this.key, found);
  }

  #update({ target, from, where, top, output, ctes, currentOf, set }: Bound.BoundUpdate, state: State) {
    const { table, relation, base } = target;
    if (top || currentOf || output.length > 0 || ctes.length > 0 || from.length > 1 || relation !== base)
      return undefined;
    if (!isStored(table, this.#table) || !this.#isTied(relation, where, state)) return undefined;
    return this.#change(set, relation, state);
  }

  #change(set: readonly Bound.BoundSetItem[], relation: number, state: State): State | undefined {
    const { row } = state;
    const values = new Map<number, Bound.BoundExpression>();
    for (const item of set) {
      if (item.kind !== 'set-column' || item.variable || this.key?.some(({ column }) => column === item.column))
        return undefined;
      const value = this.#own(item.value, state, relation);
      if (!value) return undefined;
      values.set(item.column, value);
    }
    if (row === 'absent') return { ...state, found: false };
    return { ...state, row: new Map([...row, ...values]), found: true };
  }

  #insert({ target, columns, source, feed, output, top, ctes }: Bound.BoundInsert, state: State): State | undefined {
    const row = feed || top || output.length > 0 || ctes.length > 0 ? undefined : insertedRow(source);
    if (!row || !isStored(target, this.#table)) return undefined;
    const isThere = row.where ? this.#answer(row.where, state) : true;
    if (!isThere) return isThere === undefined ? undefined : { ...state, found: false };
    return this.#add(target, columns, row.values, state);
  }

  #add(
    { columns: all }: Bound.BoundStoredTable,
    columns: readonly number[],
    values: readonly Bound.BoundExpression[],
    state: State,
  ): State | undefined {
    // A second row of the key, or one that another round does not find.
    if (state.row !== 'absent' || all.some(({ identity }) => identity)) return undefined;
    const row = new Map<number, Bound.BoundExpression>();
    for (const [position, { computed, default: byDefault, type }] of all.entries()) {
      if (computed) continue;
      const given = values[columns.indexOf(position)];
      const tied = this.key?.find(({ column }) => column === position);
      const isKey = given !== undefined && tied !== undefined && this.#isKeyValue(given, tied, state);
      const value = tied ? isKey && given : this.#own(given ?? byDefault ?? nullOf(type, NOWHERE), state);
      if (!value) return undefined;
      row.set(position, value);
    }
    return this.key?.every(({ column }) => row.has(column)) ? { ...state, row, found: true } : undefined;
  }

  /** The variable by which the round finds its rows, with the value that it had then. */
  #isKeyValue(given: Bound.BoundExpression, { variable, value, type }: TiedColumn, { locals }: State): boolean {
    const now = locals.get(variable);
    if (variableName(given) !== variable) return false;
    return value ? typeof now === 'object' && sameExpression(converted(now, type), value) : now === undefined;
  }

  /** MERGE of one row that updates what it matches and inserts it elsewhere. */
  #merge({ target, source, on, clauses, top, output, ctes }: Bound.BoundMerge, state: State): State | undefined {
    const values = rowOf(source);
    const { table, relation, base } = target;
    if (!values || !('relation' in source) || top || output.length > 0 || ctes.length > 0) return undefined;
    const over = <T>(tree: T): T => overRow(tree, source.relation, values);
    if (relation !== base || !isStored(table, this.#table) || !this.#isTied(relation, over(on), state))
      return undefined;
    if (clauses.some(({ condition }) => condition)) return undefined;
    const side = state.row === 'absent' ? 'not-matched-by-target' : 'matched';
    const [clause, ...more] = clauses.filter(({ when }) => when === side);
    if (!clause || more.length > 0 || clauses.some(({ when }) => when === 'not-matched-by-source')) return undefined;
    const { action } = clause;
    if (action.kind === 'update') return this.#change(over(action.set), relation, state);
    if (action.kind !== 'insert' || !action.values) return undefined;
    return this.#add(table, action.columns, over(action.values), state);
  }

  /** A value made of the round's variables and of the row before it; undefined where anything else has a part in it. */
  #own(value: Bound.BoundExpression, { row, locals }: State, relation?: number): Bound.BoundExpression | undefined {
    let own = true;
    const made = rewriteTree(value, (node) => {
      if (isForeign(node)) own = false;
      if (node.kind === 'variable') {
        const name = (node as Bound.BoundVariable).name.toLowerCase();
        const local = locals.get(name);
        if (typeof local === 'object') return converted(local, (node as Bound.BoundVariable).type) as AnyNode;
        if (local !== undefined || !this.#steady(name)) own = false;
      }
      if (node.kind !== 'column') return undefined;
      const of = node as Bound.BoundColumn;
      if (of.relation === OLD_ROW) return undefined;
      if (relation === undefined || of.relation !== relation || of.level !== 0) own = false;
      const given = row === 'absent' ? undefined : row.get(of.ordinal);
      return (given ?? { ...of, relation: OLD_ROW }) as AnyNode;
    });
    return own ? made : undefined;
  }
}

const NOWHERE = { start: 0, end: 0 };

/** The value as its variable has it. */
function converted(operand: Bound.BoundExpression, type: SqlType): Bound.BoundCast {
  const { collation, span, nullable } = operand;
  return { kind: 'cast', type, nullable, collation, span, operand, implicit: true, attempt: false };
}

/** Whether a tree reads anything of the row before the round. */
export const readsOldRow = (tree: unknown): boolean => someNode(tree, (node) => isColumnOf(node, OLD_ROW));
