import type { Ast } from '@datamigrate/tsql-syntax';

/** `DBCC CHECKIDENT ('dw.Fact', RESEED, 0)` */
export interface CheckIdent {
  /** As it is written, with its schema where that is. */
  readonly table: string;
  /** The key that counts as the last one; undefined where it is only corrected to the largest there is. */
  readonly last: bigint | undefined;
  /** Nothing is changed. */
  readonly reportsOnly: boolean;
}

type Value = Extract<NonNullable<Ast.StatementOf<'Dbcc'>['arguments']>[number], { kind: 'DbccArgument' }>['value'];

/**
 * What CHECKIDENT says; undefined for other commands, and for one that says it by a variable. Source:
 * learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql
 */
export function checkIdent({ command, arguments: given = [] }: Ast.StatementOf<'Dbcc'>): CheckIdent | undefined {
  if (command !== 'CHECKIDENT') return undefined;
  const values = given.flatMap((each) => (each.kind === 'DbccArgument' ? [each.value] : []));
  const [name, mode, last] = values;
  const table = name && nameText(name);
  const word = mode?.kind === 'Identifier' ? mode.name.toUpperCase() : undefined;
  if (table === undefined || values.length < given.length || (mode && word === undefined)) return undefined;
  if (!last) return { table, last: undefined, reportsOnly: word === 'NORESEED' };
  const whole = wholeNumber(last);
  return word === 'RESEED' && whole !== undefined ? { table, last: whole, reportsOnly: false } : undefined;
}

function nameText(value: Value): string | undefined {
  if (value.kind === 'StringLiteral') return value.value;
  if (value.kind === 'Identifier') return value.name;
  if (value.kind === 'ColumnReference' && value.qualifier.length === 0) return value.column.name;
  if (value.kind === 'ObjectName' && !value.database) return `${value.schema?.name ?? ''}.${value.name.name}`;
  return undefined;
}

function wholeNumber(value: Value): bigint | undefined {
  if (value.kind === 'UnaryExpression' && value.operator === '-') {
    const inner = wholeNumber(value.operand);
    return inner === undefined ? undefined : -inner;
  }
  return value.kind === 'IntegerLiteral' ? BigInt(value.text) : undefined;
}
