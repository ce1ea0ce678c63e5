import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { ProcedureParameter } from '../procedure-analysis.js';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';
import { addsOneRow } from './adds-one-row.js';

/**
 * What SCOPE_IDENTITY gives behind a row that is noted in a table kept elsewhere, as a log of runs: whoever runs the load
 * knows the key, so that it is a parameter of the models. Of several rows in one table it is not told which is meant.
 */
export function noteRunKey(program: Program, statement: Bound.BoundInsert, condition: Condition): void {
  const { target, columns, span } = statement;
  if (target.kind !== 'table') return;
  const ordinal = target.columns.findIndex(({ identity }) => identity);
  const of = target.columns[ordinal];
  if (!of || columns.includes(ordinal)) return;
  const table = displayName(target.object);
  const name = `@${[target.object.name, of.name].map((part) => part.replace(/\W+/g, '_')).join('_')}`;
  const key = name.toLowerCase();
  const isFirst = !program.parameters.has(key) && addsOneRow(statement);
  program.lastIdentity = undefined;
  if (!isFirst || condition || program.active || program.row) return;
  const { type } = of;
  program.parameters.set(key, { name, type, default: { kind: 'none' }, keyOf: { table, column: of.name }, span });
  program.lastIdentity = {
    kind: 'cast',
    type: { name: 'decimal', precision: 38, scale: 0 },
    nullable: true,
    span,
    operand: { kind: 'variable', name, type, nullable: true, span },
    implicit: false,
    attempt: false,
  };
}

/** The parameters without keys of noted rows that nothing reads, and what is taken for granted about the others. */
export function withoutIdleKeys(program: Program, tree: unknown): readonly ProcedureParameter[] {
  const parameters = [...program.parameters.values()];
  if (parameters.every(({ keyOf }) => !keyOf)) return parameters;
  const read = new Set<string>();
  visitTree(tree, (node) => {
    if (node.kind === 'variable' && 'name' in node) read.add(String(node.name).toLowerCase());
  });
  const used = parameters.filter(({ name, keyOf }) => !keyOf || read.has(name.toLowerCase()));
  for (const { keyOf, span } of used) {
    if (keyOf) program.notes.push(analysisDiagnostics.create('analyse-run-key', keyOf, span));
  }
  return used;
}
