import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from '../program/program.js';

/** Tables of the database behind keys. */
export function namesOf(program: Program, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const object = program.tables.get(key)?.object;
    return object ? [displayName(object)] : [];
  });
}

/** Keys of tables that statements have written since there were so many fates. */
export function touchedSince(program: Program, before: number): readonly string[] {
  const touched = program.fates.slice(before).flatMap(({ tables }) => tables);
  return [...new Set(touched.map((name) => name.toLowerCase()))];
}

/** Statements that do nothing of their own, at every depth; those of `told` have a fate already. */
export function absorbAll(
  program: Program,
  statements: readonly Bound.BoundStatement[],
  reason: string,
  told?: ReadonlySet<object>,
): void {
  for (const statement of statements) {
    if (!told?.has(statement.span)) program.fates.push({ span: statement.span, state: 'absorbed', reason, tables: [] });
    if (statement.kind === 'if') absorbAll(program, [...statement.then, ...(statement.otherwise ?? [])], reason, told);
    if (statement.kind === 'while') absorbAll(program, statement.body, reason, told);
    if (statement.kind === 'try-catch') absorbAll(program, [...statement.try, ...statement.catch], reason, told);
    if (statement.kind === 'block') absorbAll(program, statement.statements, reason, told);
  }
}
