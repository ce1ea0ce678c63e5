import { objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { rowsWhere } from '../program/rows.js';
import { sameColumns } from '../program/table-state.js';
import { runDbcc } from './run-dbcc.js';

type Span = Bound.BoundUnbound['span'];

/** Definitions of permanent tables inside a procedure: tables that it makes, swaps and drops. */
export function runDefinition(
  program: Program,
  { node, span }: Bound.BoundUnbound,
  condition: Condition,
): readonly string[] | string {
  const refuse = (statement: string): never =>
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
  switch (node.kind) {
    case 'CreateTable':
      return createTable(program, node, condition, refuse);
    case 'DropTable':
      return condition ? refuse('DROP TABLE in one case only') : dropTables(program, node);
    case 'AlterTableSwitch':
      return switchTable(program, node, condition, span, refuse);
    case 'Dbcc':
      return runDbcc(program, node, condition, refuse);
    default:
      return refuse(node.kind.replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase());
  }
}

type Refuse = (statement: string) => never;

const nameOf = ({ schema, name }: Ast.ObjectName): QualifiedName => ({
  schema: schema?.name ?? 'dbo',
  name: name.name,
});

function createTable(
  program: Program,
  { name }: Ast.StatementOf<'CreateTable'>,
  condition: Condition,
  refuse: Refuse,
): string {
  if (condition) return refuse('CREATE TABLE in one case only');
  const key = objectKey(nameOf(name));
  program.tables.delete(key);
  program.dropped.delete(key);
  program.created.add(key);
  return 'the table begins without rows';
}

/** A table that the procedure makes itself is gone without a trace; another one has to come back. */
function dropTables(program: Program, { names }: Ast.StatementOf<'DropTable'>): string {
  for (const name of names) {
    const object = nameOf(name);
    const key = objectKey(object);
    if (!program.created.delete(key) && !program.movedAway.delete(key)) program.dropped.add(key);
    program.tables.delete(key);
  }
  return 'the table is not used behind it';
}

/** All rows of one table move to another, which has none. */
function switchTable(
  program: Program,
  { name, target, sourcePartition, targetPartition }: Ast.StatementOf<'AlterTableSwitch'>,
  condition: Condition,
  span: Span,
  refuse: Refuse,
): readonly string[] {
  if (sourcePartition || targetPartition) return refuse('SWITCH of a partition');
  if (condition || program.row) return refuse('SWITCH in one case only');
  const from = program.tableCalled(nameOf(name));
  const to = program.tableCalled(nameOf(target));
  if (!from || !to || to.version.kind !== 'empty') return refuse('SWITCH into a table that may have rows');
  if (!sameColumns(from, to.columns)) return refuse('SWITCH between tables of other columns');
  program.write(to, rowsWhere(from, program.newId(), undefined, span), { keys: from.keys }, ['']);
  program.set({ ...from, version: { kind: 'empty' }, added: undefined, written: true });
  return [to.key, from.key];
}
