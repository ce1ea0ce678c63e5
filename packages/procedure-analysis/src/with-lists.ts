import type { Bound } from '@datamigrate/tsql-binder';
import type { StatementFate } from './procedure-analysis.js';
import type { ProgramEnvironment } from './program/environment.js';
import { Program } from './program/program.js';
import { type AnyNode, someNode } from './program/rewrite-tree.js';

/**
 * What `run` makes of procedures; where it cannot say what they execute, but rows of tables that list objects can, with
 * these rows taken for granted.
 */
export function withLists<T>(
  environment: ProgramEnvironment,
  bodies: readonly Bound.BoundBody[],
  run: (program: Program) => T,
  fatesOf: (found: T) => readonly StatementFate[],
): T {
  const found = run(new Program(environment));
  const isOpen = fatesOf(found).some(({ diagnostic }) => diagnostic !== undefined && OF_TEXTS.has(diagnostic.code));
  if (!isOpen || !bodies.some(({ statements }) => someNode(statements, mayRunText))) return found;
  const listed = run(new Program(environment, true));
  return fatesOf(listed).some(({ state }) => state === 'refused') ? found : listed;
}

const mayRunText = ({ kind }: AnyNode): boolean => kind === 'execute-text' || kind === 'execute-procedure';

/** Refusals behind which an executed text may stand. */
const OF_TEXTS: ReadonlySet<string> = new Set([
  'analyse-dynamic-sql',
  'analyse-call',
  'analyse-loop',
  'analyse-variable-rows',
]);
