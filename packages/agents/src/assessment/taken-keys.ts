import type { Bound } from '@datamigrate/tsql-binder';
import { eachNode, type Node, writesOf } from './table-writes.js';

/** A table whose new key, as SCOPE_IDENTITY gives it, goes into rows of another one; both as `schema.name` in lower case. */
export interface TakenKey {
  readonly of: string;
  readonly by: string;
}

/** Keys that go from one table into another, through variables or directly, in the order of the statements. */
export function takenKeys(statements: unknown): readonly TakenKey[] {
  const taken: TakenKey[] = [];
  const holds = new Map<string, string>();
  let last: string | undefined;
  for (const statement of inOrder(statements)) {
    const given = givenKeys(statement, holds, last);
    for (const variable of assigned(statement)) {
      const [of] = given;
      if (of === undefined) holds.delete(variable);
      else holds.set(variable, of);
    }
    for (const { table } of writesOf(statement)) {
      for (const of of given) if (of !== table) taken.push({ of, by: table });
      if (statement.kind === 'insert') last = table;
    }
  }
  return taken;
}

/**
 * Tables without those whose keys rows of other tables carry: what carries a key needs the rows that have it. Rows of
 * tables that are left out themselves need none.
 */
export function withoutTaken(tables: Iterable<string>, keys: readonly TakenKey[]): ReadonlySet<string> {
  const left = new Set(tables);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const { of, by } of keys) if (!left.has(by)) left.delete(of);
  }
  return left;
}

const STEPS: ReadonlySet<string> = new Set([
  ...['insert', 'update', 'delete', 'merge'],
  ...['set-variable', 'select-variables', 'declare-variable'],
]);

function inOrder(statements: unknown): readonly Node[] {
  const steps: (Node & { readonly span: Bound.BoundStatement['span'] })[] = [];
  eachNode(statements, (node) => {
    if (STEPS.has(node.kind) && 'span' in node) steps.push(node as Bound.BoundStatement);
  });
  return steps.sort((a, b) => a.span.start - b.span.start);
}

/** Tables whose new keys a statement reads. */
function givenKeys(statement: Node, holds: ReadonlyMap<string, string>, last: string | undefined): readonly string[] {
  const given = new Set<string>();
  eachNode(statement, (node) => {
    const held = node.kind === 'variable' ? holds.get((node as Bound.BoundVariable).name.toLowerCase()) : undefined;
    if (held !== undefined) given.add(held);
    if (last !== undefined && isLastKey(node)) given.add(last);
  });
  return [...given];
}

const isLastKey = (node: Node): boolean =>
  (node.kind === 'call' && (node as Bound.BoundCall).function === 'SCOPE_IDENTITY') ||
  (node.kind === 'system-variable' && (node as Bound.BoundSystemVariable).name === '@@IDENTITY');

/** Variables that a statement gives a value, in lower case. */
function assigned(statement: Node): readonly string[] {
  const { variable, variables, declarations } = statement as Node & {
    readonly variable?: Bound.BoundVariableTarget;
    readonly variables?: readonly Bound.BoundVariableTarget[];
    readonly declarations?: readonly Bound.BoundVariableTarget[];
  };
  const targets = [...(variable ? [variable] : []), ...(variables ?? []), ...(declarations ?? [])];
  return targets.map(({ name }) => name.toLowerCase());
}
