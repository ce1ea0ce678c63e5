import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { constantResult } from '../program/catalog-questions.js';
import { type Condition, choose } from '../program/conditions.js';
import type { Program } from '../program/program.js';

/** A variable gets a value where the condition holds; a text of constants is put together at once. */
export function assign(program: Program, name: string, value: Bound.BoundExpression, condition: Condition): void {
  const given = program.resolve(value);
  const resolved = bare(given).kind === 'literal' ? given : (constantResult(program, given) ?? given);
  const old = valueBefore(program, name, value.type, value.span);
  program.keep(name, condition ? choose(condition, resolved, old) : resolved);
}

/** What a variable holds so far: a parameter that nothing was assigned to stands for itself. */
export function valueBefore(
  program: Program,
  name: string,
  type: Bound.BoundExpression['type'],
  span: Bound.BoundExpression['span'],
): Bound.BoundExpression {
  return program.variables.get(name.toLowerCase()) ?? { kind: 'variable', name, type, nullable: true, span };
}
