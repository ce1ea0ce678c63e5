import type { Bound } from '@datamigrate/tsql-binder';

const NAMES: { readonly [K in Bound.BoundStatement['kind']]?: string } = {
  'select-variables': 'SELECT into variables',
  'select-into': 'SELECT … INTO',
  'declare-variable': 'DECLARE',
  'declare-table-variable': 'DECLARE … TABLE',
  'set-variable': 'SET',
  'set-identity-insert': 'SET IDENTITY_INSERT',
  'try-catch': 'TRY … CATCH',
  'execute-procedure': 'EXECUTE of a procedure',
  'execute-text': 'EXECUTE of dynamic SQL',
  'execute-variable': 'EXECUTE of a procedure by variable',
  'create-table': 'CREATE TABLE of a temporary table',
  'alter-table': 'ALTER TABLE of a temporary table',
  'drop-table': 'DROP TABLE',
  'truncate-table': 'TRUNCATE TABLE',
};

/** A statement's name as people write it. */
export function statementName(statement: Bound.BoundStatement): string {
  if (statement.kind === 'unbound') return statement.node.kind.replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase();
  if (statement.kind === 'set-option') return `SET ${statement.options.join(', ')} ${statement.on ? 'ON' : 'OFF'}`;
  if (statement.kind === 'set-option-value') return `SET ${statement.option}`;
  return NAMES[statement.kind] ?? statement.kind.replaceAll('-', ' ').toUpperCase();
}
