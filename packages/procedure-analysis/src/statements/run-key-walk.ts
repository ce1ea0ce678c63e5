import { isCharacter } from '@datamigrate/catalog';
import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { bare, variableName } from '../program/bare.js';
import { both, type Condition } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { cteReference } from '../program/cte-reference.js';
import { inRounds } from '../program/in-rounds.js';
import { mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { rewriteTree } from '../program/rewrite-tree.js';
import { carriedValue, type Origin, writtenIn } from '../program/row-loop.js';
import { column, select } from '../program/select.js';
import { assignedIn } from './assigned-in.js';

/** A loop that takes the values of a column one after the other, from the smallest. */
export interface KeyWalk {
  /** Name in lower case. */
  readonly key: string;
  /** `SELECT MIN(id) FROM …`, without the condition that the next value is larger. */
  readonly values: Bound.BoundSelect;
  readonly value: Bound.BoundColumn;
  readonly work: readonly Bound.BoundStatement[];
  readonly advance: Bound.BoundStatement;
}

/** Recognises `WHILE @id IS NOT NULL BEGIN … SELECT @id = MIN(id) FROM t WHERE … AND id > @id END`. */
export function keyWalk({ condition, body }: Bound.BoundWhile): KeyWalk | undefined {
  const advance = body.at(-1);
  if (condition.kind !== 'is-null' || !condition.negated || !advance) return undefined;
  const key = variableName(condition.operand);
  const next = key === undefined ? undefined : assignedQuery(advance, key);
  const work = body.slice(0, -1);
  if (key === undefined || !next || assignedIn(work).has(key)) return undefined;
  const value = minimumOf(next);
  if (!value || isCharacter(value.type)) return undefined;
  const isAhead = (each: Bound.BoundPredicate): boolean =>
    each.kind === 'comparison' &&
    each.operator === '>' &&
    fingerprint(bare(each.left)) === fingerprint(value) &&
    variableName(each.right) === key;
  const all = conjuncts(next.where);
  const where = all.filter((each) => !isAhead(each)).reduce<Condition>(both, undefined);
  if (all.length - conjuncts(where).length !== 1 || mentionsVariable(where, key)) return undefined;
  if ([...assignedIn(work).keys()].some((name) => mentionsVariable(where, name))) return undefined;
  return { key, values: { ...next, where }, value, work, advance };
}

/** `SELECT @id = …` or `SET @id = (SELECT …)` of one variable. */
function assignedQuery(statement: Bound.BoundStatement, key: string): Bound.BoundSelect | undefined {
  if (statement.kind === 'select-variables') {
    const { variables, query } = statement;
    return variables.length === 1 && variables[0]?.name.toLowerCase() === key && query.kind === 'select'
      ? query
      : undefined;
  }
  if (statement.kind !== 'set-variable' || statement.variable.name.toLowerCase() !== key) return undefined;
  const value = bare(statement.value);
  return value.kind === 'scalar-subquery' && value.query.kind === 'select' ? value.query : undefined;
}

/** The column of which a query tells the smallest value and nothing else. */
function minimumOf({ select: items, groupBy, having, ctes }: Bound.BoundSelect): Bound.BoundColumn | undefined {
  const [item, ...more] = items;
  const value = item && bare(item.expression);
  if (value?.kind !== 'aggregate' || value.function !== 'MIN' || more.length > 0) return undefined;
  const of = value.arguments[0];
  return groupBy?.implicit && !having && ctes.length === 0 && of?.kind === 'column' ? of : undefined;
}

/** All values at once. Refused where the loop begins with another value than the smallest one. */
export function runKeyWalk(
  program: Program,
  { key, values, value, work, advance }: KeyWalk,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[]) => void,
): void {
  const { span } = advance;
  const resolved = program.resolve(values);
  if (program.row || !beginsWith(program, key, resolved)) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'where it begins' }, span));
  }
  const name = key.replace(/^@+/, '');
  const of = { name, type: value.type, nullable: false };
  const present: Bound.BoundPredicate = { kind: 'is-null', operand: value, negated: true, span };
  const distinct = select([of], [program.resolve(value)], resolved.from, both(resolved.where, present), span);
  const cte = program.addCte(name, { ...distinct, distinct: true });
  const relation = program.newId();
  const rows = cteReference(cte, relation, span);
  const here = column(of, relation, 0, span);
  const assigned = assignedIn([...work, advance]);
  for (const [each, type] of assigned) program.variables.set(each, carriedValue(each, type, span));
  program.variables.set(key, here);
  const rounds = {
    rows,
    orderBy: [{ expression: here, descending: false }],
    fetching: false,
    outer: both(program.active, condition),
    written: writtenIn(program, work),
    keys: [[0]],
    origins: originOf(values, value),
  };
  inRounds(program, rounds, span, () => run(work));
  for (const [each, type] of assigned) program.variables.set(each, carriedValue(each, type, span));
}

function originOf({ from }: Bound.BoundSelect, { relation, ordinal }: Bound.BoundColumn): readonly Origin[] {
  const table = from.find((each) => 'relation' in each && each.relation === relation);
  return table?.kind === 'named-table' ? [{ ordinal: 0, table: table.object, column: ordinal }] : [];
}

/** The variable has the smallest of the same values, as a table expression or a query in its place tells. */
function beginsWith(program: Program, key: string, values: Bound.BoundSelect): boolean {
  const start = program.variables.get(key);
  const inner = start && bare(start);
  if (inner?.kind !== 'scalar-subquery' || inner.query.kind !== 'select') return false;
  const [from] = inner.query.from;
  const query = from?.kind === 'cte-reference' ? program.ctes.find(({ id }) => id === from.cte)?.query : inner.query;
  if (query?.kind !== 'select' || query.from.length !== 1 || values.from.length !== 1) return false;
  const [a, b] = [query.from[0], values.from[0]];
  if (!a || !b || !('relation' in a) || !('relation' in b)) return false;
  const same = rewriteTree(partsOf(values), (node) =>
    'relation' in node && node.relation === b.relation
      ? ({ ...node, relation: a.relation, alias: '' } as typeof node)
      : undefined,
  );
  const own = rewriteTree(partsOf(query), (node) =>
    'relation' in node && 'alias' in node && node.relation === a.relation
      ? ({ ...node, alias: '' } as typeof node)
      : undefined,
  );
  return fingerprint(same) === fingerprint(own);
}

const partsOf = ({ from, where, groupBy, select: items }: Bound.BoundSelect): object => ({
  from,
  where,
  groupBy,
  values: items.map(({ expression }) => expression),
});
