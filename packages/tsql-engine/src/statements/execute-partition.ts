import type { PartitionFunction as CatalogPartitionFunction, SqlType } from '@datamigrate/catalog';
import { bindExpression, bindType, convertImplicitly, Scope } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { inOrder, type PartitionFunction, partitionNumber } from '../database/partitions.js';
import type { TableStore } from '../database/table-store.js';
import { failedChecks } from '../database/write-rows.js';
import { sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { formatValue } from '../values/format-value.js';
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
  const { database } = run.session;
  const { partitions, builder } = database;
  const written = node.name.name;
  const name = written.toLowerCase();
  switch (node.kind) {
    case 'CreatePartitionFunction': {
      const type = bindType(run.session.binderContext(run.frame), node.type, 'declaration');
      if (!type) throw sqlError(7702, written);
      const boundaries = node.boundaries.map((boundary) => valueOf(run, boundary, type));
      const known = { type, side: node.side ?? 'LEFT', boundaries: inOrder(type, boundaries) };
      partitions.functions.set(name, known);
      builder.partitions.functions.set(name, described(written, known));
      break;
    }
    case 'AlterPartitionFunction': {
      const known = partitions.functions.get(name);
      if (!known || !node.boundary) throw sqlError(208, written);
      const next = changed(known, node.action, valueOf(run, node.boundary, known.type));
      partitions.functions.set(name, next);
      builder.partitions.functions.set(name, described(written, next));
      break;
    }
    case 'CreatePartitionScheme': {
      partitions.schemes.set(name, node.function.name.toLowerCase());
      const groups = node.fileGroups.map((group) => (group.kind === 'Identifier' ? group.name : group.value));
      const by = partitions.functions.get(node.function.name.toLowerCase());
      const scheme = { name: written, function: node.function.name, fileGroups: usedGroups(groups, by) };
      builder.partitions.schemes.set(name, scheme);
      break;
    }
    case 'DropPartitionFunction':
      partitions.functions.delete(name);
      builder.partitions.functions.delete(name);
      break;
    case 'DropPartitionScheme':
      partitions.schemes.delete(name);
      builder.partitions.schemes.delete(name);
      break;
    case 'AlterPartitionScheme':
      return;
  }
  database.definitionsChanged();
}

/** One that is named behind the last partition is for the next SPLIT; the same one for all is named once. */
function usedGroups(written: readonly string[], by: PartitionFunction | undefined): readonly string[] {
  const used = by ? written.slice(0, by.boundaries.length + 1) : written;
  return used.every((group) => group === used[0]) ? used.slice(0, 1) : used;
}

/** A partition function as the catalog keeps it. */
function described(name: string, { type, side, boundaries }: PartitionFunction): CatalogPartitionFunction {
  return { name, type, side, boundaries: boundaries.map((boundary) => formatValue(boundary, type)) };
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

const nameOf = (name: Ast.ObjectName): string => name.name.name;

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
  const { partitionedOn } = store.table;
  const by = partitionedOn && run.session.database.partitions.functionOf(partitionedOn);
  return by && { by, column: store.ordinal(partitionedOn.column) };
}

function isIn({ partitioned, number }: Side, row: Row): boolean {
  return !partitioned || partitionNumber(partitioned.by, row[partitioned.column] ?? null) === number;
}
