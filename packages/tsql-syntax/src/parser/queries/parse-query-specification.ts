import type {
  GroupByClause,
  HavingClause,
  IntoClause,
  QuerySpecification,
  SelectElement,
  TopClause,
  WhereClause,
  WindowClause,
  WindowDefinition,
} from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseCondition, parseScalar } from '../expressions/parse-expression.js';
import { parseLiteral } from '../expressions/parse-literal.js';
import { parseWindowSpecification } from '../expressions/parse-over.js';
import { parseIdentifier, parseObjectName, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseFrom } from '../tables/parse-from.js';
import { parseGroupBy } from './parse-group-by.js';
import { parseSelectElements } from './parse-select-elements.js';

/** One SELECT, up to its HAVING or WINDOW clause. */
export function parseQuerySpecification(p: Parser): QuerySpecification {
  const { start, selectsAlone, feedsInsert } = p;
  p.selectsAlone = false;
  p.feedsInsert = false;
  p.expect('SELECT');
  p.enter();
  const quantifier = p.atAny('ALL', 'DISTINCT') ? p.oneOf('ALL', 'DISTINCT') : undefined;
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const select = parseSelectElements(p);
  checkAssignments(p, select, selectsAlone);
  const into = p.at('INTO') ? parseInto(p) : undefined;
  if (into && !selectsAlone)
    p.report('INTO is allowed only in a SELECT statement of its own, in its first query.', into);
  p.feedsInsert = feedsInsert;
  const from = p.at('FROM') ? parseFrom(p) : undefined;
  p.feedsInsert = false;
  const where = p.at('WHERE') ? parseWhere(p) : undefined;
  const groupBy: GroupByClause | undefined = p.at('GROUP') ? parseGroupBy(p) : undefined;
  const having = p.at('HAVING') ? parseHaving(p) : undefined;
  const window = p.at('WINDOW') && p.isIdentifierAt(1) && p.term(2) === 'AS' ? parseWindow(p) : undefined;
  p.leave();
  return {
    kind: 'QuerySpecification',
    start,
    end: p.end,
    quantifier,
    top,
    select,
    into,
    from,
    where,
    groupBy,
    having,
    window,
  };
}

/** Only a SELECT statement of its own may assign variables. That none of it returns rows too is the binder's concern. */
function checkAssignments(p: Parser, select: readonly SelectElement[], selectsAlone: boolean): void {
  const first = selectsAlone ? undefined : select.find((element) => element.kind === 'SelectSetVariable');
  if (first) p.report('A variable is set only by a SELECT statement of its own.', first);
}

/** `TOP (n) [PERCENT] [WITH TIES]`; without parentheses only a number or a variable may follow. */
export function parseTop(p: Parser): TopClause {
  const { start } = p;
  p.expect('TOP');
  const subquery = p.at('(') && p.term(1) === 'SELECT';
  const parenthesized = !subquery && p.eat('(');
  const count =
    parenthesized || subquery ? parseScalar(p) : p.kind() === TokenKind.Variable ? parseVariable(p) : parseTopNumber(p);
  if (parenthesized) p.expect(')');
  const percent = p.eat('PERCENT');
  const withTies = p.eatAll('WITH', 'TIES');
  const approximate = p.eatAll('WITH', 'APPROXIMATE') || undefined;
  return { kind: 'TopClause', start, end: p.end, count, parenthesized, percent, withTies, approximate };
}

function parseTopNumber(p: Parser): ReturnType<typeof parseLiteral> {
  const kind = p.kind();
  if (kind !== TokenKind.Integer && kind !== TokenKind.Decimal && kind !== TokenKind.Float) p.fail("a number or '('");
  return parseLiteral(p);
}

function parseInto(p: Parser): IntoClause {
  const { start } = p;
  p.expect('INTO');
  const target = parseObjectName(p);
  const fileGroup = p.eat('ON') ? parseIdentifier(p) : undefined;
  return { kind: 'IntoClause', start, end: p.end, target, fileGroup };
}

export function parseWhere(p: Parser): WhereClause {
  const { start } = p;
  p.expect('WHERE');
  const condition = parseCondition(p);
  return { kind: 'WhereClause', start, end: p.end, condition };
}

function parseHaving(p: Parser): HavingClause {
  const { start } = p;
  p.expect('HAVING');
  const condition = parseCondition(p);
  return { kind: 'HavingClause', start, end: p.end, condition };
}

function parseWindow(p: Parser): WindowClause {
  const { start } = p;
  p.expect('WINDOW');
  const windows: WindowDefinition[] = [];
  do {
    const name = parseIdentifier(p);
    p.expect('AS');
    const over = parseWindowSpecification(p, p.start);
    windows.push({ kind: 'WindowDefinition', start: name.start, end: p.end, name, over });
  } while (p.eat(','));
  return { kind: 'WindowClause', start, end: p.end, windows };
}
