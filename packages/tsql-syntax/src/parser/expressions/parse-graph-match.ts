import type {
  GraphMatchPredicate,
  GraphNode,
  GraphPath,
  GraphPattern,
  GraphQuantifier,
  GraphShortestPath,
  GraphStep,
} from '../../ast/predicates.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';

/** MATCH(pattern [AND pattern …]). learn.microsoft.com/sql/t-sql/queries/match-sql-graph */
export function parseGraphMatch(p: Parser): GraphMatchPredicate {
  const { start } = p;
  p.expectAll('MATCH', '(');
  let pattern = parsePattern(p);
  while (p.eat('AND')) {
    const right = parsePattern(p);
    pattern = { kind: 'GraphPatternAnd', start: pattern.start, end: p.end, left: pattern, right };
  }
  p.expect(')');
  return { kind: 'GraphMatchPredicate', start, end: p.end, pattern };
}

function parsePattern(p: Parser): GraphPattern {
  if (p.at('SHORTEST_PATH')) return parseShortestPath(p);
  const first = parseNode(p);
  if (p.eat('=')) {
    const right = parseNode(p);
    return { kind: 'GraphLastNodeEquality', start: first.start, end: p.end, left: first, right };
  }
  return parsePath(p, first);
}

function parsePath(p: Parser, first: GraphNode): GraphPath {
  const steps: GraphStep[] = [];
  while (startsStep(p)) steps.push(parseStep(p));
  if (steps.length === 0) p.fail("'-' or '<'");
  return { kind: 'GraphPath', start: first.start, end: p.end, first, steps };
}

function parseNode(p: Parser): GraphNode {
  const { start } = p;
  const lastNode = p.tokenText.toUpperCase() === 'LAST_NODE' && p.term(1) === '(';
  if (lastNode) {
    p.advance();
    p.expect('(');
  }
  const name = parseIdentifier(p);
  if (lastNode) p.expect(')');
  return { kind: 'GraphNode', start, end: p.end, name, lastNode };
}

function startsStep(p: Parser): boolean {
  return p.at('-') || p.at('<');
}

/** `-(edge)->node` or `<-(edge)-node` */
function parseStep(p: Parser): GraphStep {
  const { start } = p;
  const left = p.eat('<');
  p.expect('-');
  p.expect('(');
  const edge = parseIdentifier(p);
  p.expect(')');
  p.expect('-');
  if (!left) p.expect('>');
  const node = parseNode(p);
  return { kind: 'GraphStep', start, end: p.end, edge, direction: left ? 'left' : 'right', node };
}

/** SHORTEST_PATH(a(-(e)->b)+) or SHORTEST_PATH((a-(e)->)+b) */
function parseShortestPath(p: Parser): GraphShortestPath {
  const { start } = p;
  p.expectAll('SHORTEST_PATH', '(');
  const first = p.at('(') ? undefined : parseNode(p);
  p.expect('(');
  const steps: GraphStep[] = [];
  if (first) while (startsStep(p)) steps.push(parseStep(p));
  else while (!p.at(')')) steps.push(parseLeadingStep(p));
  p.expect(')');
  const quantifier = parseQuantifier(p);
  const lastNode = p.at(')') ? undefined : parseNode(p);
  p.expect(')');
  return { kind: 'GraphShortestPath', start, end: p.end, first, steps, lastNode, quantifier };
}

/** `node-(edge)->` or `node<-(edge)-`: the node stands before its edge. */
function parseLeadingStep(p: Parser): GraphStep {
  const { start } = p;
  const node = parseNode(p);
  const left = p.eat('<');
  p.expect('-');
  p.expect('(');
  const edge = parseIdentifier(p);
  p.expect(')');
  p.expect('-');
  if (!left) p.expect('>');
  return { kind: 'GraphStep', start, end: p.end, edge, direction: left ? 'left' : 'right', node };
}

function parseQuantifier(p: Parser): GraphQuantifier {
  const { start } = p;
  if (p.eat('+')) return { kind: 'GraphQuantifier', start, end: p.end, minimum: 1 };
  p.expect('{');
  const minimum = parseCount(p);
  const maximum = p.eat(',') ? parseCount(p) : minimum;
  p.expect('}');
  return { kind: 'GraphQuantifier', start, end: p.end, minimum, maximum };
}

function parseCount(p: Parser): number {
  if (p.kind() !== TokenKind.Integer) p.fail('a number');
  const value = Number(p.tokenText);
  p.advance();
  return value;
}
