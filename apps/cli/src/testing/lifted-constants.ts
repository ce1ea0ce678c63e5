import { type Ast, type AstNode, parseScript, walk } from '@datamigrate/tsql-syntax';
import { lastValue } from './last-value.js';

/** A query whose constants have become columns of a table with three rows: their values, NULLs, and the last of each type. */
export interface LiftedQuery {
  readonly sql: string;
  readonly table: string;
  readonly rows: string;
}

/**
 * Constants of an expression as columns: what is computed of constants alone is decided before a target sees it. First
 * with their conversions (`CAST('2024-01-31' AS date)` is a column of dates), then without them, so that these are left
 * to the target as well. Queries with a FROM have columns already.
 */
export function* liftedQueries(sql: string, name: (n: number) => string): Generator<LiftedQuery> {
  const [batch, more] = [...parseScript(sql)];
  const [statement, second] = batch?.statements ?? [];
  if (!statement || more || second || statement.kind !== 'Select') return;
  if (statement.query.kind !== 'QuerySpecification' || statement.query.from || statement.query.top) return;
  const bare: AstNode[] = [];
  const converted: Ast.Expression[] = [];
  walk(statement, (node) => {
    const cast = node as Ast.Expression;
    if (isConverted(cast)) converted.push(cast);
    if (LITERALS[node.kind]) bare.push(node);
  });
  const outside = bare.filter((node) => !converted.some(({ start, end }) => start <= node.start && node.end <= end));
  const choices = [[...converted, ...outside], converted.length > 0 ? bare : []];
  for (const [i, chosen] of choices.entries()) {
    if (chosen.length > 0) yield lifted(sql, chosen, name(i));
  }
}

function isConverted(node: Ast.Expression): boolean {
  const inner = node.kind === 'CastExpression' || node.kind === 'ConvertExpression' ? node.operand : undefined;
  if (inner?.kind === 'UnaryExpression') return LITERALS[inner.operand.kind] !== undefined;
  return inner !== undefined && LITERALS[inner.kind] !== undefined;
}

function lifted(sql: string, chosen: readonly AstNode[], table: string): LiftedQuery {
  const nodes = [...chosen].sort((a, b) => a.start - b.start);
  let query = '';
  let at = 0;
  for (const [i, node] of nodes.entries()) {
    query += `${sql.slice(at, node.start)}t.c${i}`;
    at = node.end;
  }
  const text = ({ start, end }: AstNode): string => sql.slice(start, end);
  const types = nodes.map((node) => typeOf(node as Ast.Expression, text));
  const columns = types.map((type, i) => `c${i} ${type}`).join(', ');
  const values = [`INSERT ${table} SELECT 1, ${nodes.map(text).join(', ')};`, `INSERT ${table} (id) VALUES (2);`];
  return {
    sql: `${query}${sql.slice(at).replace(/;\s*$/, '')} FROM ${table} AS t`,
    table: `CREATE TABLE ${table} (id int, ${columns});`,
    rows: [...values, `INSERT ${table} SELECT 3, ${types.map(lastValue).join(', ')};`].join('\n'),
  };
}

function typeOf(node: Ast.Expression, text: (node: AstNode) => string): string {
  if (node.kind !== 'CastExpression' && node.kind !== 'ConvertExpression')
    return LITERALS[node.kind]?.(text(node)) ?? '';
  const written = text(node.type);
  // Without a length they are longer in a conversion than in a table.
  return /^(var)?(n?char|binary)$/i.test(written) ? `${written}(30)` : written;
}

/** The type that SQL Server gives to a constant. */
const LITERALS: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  IntegerLiteral: (text) => (BigInt(text) <= 2147483647n ? 'int' : `decimal(${text.length}, 0)`),
  DecimalLiteral: (text) => {
    const [whole = '', decimals = ''] = text.split('.');
    const digits = whole.replace(/^0+/, '').length + decimals.length;
    return `decimal(${Math.max(1, digits)}, ${decimals.length})`;
  },
  FloatLiteral: () => 'float',
  MoneyLiteral: () => 'money',
  BinaryLiteral: (text) => `varbinary(${Math.max(1, Math.ceil((text.length - 2) / 2))})`,
  StringLiteral: (text) =>
    /^n/i.test(text) ? `nvarchar(${Math.max(1, text.length - 3)})` : `varchar(${Math.max(1, text.length - 2)})`,
};
