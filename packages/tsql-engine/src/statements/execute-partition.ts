import type { SqlType } from '@datamigrate/catalog';
import { bindExpression, bindType, convertImplicitly, Scope } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { inOrder, type PartitionedBy, type PartitionFunction, partitionNumber } from '../database/partitions.js';
import type { TableStore } from '../database/table-store.js';
import { failedChecks } from '../database/write-rows.js';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import type { Row, SqlValue } from '../values/sql-value.js';
import { checkTruncation } from './execute-truncate.js';
import { environmentOf, type Run } from './run.js';

type PartitionStatement = Ast.StatementOf<
  | 'CreatePartitionFunction'
  | 'AlterPartitionFunction'
  | 'DropPartitionFunction'
  | 'CreatePartitionScheme'
  | 'AlterPartitionScheme'
  | 'DropPartitionScheme'
>;

/** Definitions of partitions. They decide what a SWITCH moves; no row is kept elsewhere because of them. */
export function executePartition(run: Run, node: PartitionStatement): void {
  const { partitions } = run.session.database;
  const name = node.name.name.toLowerCase();
  switch (node.kind) {
    case 'CreatePartitionFunction': {
      const type = bindType(run.session.binderContext(run.frame), node.type, 'declaration');
      if (!type) throw sqlError(7702, node.name.name);
      const boundaries = node.boundaries.map((boundary) => valueOf(run, boundary, type));
      partitions.functions.set(name, { type, side: node.side ?? 'LEFT', boundaries: inOrder(type, boundaries) });
      return;
    }
    case 'AlterPartitionFunction': {
      const known = partitions.functions.get(name);
      if (!known || !node.boundary) throw sqlError(208, node.name.name);
      partitions.functions.set(name, changed(known, node.action, valueOf(run, node.boundary, known.type)));
      return;
    }
    case 'CreatePartitionScheme':
      partitions.schemes.set(name, node.function.name.toLowerCase());
      return;
    case 'DropPartitionFunction':
      partitions.functions.delete(name);
      return;
    case 'DropPartitionScheme':
      partitions.schemes.delete(name);
      return;
    case 'AlterPartitionScheme':
      return;
  }
}

function valueOf(run: Run, expression: Ast.Expression, type: SqlType): SqlValue {
  const context = run.session.binderContext(run.frame);
  const bound = bindExpression(context, new Scope(undefined), expression);
  return evaluate(environmentOf(run), convertImplicitly(context, bound, type));
}

function changed(known: PartitionFunction, action: 'SPLIT' | 'MERGE', boundary: SqlValue): PartitionFunction {
  const others = known.boundaries.filter((each) => each !== boundary);
  const boundaries = action === 'MERGE' ? others : inOrder(known.type, [...others, boundary]);
  return { ...known, boundaries };
}

/** Remembers the partition scheme that a table, or its clustered index, is put on. */
export function notePartitions(run: Run, node: Ast.Statement): void {
  const { partitions } = run.session.database;
  if (partitions.schemes.size === 0) return;
  const name =
    node.kind === 'CreateTable' || node.kind === 'AlterTableAddTableElement'
      ? node.name
      : node.kind === 'CreateIndex' && node.clustering === 'CLUSTERED'
        ? node.table
        : undefined;
  const table = name && { schema: 'schema' in name ? name.schema?.name : undefined, name: nameOf(name) };
  const scheme = table && schemeIn(node, (each) => partitions.schemes.has(each));
  if (scheme) partitions.tables.set(`${table.schema ?? run.defaultSchema}.${table.name}`.toLowerCase(), scheme);
}

const nameOf = (name: Ast.ObjectName): string => name.name.name;

/** `ON scheme (column)`, wherever it stands in the definition. */
function schemeIn(node: unknown, isScheme: (name: string) => boolean): PartitionedBy | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { kind, name, columns } = node as Readonly<Record<string, unknown>>;
  if (kind === 'FileGroupOrPartitionScheme' && Array.isArray(columns)) {
    const scheme = String((name as { readonly name?: string }).name).toLowerCase();
    const [column] = columns as readonly { readonly name: string }[];
    if (column && isScheme(scheme)) return { scheme, column: column.name };
  }
  for (const inner of Object.values(node)) {
    const found = schemeIn(inner, isScheme);
    if (found) return found;
  }
  return undefined;
}

/** ALTER TABLE … SWITCH: rows of a table, or of one of its partitions, become those of another, where there is room. */
export function switchRows(run: Run, node: Ast.StatementOf<'AlterTableSwitch'>): void {
  const { session } = run;
  const side = (name: Ast.ObjectName, partition: Ast.Expression | undefined): Side => {
    const store = session.database.store({ schema: name.schema?.name ?? run.defaultSchema, name: nameOf(name) });
    if (!store) throw sqlError(4902, nameOf(name));
    const partitioned = partitioningOf(run, store);
    if (partitioned && !partition) throw sqlError(4911, nameOf(name));
    const number = partitioned && partition ? Number(valueOf(run, partition, { name: 'int' })) : undefined;
    return { store, number, ...(partitioned ? { partitioned } : {}) };
  };
  const [source, target] = [side(node.name, node.sourcePartition), side(node.target, node.targetPartition)];
  const [from, to] = [source.store.columns.length, target.store.columns.length];
  if (from !== to) throw sqlError(4943, source.store.table.name, from, target.store.table.name, to);
  if (target.store.rows.some((row) => isIn(target, row)))
    throw target.number === undefined
      ? sqlError(4905, target.store.table.name)
      : sqlError(4904, target.number, target.store.table.name);
  const moved = source.store.rows.filter((row) => isIn(source, row));
  const env = environmentOf(run);
  const fits = (row: Row): boolean => isIn(target, row) && failedChecks(env, target.store, row).next().done === true;
  if (!moved.every(fits)) throw sqlError(4972, source.store.table.name, target.store.table.name);
  for (const row of moved) target.store.insert(row, session.logOf(target.store));
  source.store.change(new Map(moved.map((row) => [row, undefined])), session.logOf(source.store));
}

/** TRUNCATE TABLE … WITH (PARTITIONS (1, 3 TO 5)) */
export function truncatePartitions(run: Run, node: Ast.StatementOf<'TruncateTable'>): void {
  const { session } = run;
  const name = { schema: node.name.schema?.name ?? run.defaultSchema, name: nameOf(node.name) };
  const store = session.database.store(name);
  if (!store) throw sqlError(4701, name.name);
  checkTruncation(run, store);
  const partitioned = partitioningOf(run, store);
  if (!partitioned) throw sqlError(7729, 'truncate', 'table', 'table', name.name);
  const last = partitioned.by.boundaries.length + 1;
  const numberOf = (expression: Ast.Expression): number => {
    const number = Number(valueOf(run, expression, { name: 'int' }));
    if (number < 1 || number > last) throw sqlError(7722, number, 'table', name.name, last);
    return number;
  };
  const ranges = (node.partitions ?? []).map(({ from, to }) => ({ from: numberOf(from), to: numberOf(to ?? from) }));
  const emptied = store.rows.filter((row) => {
    const number = partitionNumber(partitioned.by, row[partitioned.column] ?? null);
    return ranges.some(({ from, to }) => from <= number && number <= to);
  });
  store.change(new Map(emptied.map((row) => [row, undefined])), session.logOf(store));
}

interface Side {
  readonly store: TableStore;
  readonly number: number | undefined;
  readonly partitioned?: { readonly by: PartitionFunction; readonly column: number };
}

function partitioningOf(run: Run, store: TableStore): Side['partitioned'] {
  const { partitions } = run.session.database;
  const table = partitions.tables.get(`${store.table.schema}.${store.table.name}`.toLowerCase());
  const by = table && partitions.functionOf(table);
  return by && { by, column: store.ordinal(table.column) };
}

function isIn({ partitioned, number }: Side, row: Row): boolean {
  return !partitioned || partitionNumber(partitioned.by, row[partitioned.column] ?? null) === number;
}
