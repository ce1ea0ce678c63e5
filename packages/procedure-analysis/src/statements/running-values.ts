import type { Span } from '@datamigrate/diagnostics';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { cteReference } from '../program/cte-reference.js';
import { mentionsQuery } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { rewriteTree, visitTree } from '../program/rewrite-tree.js';
import { column, select } from '../program/select.js';
import { neverNull, type ValueChange, valueChange } from './value-change.js';
import { added, addedInRun, ofRowBefore, ofRun, runNumber } from './value-windows.js';

/** The values that the rounds of a loop hand on. */
export interface HandedOn {
  /** Of the loop. */
  readonly name: string;
  /** Its rows with their places, from 1: `position`, then the columns of a row. */
  readonly numbered: Bound.BoundCte;
  readonly own: readonly Bound.OutputColumn[];
  /** What a round has from those before it, a column for each value. */
  readonly state: readonly Bound.OutputColumn[];
  /** The relation whose columns the expressions of a round name: those of the row, then the state. */
  readonly round: number;
  /** The values before the loop. */
  readonly first: readonly Bound.BoundExpression[];
  /** The values after a round. */
  readonly after: readonly Bound.BoundExpression[];
  readonly span: Span;
}

/** Values by their place in `state`. */
export interface Wanted {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

/**
 * The rows with the values before and after them that are wanted, through window functions: a value that a round makes of
 * its row alone is that of the row before (LAG), one that rounds add to is a running SUM, one that some rounds replace is
 * told along the rows since the last that did. The last of the table expressions has `position`, the columns of a row,
 * then the values before, then those after. Undefined when a value depends on itself in another way.
 */
export function runningValues(
  program: Program,
  parts: HandedOn,
  title: string,
  wanted: Wanted,
): readonly Bound.BoundCte[] | undefined {
  if (mentionsQuery(parts.first) || mentionsQuery(parts.after)) return undefined;
  const certain = neverMissing(parts);
  const values = parts.after.map((after, i) => handedOn(parts, marked(parts, after, certain), i));
  if (values.some(({ own, change }) => own && !change)) return undefined;
  const needed = neededBefore(values, wanted);
  const made: Bound.BoundCte[] = [];
  let known: Known = { cte: parts.numbered, before: new Map(), runs: new Map(), after: new Map() };
  for (;;) {
    const rows: Rows = { parts, known, relation: program.newId() };
    const found = nextValues(rows, values, { before: needed, after: wanted.after });
    const last = lastColumns(rows, values, found, wanted);
    if (last) {
      const { columns, expressions } = last;
      const query = select(
        columns,
        expressions,
        [cteReference(known.cte, rows.relation, parts.span)],
        undefined,
        parts.span,
      );
      return [...made, { id: program.newId(), name: title, columns, query, recursive: false }];
    }
    const kind = (['before', 'after', 'runs'] as const).find((each) => found[each].size > 0);
    if (!kind) return undefined;
    const at = known.cte.columns.length;
    const cte = widened(program, rows, kind, found[kind]);
    made.push(cte);
    const places = [...found[kind].keys()].map((key, n) => [key, at + n] as const);
    known = { ...known, cte, [kind]: new Map<unknown, number>([...known[kind], ...places]) };
  }
}

/** A value and what it depends on. */
interface Value {
  readonly index: number;
  readonly after: Bound.BoundExpression;
  readonly first: Bound.BoundExpression;
  /** Other values before the round. */
  readonly others: ReadonlySet<number>;
  /** It depends on itself: how. */
  readonly own: boolean;
  readonly change: ValueChange | undefined;
  /** The same for values whose runs are the same. */
  readonly run: string | undefined;
}

/** Values that are there before every round: they are before the first, and no round takes one away from such values. */
function neverMissing(parts: HandedOn): ReadonlySet<number> {
  const certain = new Set([...parts.state.keys()].filter((i) => neverNull(parts.first[i] as Bound.BoundExpression)));
  for (;;) {
    const lost = [...certain].find((i) => !neverNull(marked(parts, parts.after[i] as Bound.BoundExpression, certain)));
    if (lost === undefined) return certain;
    certain.delete(lost);
  }
}

function marked<T>(parts: HandedOn, tree: T, certain: ReadonlySet<number>): T {
  return rewriteTree(tree, (node) => {
    const state = stateOf(parts, node);
    return state !== undefined && certain.has(state) ? ({ ...node, nullable: false } as typeof node) : undefined;
  });
}

function handedOn(parts: HandedOn, after: Bound.BoundExpression, index: number): Value {
  const states = new Set(statesIn(parts, after));
  const own = states.delete(index);
  const isState = (node: object): boolean => stateOf(parts, node) === index;
  const change = own
    ? valueChange(after, { isBefore: isState, dependsOn: (tree) => statesIn(parts, tree).has(index) })
    : undefined;
  const run = change?.replaced && fingerprint(change.replaced);
  return { index, after, first: parts.first[index] as Bound.BoundExpression, others: states, own, change, run };
}

/** Values before a round that others are made of, too. */
function neededBefore(values: readonly Value[], wanted: Wanted): ReadonlySet<number> {
  const needed = new Set(wanted.before);
  const open = [...wanted.before, ...wanted.after];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const other of values[index]?.others ?? []) {
      if (needed.has(other)) continue;
      needed.add(other);
      open.push(other);
    }
  }
  return needed;
}

/** What the rows tell so far, by columns of a table expression. */
interface Known {
  readonly cte: Bound.BoundCte;
  readonly before: ReadonlyMap<number, number>;
  /** Numbers of runs: rows since a round has replaced a value. */
  readonly runs: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<number, number>;
}

interface Rows {
  readonly parts: HandedOn;
  readonly known: Known;
  readonly relation: number;
}

interface Found {
  readonly before: Map<number, Bound.BoundExpression>;
  readonly runs: Map<string, Bound.BoundExpression>;
  readonly after: Map<number, Bound.BoundExpression>;
}

/** The expressions that can be told from what is known. */
function nextValues(rows: Rows, values: readonly Value[], { before, after }: Wanted): Found {
  const found: Found = { before: new Map(), runs: new Map(), after: new Map() };
  const { known } = rows;
  const position = columnAt(rows, 0);
  for (const value of values) {
    const { index, change, first, run } = value;
    const open = before.has(index) ? !known.before.has(index) : after.has(index);
    if (!open || ![...value.others].every((other) => known.before.has(other))) continue;
    const told = known.after.get(index);
    const amount = change?.amount && read(rows, change.amount);
    if (change?.replaced && run !== undefined && amount && told === undefined) {
      const at = known.runs.get(run);
      if (at === undefined) found.runs.set(run, runNumber(read(rows, change.replaced), position));
      else found.after.set(index, (change.adds ? addedInRun : ofRun)(amount, first, columnAt(rows, at), position));
    } else if (!before.has(index)) continue;
    else if (told !== undefined) found.before.set(index, ofRowBefore(columnAt(rows, told), first, position));
    else if (!change) found.before.set(index, ofRowBefore(read(rows, value.after), first, position));
    else found.before.set(index, amount ? added(amount, first, 'before', position) : first);
  }
  return found;
}

/** The columns that are wanted; undefined as long as one of them is not known. */
function lastColumns(rows: Rows, values: readonly Value[], found: Found, wanted: Wanted) {
  const { parts, known } = rows;
  const before = [...wanted.before].map((index) => {
    const at = known.before.get(index);
    return at === undefined ? found.before.get(index) : columnAt(rows, at);
  });
  const after = [...wanted.after].map((index) => valueAfter(rows, values[index] as Value));
  const expressions = [
    ...parts.numbered.columns.map((_, i) => columnAt(rows, i)),
    ...before.filter((each) => each !== undefined),
    ...after.filter((each) => each !== undefined),
  ];
  if (before.includes(undefined) || after.includes(undefined)) return undefined;
  const columns = [
    ...parts.numbered.columns,
    ...[...wanted.before].map((index) => parts.state[index] as Bound.OutputColumn),
    ...[...wanted.after].map((index) => nameAfter(parts, index)),
  ];
  return { columns, expressions };
}

/** The column of a value after a round. */
export function nameAfter({ state, first }: HandedOn, index: number): Bound.OutputColumn {
  const of = state[index] as Bound.OutputColumn;
  return { ...of, name: of.name?.replace(/ before$/, ''), collation: first[index]?.collation };
}

function valueAfter(rows: Rows, { index, after, change, others, first }: Value): Bound.BoundExpression | undefined {
  const { known } = rows;
  const told = known.after.get(index);
  if (told !== undefined) return columnAt(rows, told);
  if (change?.replaced || ![...others].every((other) => known.before.has(other))) return undefined;
  if (!change) return read(rows, after);
  return change.amount ? added(read(rows, change.amount), first, 'after', columnAt(rows, 0)) : first;
}

/** Expressions of a round over the rows as they are known. */
function read<T>(rows: Rows, tree: T): T {
  const { parts, known } = rows;
  return rewriteTree(tree, (node) => {
    const { kind, relation: of, ordinal } = node as Bound.BoundColumn;
    if (kind !== 'column' || of !== parts.round) return undefined;
    const place = ordinal < parts.own.length ? ordinal + 1 : known.before.get(ordinal - parts.own.length);
    return place === undefined ? undefined : columnAt(rows, place);
  });
}

/** The value that a column of a round stands for. */
function stateOf({ round, own, state }: HandedOn, node: object): number | undefined {
  const { kind, relation, ordinal } = node as Bound.BoundColumn;
  const index = ordinal - own.length;
  return kind === 'column' && relation === round && index >= 0 && index < state.length ? index : undefined;
}

/** The values before a round that a tree names. */
export function statesIn(parts: HandedOn, tree: unknown): ReadonlySet<number> {
  const states = new Set<number>();
  visitTree(tree, (node) => {
    const state = stateOf(parts, node);
    if (state !== undefined) states.add(state);
  });
  return states;
}

/** The rows with more columns. */
function widened(
  program: Program,
  rows: Rows,
  kind: keyof Found,
  values: ReadonlyMap<unknown, Bound.BoundExpression>,
): Bound.BoundCte {
  const { parts, known } = rows;
  const { cte } = known;
  const { span } = parts;
  const more = [...values].map(([key, { type, collation }], n): Bound.OutputColumn => {
    const name = typeof key === 'number' ? nameAfter(parts, key).name : 'run';
    const shown = kind === 'runs' ? `run ${known.runs.size + n + 1}` : `${name} ${kind}`;
    return { name: shown, type, nullable: true, collation };
  });
  const columns = [...cte.columns, ...more];
  const expressions = [...cte.columns.map((_, i) => columnAt(rows, i)), ...values.values()];
  const query = select(columns, expressions, [cteReference(cte, rows.relation, span)], undefined, span);
  return { id: program.newId(), name: `${parts.name} ${kind}`, columns, query, recursive: false };
}

function columnAt({ parts, known, relation }: Rows, place: number): Bound.BoundColumn {
  return column(known.cte.columns[place] as Bound.OutputColumn, relation, place, parts.span);
}
