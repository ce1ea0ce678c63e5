import { type Doc, group, indent, join, line, softLine } from '../layout/doc.js';

/** How tightly SQL operators bind, weakest first. */
export const BINDING = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  other: 5,
  additive: 6,
  multiplicative: 7,
  unary: 8,
  atom: 9,
} as const;

/** A piece of SQL and how tightly its outermost operator binds. */
export interface Sql {
  readonly doc: Doc;
  readonly binding: number;
  /** Of `a || b || c`: its operands, each but the first with its operator, which break all or not at all. */
  readonly operands?: readonly Doc[] | undefined;
}

export const atom = (doc: Doc): Sql => ({ doc, binding: BINDING.atom });

/** The piece, in parentheses if it binds less tightly than its place demands. */
export function at(binding: number, sql: Sql): Doc {
  return sql.binding < binding ? parenthesized(sql.doc) : sql.doc;
}

export function parenthesized(doc: Doc): Doc {
  return group('(', indent(softLine, doc), softLine, ')');
}

/** `left op right`; the right side of equal strength gets parentheses. */
export function binary(operator: string, binding: number, left: Sql, right: Sql): Sql {
  // A comparison stays on its line: what it compares breaks inside.
  const gap = binding === BINDING.comparison ? ' ' : line;
  const first = left.binding === binding ? (left.operands ?? [left.doc]) : [at(binding, left)];
  const operands = [...first, [gap, `${operator} `, at(binding + 1, right)]];
  return { doc: group(operands), binding, operands };
}

/** `a op b op c` for operators where grouping does not matter. */
export function chain(operator: string, binding: number, operands: readonly Sql[]): Sql {
  const [only] = operands;
  if (only && operands.length === 1) return only;
  const docs = operands.map((operand) => at(binding + 1, operand));
  return { doc: join([line, `${operator} `], docs), binding };
}

export function call(name: string, ...args: readonly Sql[]): Sql {
  return callWith(
    name,
    args.map(({ doc }) => doc),
  );
}

export function callWith(name: string, args: readonly Doc[]): Sql {
  if (args.length === 0) return atom(`${name}()`);
  return atom(group(`${name}(`, indent(softLine, join([',', line], args)), softLine, ')'));
}

export function castTo(type: string, operand: Sql): Sql {
  return atom(group('cast(', indent(softLine, operand.doc, ` as ${type}`), softLine, ')'));
}

export function tryCastTo(type: string, operand: Sql): Sql {
  return atom(group('try_cast(', indent(softLine, operand.doc, ` as ${type}`), softLine, ')'));
}

/** In models Jinja would read what begins with a brace and a sign of its own: such a text is put together from two. */
export function text(value: string): Sql {
  const parts = value.split(/(?<=\{)(?=[{%#])/).map((part) => atom(`'${part.replaceAll("'", "''")}'`));
  return parts.reduce((left, right) => binary('||', BINDING.other, left, right));
}

/** A branch of CASE; a condition of one part stands as it is, others are indented below WHEN. */
export interface CaseBranch {
  readonly when: Doc;
  readonly result: Doc;
  readonly single?: boolean;
}

export function caseWhen(branches: readonly CaseBranch[], otherwise?: Doc): Sql {
  const rows = branches.map(({ when, result, single }) => [
    line,
    group('when ', single ? when : indent(when), line, 'then ', result),
  ]);
  return atom(group('case', indent(...rows, otherwise === undefined ? '' : [line, 'else ', otherwise]), line, 'end'));
}
