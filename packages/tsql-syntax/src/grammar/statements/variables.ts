import { TokenKind } from '../../lexer/token-kind.js';
import type { AssignmentOperator } from '../../ast/queries.js';
import { takeAssignment } from '../../parser/queries/parse-select-elements.js';
import { parseMethodChain } from '../../parser/expressions/parse-method-chain.js';
import { parseVariable } from '../../parser/parse-names.js';
import type { Parser } from '../../parser/parser.js';
import { field, flag, optional, words } from '../parts.js';
import { list, native, node } from '../rules.js';
import { statementWith } from '../statement.js';
import { dataType, expression, variable } from '../values.js';
import { tableElements } from '../tables/table-definition.js';
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
  { leads: ['SET'], applies: (p) => startsWithVariable(p) && p.term(2) !== '.' && p.term(3) !== 'CURSOR' },
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

/** `SET @x.modify('…')`, `SET @p.X = 1` */
const methodTarget = native({
  holdsNodes: true,
  starts: startsWithVariable,
  parse: (p) => parseMethodChain(p, parseVariable(p)),
  write: (value, w) => {
    w.node(value);
  },
});

export const setVariableMethod = statementWith(
  'SetVariableMethod',
  { leads: ['SET'], applies: (p) => startsWithVariable(p) && p.term(2) === '.' },
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

