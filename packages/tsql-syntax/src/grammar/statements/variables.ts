import type { Expression } from '../../ast/expressions.js';
import type { Variable } from '../../ast/names.js';
import type { AssignmentOperator } from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseArguments, parseMethodChain } from '../../parser/expressions/parse-method-chain.js';
import { parseIdentifier, parseVariable } from '../../parser/parse-names.js';
import type { Parser } from '../../parser/parser.js';
import { takeAssignment } from '../../parser/queries/parse-select-elements.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { list, native, node } from '../rules.js';
import { statementWith } from '../statement.js';
import { tableElements } from '../tables/table-definition.js';
import { dataType, expression, variable } from '../values.js';
import { cursorDefinition } from './cursor-definition.js';

const startsWithVariable = (p: Parser): boolean => p.kind(1) === TokenKind.Variable;

/** `DECLARE @t [AS] TABLE (…)` */
function declaresTable(p: Parser): boolean {
  return startsWithVariable(p) && p.term(p.term(2) === 'AS' ? 3 : 2) === 'TABLE';
}

const variableDeclaration = node(
  'VariableDeclaration',
  field('variable', variable),
  flag('as', 'AS'),
  field('type', dataType),
  optional(choice('nullable', 'NULL', 'NOT NULL')),
  optional(words('='), field('value', expression)),
);

export const declareVariable = statementWith(
  'DeclareVariable',
  { leads: ['DECLARE'], applies: startsWithVariable },
  words('DECLARE'),
  field('declarations', list(variableDeclaration)),
);

export const declareTableVariable = statementWith(
  'DeclareTableVariable',
  { leads: ['DECLARE'], applies: declaresTable },
  words('DECLARE'),
  field('variable', variable),
  flag('as', 'AS'),
  words('TABLE'),
  field('elements', tableElements),
);

const assignmentOperator = native<AssignmentOperator>({
  holdsNodes: false,
  starts: () => true,
  parse: takeAssignment,
  write: (value, w) => {
    w.text(value);
  },
});

/** `SET @v = x`, `SET @v += x`; `SET @c = CURSOR …` takes a cursor. */
export const setVariable = statementWith(
  'SetVariable',
  {
    leads: ['SET'],
    applies: (p) => startsWithVariable(p) && p.term(2) !== '.' && p.term(2) !== '::' && p.term(3) !== 'CURSOR',
  },
  words('SET'),
  field('variable', variable),
  field('operator', assignmentOperator),
  field('value', expression),
);

export const setCursorVariable = statementWith(
  'SetCursorVariable',
  { leads: ['SET'], applies: (p) => startsWithVariable(p) && p.term(2) === '=' && p.term(3) === 'CURSOR' },
  words('SET'),
  field('variable', variable),
  words('='),
  field('cursor', cursorDefinition),
);

/** `SET @x.modify('…')`, `SET @p.X = 1`; `@p::X` means the same. */
const methodTarget = native({
  holdsNodes: true,
  starts: startsWithVariable,
  parse: (p) => {
    const variable = parseVariable(p);
    return p.at('::') ? parseStaticMember(p, variable) : parseMethodChain(p, variable);
  },
  write: (value, w) => {
    w.node(value);
  },
});

function parseStaticMember(p: Parser, target: Variable): Expression {
  p.expect('::');
  const method = parseIdentifier(p);
  const args = p.at('(') ? parseArguments(p) : undefined;
  return { kind: 'MethodCall', start: target.start, end: p.end, target, method, doubleColon: true, arguments: args };
}

export const setVariableMethod = statementWith(
  'SetVariableMethod',
  { leads: ['SET'], applies: (p) => startsWithVariable(p) && (p.term(2) === '.' || p.term(2) === '::') },
  words('SET'),
  field('target', methodTarget),
  optional(words('='), field('value', expression)),
);

export const variableStatements = [
  declareTableVariable,
  declareVariable,
  setVariable,
  setCursorVariable,
  setVariableMethod,
] as const;
