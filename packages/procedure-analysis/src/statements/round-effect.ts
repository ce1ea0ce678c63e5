import { isCharacter } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare, variableName } from '../program/bare.js';
import { both, type Condition, decided, notTrue } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { distinctColumn } from '../program/keys.js';
import { nullOf } from '../program/null-of.js';
import { visitTree } from '../program/rewrite-tree.js';

/** What a round works on: the one row of a table that has the value of a variable as its key. */
export interface KeyedRow {
  readonly table: Bound.BoundStoredTable;
  /** Position of the key among the columns of the table. */
  readonly column: number;
  /** Name of the variable in lower case. */
  readonly variable: string;
}

/** That row: not there, or its values by position; a column that is missing has the value from before the round. */
type Row = 'absent' | ReadonlyMap<number, Bound.BoundExpression>;

/** How a round may go: the answers of conditions that do not depend on the row, and what the row is then. */
interface Path {
  readonly answers: ReadonlyMap<Bound.BoundPredicate, boolean>;
  readonly row: Row;
  /** How many rows the last write has touched. */
  readonly touched: number;
  readonly ended: boolean;
}

const MOST_PATHS = 64;

/** What rounds that overwrite a row do about its being there. */
export interface RoundEffect {
  /** Rounds make the row where it is not there. */
  readonly makes: boolean;
  /** Which of them leave it away, over the variables of a round. */
  readonly removes: Condition;
}

/**
 * What rounds do of which each leaves nothing of what those before it have done to the row: only the last round of a key
 * then counts. Undefined for other rounds. `fetched` are the variables that a round reads, in lower case.
 */
export function overwritingEffect(
  statements: readonly Bound.BoundStatement[],
  keyed: KeyedRow,
  fetched: ReadonlySet<string>,
): RoundEffect | undefined {
  const reader = new RoundReader(keyed, fetched);
  const start = { answers: new Map(), touched: 0, ended: false };
  const absent = reader.run(statements, [{ ...start, row: 'absent' }]);
  const present = reader.run(statements, [{ ...start, row: new Map() }]);
  if (!absent || !present) return undefined;
  const written = new Set(present.flatMap(({ row }) => (row === 'absent' ? [] : [...row.keys()])));
  if (!present.every(({ row }) => row === 'absent' || row.size === written.size)) return undefined;
  const makes = absent.some(({ row }) => row !== 'absent');
  const away = present.filter(({ row }) => row === 'absent');
  const agree = (one: Path): boolean =>
    present.every((other) => !mayBoth(one, other) || isSame(one.row, other.row, keyed));
  if ((makes || away.length > 0) && !absent.every(agree)) return undefined;
  const [first, ...rest] = away.map(asCondition);
  const operands = first ? [first, ...rest] : [];
  return {
    makes,
    removes: rest.length > 0 && first ? { kind: 'logical', operator: 'OR', operands, span: first.span } : first,
  };
}

/** The answers of a path as one condition. */
function asCondition({ answers }: Path): Bound.BoundPredicate {
  const parts = [...answers].map(([condition, answer]) => (answer ? condition : notTrue(condition)));
  return parts.reduce<Condition>(both, undefined) ?? decided(true, { start: 0, end: 0 });
}

function mayBoth({ answers }: Path, other: Path): boolean {
  return [...answers].every(([condition, answer]) => (other.answers.get(condition) ?? answer) === answer);
}

/** No column has the value from before the round. */
function isSame(one: Row, other: Row, { table, column }: KeyedRow): boolean {
  if (one === 'absent' || other === 'absent') return one === other;
  return table.columns.every(({ computed }, position) => {
    if (computed || position === column) return true;
    const [a, b] = [one.get(position), other.get(position)];
    return a !== undefined && b !== undefined && sameExpression(bare(a), bare(b));
  });
}

/** Follows one round; undefined wherever a statement does more than change the row. */
class RoundReader {
  readonly #keyed: KeyedRow;
  readonly #fetched: ReadonlySet<string>;

  constructor(keyed: KeyedRow, fetched: ReadonlySet<string>) {
    this.#keyed = keyed;
    this.#fetched = fetched;
  }

  run(statements: readonly Bound.BoundStatement[], paths: readonly Path[]): readonly Path[] | undefined {
    let now: readonly Path[] | undefined = paths;
    for (const statement of statements) {
      now = now && this.#statement(statement, now);
      if (!now || now.length > MOST_PATHS) return undefined;
    }
    return now;
  }

  #statement(statement: Bound.BoundStatement, paths: readonly Path[]): readonly Path[] | undefined {
    switch (statement.kind) {
      case 'print':
        return paths;
      case 'continue':
        return paths.map((path) => ({ ...path, ended: true }));
      case 'block':
        return this.run(statement.statements, paths);
      case 'if':
        return each(paths, (path) => this.#branch(statement, path));
      case 'delete':
        if (!this.#isKeyed(statement)) return undefined;
        return each(paths, (path) => [{ ...path, row: 'absent', touched: path.row === 'absent' ? 0 : 1 }]);
      case 'update':
        return each(paths, (path) => this.#update(statement, path));
      case 'insert':
        return each(paths, (path) => this.#insert(statement, path));
      default:
        return undefined;
    }
  }

  #branch({ condition, then, otherwise = [] }: Bound.BoundIf, path: Path): readonly Path[] | undefined {
    const answer = this.#answer(condition, path);
    if (answer !== undefined) return this.run(answer ? then : otherwise, [path]);
    if (!this.#isOfRound(condition)) return undefined;
    const known = path.answers.get(condition);
    const sides = known === undefined ? [true, false] : [known];
    const followed = sides.map((side) =>
      this.run(side ? then : otherwise, [{ ...path, answers: new Map([...path.answers, [condition, side]]) }]),
    );
    return followed.includes(undefined) ? undefined : followed.flatMap((each) => each ?? []);
  }

  /** `EXISTS (SELECT … WHERE key = @key)` and `@@ROWCOUNT = 0`; undefined for other conditions. */
  #answer(condition: Bound.BoundPredicate, path: Path): boolean | undefined {
    if (condition.kind === 'not') {
      const inner = this.#answer(condition.operand, path);
      return inner === undefined ? undefined : !inner;
    }
    if (condition.kind === 'exists') return this.#asksForRow(condition.query) ? path.row !== 'absent' : undefined;
    if (condition.kind !== 'comparison') return undefined;
    const { left, right, operator } = condition;
    if (left.kind !== 'system-variable' || left.name !== '@@ROWCOUNT') return undefined;
    const limit = bare(right);
    if (limit.kind !== 'literal' || limit.value !== 0n) return undefined;
    if (operator === '=') return path.touched === 0;
    return operator === '>' || operator === '<>' ? path.touched > 0 : undefined;
  }

  #asksForRow(query: Bound.BoundQuery): boolean {
    if (query.kind !== 'select' || query.groupBy || query.top || query.offset) return false;
    const [table, ...more] = query.from;
    return (
      table !== undefined &&
      more.length === 0 &&
      'relation' in table &&
      isTable(table, this.#keyed.table) &&
      this.#tiesKey(query.where, table.relation)
    );
  }

  #isKeyed({ target, from, where, top, output, ctes, currentOf }: Bound.BoundUpdate | Bound.BoundDelete): boolean {
    if (top || currentOf || output.length > 0 || ctes.length > 0 || from.length > 1) return false;
    if (target.relation !== target.base || !isStored(target.table, this.#keyed.table)) return false;
    return this.#tiesKey(where, target.relation);
  }

  /** `key = @key` and no other condition. */
  #tiesKey(where: Bound.BoundPredicate | undefined, relation: number): boolean {
    const [only, ...more] = conjuncts(where);
    if (only?.kind !== 'comparison' || only.operator !== '=' || more.length > 0) return false;
    const { column, variable } = this.#keyed;
    return [
      [only.left, only.right],
      [only.right, only.left],
    ].some(([a, b]) => {
      const of = a && distinctColumn(a);
      return of?.relation === relation && of.ordinal === column && b !== undefined && variableName(b) === variable;
    });
  }

  #update(statement: Bound.BoundUpdate, path: Path): readonly Path[] | undefined {
    if (!this.#isKeyed(statement)) return undefined;
    const values = new Map<number, Bound.BoundExpression>();
    for (const item of statement.set) {
      if (item.kind !== 'set-column' || item.variable || item.column === this.#keyed.column) return undefined;
      if (!this.#isOfRound(item.value)) return undefined;
      values.set(item.column, item.value);
    }
    if (path.row === 'absent') return [{ ...path, touched: 0 }];
    return [{ ...path, row: new Map([...path.row, ...values]), touched: 1 }];
  }

  #insert({ target, columns, source, feed, output, top }: Bound.BoundInsert, path: Path): readonly Path[] | undefined {
    const { table, column, variable } = this.#keyed;
    if (feed || top || output.length > 0 || source.kind !== 'values' || !isStored(target, table)) return undefined;
    const [values, ...more] = source.rows;
    const place = columns.indexOf(column);
    const key = values?.[place];
    if (!values || more.length > 0 || !key || variableName(key) !== variable) return undefined;
    if (!values.every((value, i) => i === place || this.#isOfRound(value))) return undefined;
    if (table.columns.some(({ identity }) => identity)) return undefined;
    // SQL Server refuses a second row of the key.
    if (path.row !== 'absent') return undefined;
    const given = new Map(columns.map((position, i) => [position, values[i]]));
    const row = table.columns.flatMap((of, position): [number, Bound.BoundExpression][] => {
      return of.computed ? [] : [[position, given.get(position) ?? of.default ?? nullOf(of.type, key.span)]];
    });
    return [{ ...path, row: new Map(row), touched: 1 }];
  }

  /** Made of the round's own values alone. Texts that are the same key may be spelled in several ways. */
  #isOfRound(tree: Bound.BoundExpression | Bound.BoundPredicate): boolean {
    let own = true;
    visitTree(tree, (node) => {
      if (node.kind === 'column' || node.kind === 'select' || node.kind === 'system-variable') own = false;
      if (node.kind !== 'variable') return;
      const { name, type } = node as Bound.BoundVariable;
      if (!this.#fetched.has(name.toLowerCase())) own = false;
      if (name.toLowerCase() === this.#keyed.variable && isCharacter(type)) own = false;
    });
    return own;
  }
}

/** Each path that still runs goes on; those that have ended stay. */
function each(paths: readonly Path[], step: (path: Path) => readonly Path[] | undefined): readonly Path[] | undefined {
  const next = paths.map((path) => (path.ended ? [path] : step(path)));
  return next.includes(undefined) ? undefined : next.flatMap((all) => all ?? []);
}

export function isStored(one: Bound.BoundStoredTable, other: Bound.BoundStoredTable): boolean {
  if (one.kind === 'table')
    return other.kind === 'table' && one.object.schema === other.object.schema && one.object.name === other.object.name;
  return one.kind === 'temporary-table' && other.kind === 'temporary-table' && one.name === other.name;
}

export function isTable(table: Bound.BoundTable, stored: Bound.BoundStoredTable): boolean {
  if (stored.kind === 'table')
    return (
      table.kind === 'named-table' &&
      table.object.schema === stored.object.schema &&
      table.object.name === stored.object.name
    );
  return stored.kind === 'temporary-table' && table.kind === 'temporary-table' && table.name === stored.name;
}
