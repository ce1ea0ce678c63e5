import { objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

export interface TableWrite {
  /** `schema.name` in lower case. */
  readonly table: string;
  /** The statement adds rows that it makes itself, or changes rows one by one, and stands in no loop. */
  readonly single: boolean;
  /** It adds rows that it makes itself, or changes rows that a condition finds. */
  readonly rowWise: boolean;
  /** Other tables that its condition asks, as `schema.name` in lower case. */
  readonly asks: readonly string[];
  readonly inLoop: boolean;
  /** It removes all rows. */
  readonly empties: boolean;
  /** It may add rows. */
  readonly adds: boolean;
  /** Of an UPDATE: the columns that it sets, in lower case. */
  readonly sets?: readonly string[];
  /** What it does stands elsewhere, too: its OUTPUT gives more than the key of a row that it makes itself. */
  readonly tells: boolean;
}

type OwnWrite = Omit<TableWrite, 'inLoop' | 'tells'>;

/** Writes of permanent tables in a tree of statements, at every depth. */
export function writesOf(tree: unknown): readonly TableWrite[] {
  const writes: TableWrite[] = [];
  const repeated = new Set<Node>();
  eachNode(tree, (node) => {
    if (node.kind === 'while' && 'body' in node) eachNode(node.body, (inner) => repeated.add(inner));
  });
  eachNode(tree, (node) => {
    const inLoop = repeated.has(node);
    const own = writeOf(node);
    const told = toldWrites(node);
    const isKey = own?.adds === true && own.single && told.length === 0;
    const tells = 'output' in node && Array.isArray(node.output) && node.output.length > 0 && !isKey;
    for (const write of [own, ...told])
      if (write) writes.push({ ...write, single: write.single && !inLoop, inLoop, tells });
  });
  return writes;
}

/** Tables and views that a tree reads; the table that an UPDATE or DELETE changes is not read by being named. */
export function readsOf(tree: unknown): ReadonlySet<string> {
  const targets = new Set<number>();
  eachNode(tree, (node) => {
    if ((node.kind === 'update' || node.kind === 'delete') && isTargeted(node)) targets.add(node.target.relation);
  });
  const names = new Set<string>();
  eachNode(tree, (node) => {
    if (isNamedTable(node) && !targets.has(node.relation)) names.add(objectKey(node.object));
  });
  return names;
}

/** Procedures of the source that a tree of statements calls. */
export function calledProcedures(tree: unknown): readonly QualifiedName[] {
  const called: QualifiedName[] = [];
  eachNode(tree, (node) => {
    if (node.kind === 'execute-procedure') called.push((node as Bound.BoundExecuteProcedure).procedure);
  });
  return called;
}

function writeOf(node: Node): OwnWrite | undefined {
  if (node.kind === 'insert' && 'source' in node) {
    const { target, source } = node as unknown as Bound.BoundInsert;
    if (target.kind !== 'table') return undefined;
    const single = source.kind === 'values' || (source.kind === 'query' && isRowless(source.query));
    return { table: objectKey(target.object), single, rowWise: single, asks: [], empties: false, adds: true };
  }
  if ((node.kind === 'update' || node.kind === 'delete' || node.kind === 'merge') && isTargeted(node)) {
    const { table } = node.target as Bound.BoundRowTarget;
    if (table.kind !== 'table') return undefined;
    const single = node.kind === 'update' || node.kind === 'delete';
    const { from = [], where, set } = node as Partial<Bound.BoundUpdate>;
    const alone = from.every((each) => each.kind !== 'join' && each.kind !== 'apply') && from.length <= 1;
    const own = objectKey(table.object);
    const isFound = where !== undefined || node.kind === 'update';
    const rowWise = single && alone && isFound;
    const asks = [...readsOf(where)].filter((name) => name !== own);
    const empties = node.kind === 'delete' && alone && where === undefined;
    const sets = set && { sets: columnsSet(table.columns, set) };
    return { table: own, single, rowWise, asks, empties, adds: node.kind === 'merge', ...sets };
  }
  if (node.kind === 'truncate-table') {
    const { target } = node as unknown as Bound.BoundTruncate;
    if (target.kind !== 'table') return undefined;
    return { table: objectKey(target.object), single: false, rowWise: false, asks: [], empties: true, adds: false };
  }
  return undefined;
}

const columnsSet = (columns: readonly { readonly name: string }[], set: Bound.BoundUpdate['set']): string[] =>
  set.flatMap((item) => ('column' in item ? (columns[item.column as number]?.name.toLowerCase() ?? []) : []));

/** OUTPUT … INTO permanent tables. */
function toldWrites(node: Node): readonly OwnWrite[] {
  const { output } = node as { readonly output?: unknown };
  if (!Array.isArray(output)) return [];
  return (output as readonly Partial<Bound.BoundOutput>[]).flatMap(({ into }) =>
    into?.target.kind === 'table'
      ? [{ table: objectKey(into.target.object), single: false, rowWise: false, asks: [], empties: false, adds: true }]
      : [],
  );
}

const isRowless = (query: Bound.BoundQuery): boolean => query.kind === 'select' && query.from.length === 0;

export interface Node {
  readonly kind: string;
}

function isTargeted(node: Node): node is Node & { readonly target: { readonly relation: number } } {
  return 'target' in node && typeof node.target === 'object' && node.target !== null && 'relation' in node.target;
}

const isNamedTable = (node: Node): node is Bound.BoundNamedTable => node.kind === 'named-table' && 'object' in node;

/** Every node of a tree that says what it is. */
export function eachNode(tree: unknown, visit: (node: Node) => void): void {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...(value as readonly unknown[]));
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) continue;
    if ('kind' in value && typeof value.kind === 'string') visit(value as Node);
    open.push(...Object.values(value));
  }
}
