import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { attempt } from '../program/attempt.js';
import { both, type Condition, choose } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { constantRows, withConstantRows } from '../program/constant-rows.js';
import { known } from '../program/known.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree } from '../program/rewrite-tree.js';
import type { UnrolledLoop } from '../program/unrolled-loop.js';
import { LONG_IN_ROUNDS } from './run-flow.js';

/** A loop that goes on longer is not written out. */
const MOST_ROUNDS = 200;

/**
 * A loop whose rounds are known beforehand, each with values of its own, as over a list of table names: its body, once a
 * round. False where the end of the loop depends on rows or parameters. `ending` says whether it may depend on rows that
 * are the same for every run.
 */
export function runUnrolled(
  program: Program,
  loop: Bound.BoundWhile,
  around: Condition,
  run: (body: Bound.BoundWhile['body']) => void,
  ending: 'values' | 'rows' = 'values',
): boolean {
  const asked = (): Bound.BoundPredicate => {
    const condition = program.resolve(loop.condition);
    return ending === 'rows' ? withConstantRows(program, condition) : condition;
  };
  if (known(assuming(asked(), conjuncts(around))) === undefined) return false;
  return !attempt(program, () => {
    const { begin, leave } = writtenOut(program, around);
    for (let round = 0; ; round++) {
      const goesOn = begin() && known(asked());
      if (goesOn === false) return leave();
      if (goesOn === undefined || round === MOST_ROUNDS) refuse(program, loop);
      once(program, round, () => run(loop.body));
    }
  });
}

/** A cursor over rows that are the same for every run: the body once a row. */
export function runListed(
  program: Program,
  loop: Bound.BoundWhile,
  { query, into }: { readonly query: Bound.BoundQuery; readonly into: readonly Bound.BoundVariableTarget[] },
  run: (body: Bound.BoundWhile['body']) => void,
): boolean {
  const rows = constantRows(program, query);
  if (!rows || rows.length > MOST_ROUNDS) return false;
  return !attempt(program, () => {
    const { begin, leave } = writtenOut(program, undefined);
    for (const [round, row] of rows.entries()) {
      if (!begin()) break;
      into.forEach(({ name }, i) => {
        const value = row[i];
        if (value) program.variables.set(name.toLowerCase(), value);
      });
      once(program, round, () => run(loop.body));
    }
    leave();
  });
}

/**
 * A loop of which BREAK, CONTINUE and RETURN can leave rounds. `begin` begins a round, if there can be one. What a
 * variable has where the loop has been left, or does not run at all, is kept for behind the loop. `around` is the
 * condition under which it runs.
 */
function writtenOut(
  program: Program,
  around: Condition,
): { readonly begin: () => boolean; readonly leave: () => void } {
  const { active, unrolled: outer } = program;
  const kept: { readonly goesOn: Condition; readonly values: ReadonlyMap<string, Bound.BoundExpression> }[] = [];
  let loop: UnrolledLoop = {
    depth: program.calls.length,
    outer,
    stays: undefined,
    goesOn: undefined,
    isOver: false,
    certain: active,
    implied: [],
  };
  program.unrolled = loop;
  return {
    begin: () => {
      loop = program.unrolled ?? loop;
      const reached = both(both(active, loop.stays), loop.goesOn);
      program.active = reached && program.named(reached, LONG_IN_ROUNDS);
      const values = new Map<string, Bound.BoundExpression>();
      for (const [name, value] of program.variables) {
        const going = assuming(value, [...loop.implied, ...conjuncts(around)]);
        if (going === value) continue;
        values.set(name, value);
        program.variables.set(name, going);
      }
      if (values.size > 0) kept.push({ goesOn: both(program.active, around), values });
      program.unrolled = { ...loop, certain: program.active, implied: conjuncts(program.active) };
      return !loop.isOver;
    },
    leave: () => {
      loop = program.unrolled ?? loop;
      for (const { goesOn, values } of kept.reverse()) {
        for (const [name, value] of values) {
          const going = program.variables.get(name);
          if (going) program.keep(name, choose(goesOn, going, value));
        }
      }
      program.active = both(active, loop.stays);
      program.unrolled = loop.outer;
    },
  };
}

/** A value where these conditions hold. */
function assuming<T>(value: T, holding: readonly Bound.BoundPredicate[]): T {
  if (holding.length === 0) return value;
  const set = new Set<Bound.BoundPredicate>(holding);
  const replace = (node: AnyNode): AnyNode | undefined => {
    if (node.kind !== 'case') return undefined;
    const [branch, ...more] = (node as Bound.BoundCase).branches;
    if (!branch || more.length > 0 || !conjuncts(branch.when).every((each) => set.has(each))) return undefined;
    return rewriteTree(branch.result as AnyNode, replace);
  };
  return rewriteTree(value, replace);
}

/** Each statement has one fate, that of its first round; one that is refused in a later round is refused. */
function once(program: Program, round: number, run: () => void): void {
  const before = program.fates.length;
  run();
  if (round === 0) return;
  const later = program.fates.splice(before);
  const refused = later.find(({ state }) => state === 'refused');
  if (refused?.diagnostic) program.refuse(refused.diagnostic);
  for (const fate of later) {
    const at = program.fates.findIndex(({ span }) => span === fate.span);
    const first = program.fates[at];
    if (!first) program.fates.push(fate);
    else if (first.state === 'absorbed' && fate.state === 'converted') program.fates[at] = fate;
    else if (fate.tables.length > 0) {
      program.fates[at] = { ...first, tables: [...new Set([...first.tables, ...fate.tables])] };
    }
  }
}

function refuse(program: Program, { span }: Bound.BoundWhile): never {
  return program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'when the loop ends' }, span));
}
