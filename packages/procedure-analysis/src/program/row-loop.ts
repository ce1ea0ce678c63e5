import { isCharacter, objectKey, type QualifiedName } from '@datamigrate/catalog';
import { textOfTree } from '@datamigrate/foundation';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { ApartRead } from './apart.js';
import type { Condition } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import { injectiveColumn } from './injective.js';
import { distinctColumn, type QueryKey, withoutHarmlessCasts } from './keys.js';
import { monthColumn } from './month-column.js';
import type { Program } from './program.js';
import { isRename, renamedNames } from './renamed-names.js';
import { visitOnce, visitTree } from './rewrite-tree.js';
import { type Cell, cellsIn } from './round-cells.js';

/** A loop while its body is worked through: every statement of it is stated for all rounds at once. */
export interface RowLoop {
  /** One row a round, to stand in the FROM of what the body does. */
  readonly rows: Bound.BoundDerivedTable | Bound.BoundCteReference;
  /** The order of the rounds, in terms of its columns; undefined when it cannot be said so. */
  readonly orderBy: readonly Bound.BoundOrderItem[] | undefined;
  /** Whether its rows are those of a cursor: FETCH has found one whenever the body runs. */
  readonly fetching: boolean;
  /** How many calls stood around the loop. */
  readonly depth: number;
  /** Of a loop over states: the variable in which BREAK notes that the loop has ended. */
  readonly ending?: string | undefined;
  /** Under which the loop runs at all. */
  readonly outer: Condition;
  /** Tables that the body writes: their rows depend on the round. By key. */
  readonly written: Set<string>;
  /** Sets of its columns whose values no two rounds share. */
  readonly keys: readonly QueryKey[];
  /** Columns that go on by the same from each round to the next. */
  readonly cells?: readonly Cell[] | undefined;
  /** Columns whose values all stand in a column of a table. */
  readonly origins: readonly Origin[];
  /** What the body has done to tables so far. */
  readonly writes: Map<string, readonly LoopWrite[]>;
  /** Reads of tables that the body writes that never meet what it writes. */
  readonly apart: ApartRead[];
}

/** Every value of a column of the rounds is there in a table, as it was when the loop began. */
export interface Origin {
  readonly ordinal: number;
  readonly table: QualifiedName;
  /** Position in the table. */
  readonly column: number;
}

/** A write inside a loop. */
export interface LoopWrite {
  readonly kind: 'insert' | 'delete' | 'update';
  /**
   * Columns of the target, by position, in which all rows that a round touches have a value of that round alone, with
   * what tells this value from others that a round has.
   */
  readonly pinned: ReadonlyMap<number, string>;
  /** Of an INSERT: the new rows' values by position of the column. */
  readonly values?: readonly Bound.BoundExpression[];
}

/**
 * Several writes of one table, each done for all rounds at once, are what the rounds do in turn when any two of them both
 * add rows, both remove them, or keep to rows of their own round.
 */
export function noteLoopWrite(
  program: Program,
  key: string,
  write: LoopWrite,
  span: Bound.BoundExpression['span'],
): void {
  const loop = program.row;
  if (!loop) return;
  const before = loop.writes.get(key) ?? [];
  loop.writes.set(key, [...before, write]);
  const apart = before.every(
    ({ kind, pinned }) =>
      (kind === write.kind && kind !== 'update') || [...pinned].some(([at, own]) => write.pinned.get(at) === own),
  );
  if (!apart) program.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, span));
}

/** A text for a value that the round shares with no other: equal ones are one value. Undefined for other expressions. */
export function valueOfRound({ row }: Program, expression: Bound.BoundExpression | undefined): string | undefined {
  if (!row || !expression) return undefined;
  const column = injectiveColumn(expression);
  const isOfRounds = column?.relation === row.rows.relation;
  if (isOfRounds && row.keys.some(([ordinal, ...more]) => ordinal === column.ordinal && more.length === 0))
    return textOfValue(expression);
  const month = column ? undefined : monthColumn(expression);
  const goesByMonths =
    month?.relation === row.rows.relation &&
    row.cells?.some(({ ordinal, unit }) => ordinal === month.ordinal && unit === 'month');
  return goesByMonths ? textOfValue(expression) : undefined;
}

/** The same for expressions of which only one is known to be never NULL, or is stored. */
function textOfValue(expression: Bound.BoundExpression): string {
  const value = withoutHarmlessCasts(expression);
  return value.kind === 'column' ? fingerprint(value) : textOfTree(value, NOT_OF_VALUES, placeOf);
}

const NOT_OF_VALUES: ReadonlySet<string> = new Set(['span', 'input', 'nullable', 'storing', 'implicit']);

const placeOf = (node: object): string | undefined =>
  'kind' in node && node.kind === 'column' ? fingerprint(node) : undefined;

/** Whether a comparison tells values apart as the rounds do, where they are texts. */
export function comparesAlike({ collation }: Bound.BoundComparison, value: Bound.BoundExpression): boolean {
  const column = injectiveColumn(value);
  if (!column || !isCharacter(column.type)) return true;
  return collation === undefined || column.collation === undefined || column.collation.name === collation;
}

/** Columns of the target that a condition ties to a value of the round, or keeps before that of the next one. */
export function pinnedBy(program: Program, condition: Condition, target: number): ReadonlyMap<number, string> {
  const pinned = new Map<number, string>();
  const conditions = conjuncts(condition);
  for (const { expression, own } of cellsIn(program, conditions))
    if (expression.kind === 'column' && expression.relation === target) pinned.set(expression.ordinal, own);
  for (const each of conditions) {
    if (each.kind !== 'comparison' || each.operator !== '=') continue;
    for (const [a, b] of [
      [each.left, each.right],
      [each.right, each.left],
    ] as const) {
      const of = distinctColumn(a);
      const value = of?.relation === target ? valueOfRound(program, b) : undefined;
      if (of && value !== undefined && comparesAlike(each, b)) pinned.set(of.ordinal, value);
    }
  }
  return pinned;
}

/** Keys of the tables that statements write, at every depth, those of called procedures included. */
export function writtenIn(program: Program, statements: readonly Bound.BoundStatement[]): Set<string> {
  const written = new Set<string>();
  const add = (store: Bound.BoundStoredTable | undefined): void => {
    if (store?.kind === 'table') written.add(objectKey(store.object));
    if (store?.kind === 'temporary-table') written.add(store.name.toLowerCase());
  };
  visitTree(statements, (node) => {
    switch (node.kind) {
      case 'insert':
      case 'truncate-table':
        add((node as Partial<Bound.BoundInsert | Bound.BoundTruncate>).target);
        break;
      case 'update':
      case 'delete':
      case 'merge':
        // A clause of MERGE has such a kind too, and the target of the whole.
        add((node as Partial<Bound.BoundUpdate | Bound.BoundDelete | Bound.BoundMerge>).target?.table);
        break;
      case 'execute-procedure':
        for (const key of program.environment.writes((node as Bound.BoundExecuteProcedure).procedure)) written.add(key);
        for (const key of namesGiven(node as Bound.BoundExecuteProcedure)) written.add(key);
        break;
    }
    if ('output' in node && Array.isArray(node.output)) {
      for (const each of node.output as readonly Bound.BoundOutput[]) add(each.into?.target);
    }
  });
  return written;
}

/** Tables that get other rows as sp_rename gives them other names. */
function namesGiven(call: Bound.BoundExecuteProcedure): readonly string[] {
  const names = isRename(call) ? renamedNames(call) : undefined;
  return names ? [objectKey(names.from), objectKey(names.to)] : [];
}

const CARRIED = 'carried from one round to the next: ';

/** Stands for a variable whose value comes from the round before. */
export function carriedValue(
  name: string,
  type: Bound.BoundExpression['type'],
  span: Bound.BoundExpression['span'],
): Bound.BoundVariable {
  return { kind: 'variable', name: `${CARRIED}${name}`, type, nullable: true, span };
}

/** The variable whose former value an expression needs; undefined when it needs none. */
export function carriedIn(expression: Bound.BoundExpression): string | undefined {
  let found: string | undefined;
  visitOnce(expression, (node) => {
    if (node.kind === 'variable' && 'name' in node && typeof node.name === 'string' && node.name.startsWith(CARRIED)) {
      found ??= node.name.slice(CARRIED.length);
    }
  });
  return found;
}
