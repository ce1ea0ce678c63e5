import type { Ast } from '@datamigrate/tsql-syntax';
import { sqlError } from '../errors/sql-error.js';
import { checkExisting } from './check-existing.js';
import type { Run } from './run.js';

/** ALTER TABLE … NOCHECK CONSTRAINT, and back. WITH CHECK the rows of the table must satisfy what is switched on. */
export function switchConstraints(run: Run, node: Ast.StatementOf<'AlterTableConstraintModification'>): void {
  const { name, schema } = node.name;
  const store = run.session.database.store({ schema: schema?.name ?? run.defaultSchema, name: name.name });
  if (!store) throw sqlError(4902, name.name);
  const { disabled, table, columns } = store;
  const before = [...disabled];
  const names = node.all ? ['*'] : (node.constraints ?? []).map((constraint) => constraint.name.toLowerCase());
  for (const each of names) {
    if (node.state === 'NOCHECK') disabled.add(each);
    else if (each === '*') disabled.clear();
    else disabled.delete(each);
  }
  if (node.state === 'NOCHECK' || node.existing !== 'CHECK') return;
  const isOther = (constraint: { readonly name?: string }): boolean =>
    !node.all && !names.includes(constraint.name?.toLowerCase() ?? '');
  try {
    const others = { columns, checks: table.checks.filter(isOther), foreignKeys: table.foreignKeys.filter(isOther) };
    checkExisting(run, store, others, true);
  } catch (error) {
    for (const each of before) disabled.add(each);
    throw error;
  }
}
