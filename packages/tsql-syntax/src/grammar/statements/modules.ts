import type { Expression } from '../../ast/expressions.js';
import type { DataType } from '../../ast/names.js';
import type { Statement, StatementList } from '../../ast/statement.js';
import type { Parser } from '../../parser/parser.js';
import { parseStatementsUntil } from '../../parser/statements/parse-statement.js';
import { needsSemicolon } from '../../printer/print-statements.js';
import { keyword } from '../options.js';
import { choice, field, flag, newLine, optional, words } from '../parts.js';
import type { NodeWriter, Rule } from '../rule.js';
import { either, list, native, node, parenthesized, startingWhen } from '../rules.js';
import { statementWith } from '../statement.js';
import { tableElements } from '../tables/table-definition.js';
import {
  anyWord,
  dataType,
  expression,
  identifier,
  integer,
  localObjectName,
  objectName,
  stringLiteral,
  variable,
} from '../values.js';
import { selectStatement } from './cursor-definition.js';

/** The statements of a module's body: everything up to the end of the batch. */
const bodyStatements: Rule<StatementList> = native({
  holdsNodes: true,
  starts: () => true,
  parse: (p: Parser) => parseStatementsUntil(p, undefined),
  write: (statements: StatementList, w: NodeWriter) => {
    w.line();
    for (const statement of statements) {
      w.node(statement);
      if (needsSemicolon(statement)) w.tight(';');
      w.line();
    }
  },
});

/** `EXTERNAL NAME assembly.class.method`, the body of a CLR module. */
const externalName = node(
  'ExternalMethod',
  words('EXTERNAL NAME'),
  field('assembly', identifier),
  words('.'),
  field('class', identifier),
  words('.'),
  field('method', identifier),
);

/** `WITH EXECUTE AS CALLER | SELF | OWNER | 'user'` */
const executeAs = node(
  'ExecuteAsClause',
  choice('keyword', 'EXEC AS', 'EXECUTE AS'),
  field('principal', either(anyWord, stringLiteral)),
);

const plainModuleOption = node(
  'ModuleOption',
  field(
    'name',
    keyword(
      'ENCRYPTION',
      'RECOMPILE',
      'SCHEMABINDING',
      'NATIVE_COMPILATION',
      'VIEW_METADATA',
      'RETURNS NULL ON NULL INPUT',
      'CALLED ON NULL INPUT',
    ),
  ),
);

const inlineOption = node('InlineOption', words('INLINE ='), field('state', keyword('ON', 'OFF')));

const moduleOptions = list(either(plainModuleOption, inlineOption, executeAs));

const nullability = optional(choice('nullable', 'NULL', 'NOT NULL'));

/** A default is a constant; a bare word there means a string. */
const parameterDefault: Rule<Expression> = {
  ...expression,
  parse: (p) => {
    const value = expression.parse(p);
    if (!isConstant(value))
      p.report('The default of a parameter must be a constant.', value, 'Assign the value inside the module instead.');
    return value;
  },
};

function isConstant(value: Expression): boolean {
  switch (value.kind) {
    case 'UnaryExpression':
      return value.operator !== '~' && isConstant(value.operand);
    case 'ColumnReference':
      return value.qualifier.length === 0;
    case 'SystemVariable':
    case 'OdbcLiteral':
      return true;
    default:
      return value.kind.endsWith('Literal') && value.kind !== 'DefaultLiteral';
  }
}

/** VARYING, for parameters that are cursors. */
const varying: ReturnType<typeof flag<'varying'>> = {
  ...flag('varying', 'VARYING'),
  parse: (p, draft) => {
    if (!p.at('VARYING')) return;
    if ((draft['type'] as DataType).name.name.name.toUpperCase() !== 'CURSOR') {
      p.report('VARYING is allowed only for parameters of type CURSOR.', p.tokenSpan());
    }
    p.expect('VARYING');
    draft['varying'] = true;
  },
};

/** A parameter of a procedure or function. */
const parameter = node(
  'Parameter',
  field('name', variable),
  flag('as', 'AS'),
  field('type', dataType),
  varying,
  nullability,
  optional(words('='), field('default', parameterDefault)),
  optional(choice('direction', 'OUTPUT', 'OUT')),
  flag('readOnly', 'READONLY'),
);

const groupNumber = optional(words(';'), field('number', integer));

const procedureLeads = (verbs: readonly string[]): string[] =>
  verbs.flatMap((verb) => [`${verb} PROC`, `${verb} PROCEDURE`]);

const procedureParts = [
  choice('keyword', 'PROC', 'PROCEDURE'),
  field('name', localObjectName),
  groupNumber,
  optional(field('parenthesizedParameters', parenthesized(list(parameter)))),
  optional(field('parameters', list(parameter))),
  newLine,
  optional(words('WITH'), field('options', moduleOptions)),
  flag('forReplication', 'FOR REPLICATION'),
  words('AS'),
  optional(field('external', externalName)),
  field('body', bodyStatements),
] as const;

export const createProcedure = statementWith(
  'CreateProcedure',
  { leads: procedureLeads(['CREATE']) },
  words('CREATE'),
  ...procedureParts,
);
export const alterProcedure = statementWith(
  'AlterProcedure',
  { leads: procedureLeads(['ALTER']) },
  words('ALTER'),
  ...procedureParts,
);
export const createOrAlterProcedure = statementWith(
  'CreateOrAlterProcedure',
  { leads: procedureLeads(['CREATE OR ALTER']) },
  words('CREATE OR ALTER'),
  ...procedureParts,
);

/** The order in which a CLR function returns its rows. */
const functionOrder = parenthesized(
  list(node('FunctionOrderColumn', field('name', identifier), optional(choice('direction', 'ASC', 'DESC')))),
);

/** RETURNS TABLE [(…)], RETURNS @t TABLE (…), RETURNS type */
const returnsInlineTable = node('ReturnsTable', words('TABLE'), optional(field('columns', tableElements)));
const returnsTableVariable = node(
  'ReturnsTableVariable',
  field('variable', variable),
  flag('as', 'AS'),
  words('TABLE'),
  field('elements', tableElements),
);
const returnsScalar = node('ReturnsScalar', field('type', dataType), nullability);

/** RETURN [(] select [)] of an inline function. */
const inlineReturn = startingWhen(
  node(
    'InlineReturn',
    words('RETURN'),
    optional(field('parenthesized', openingOfSelect())),
    field('select', selectStatement),
    closing(),
  ),
  (p) => p.at('RETURN') && opensSelect(p, 1),
);

function opensSelect(p: Parser, from: number): boolean {
  let ahead = from;
  while (p.term(ahead) === '(') ahead++;
  return p.term(ahead) === 'SELECT' || p.term(ahead) === 'WITH';
}

/** `RETURN (WITH …)`: a WITH inside parentheses needs them read here; `(SELECT …)` is a query of its own. */
function openingOfSelect(): Rule<true> {
  return native<true>({
    holdsNodes: false,
    starts: (p) => p.at('('),
    parse: (p) => {
      p.expect('(');
      return true;
    },
    write: (_, w) => {
      w.open();
    },
  });
}

function closing() {
  return {
    starts: (p: Parser) => p.at(')'),
    parse: (p: Parser, draft: Record<string, unknown>) => {
      if (draft['parenthesized']) p.expect(')');
    },
    write: (draft: Record<string, unknown>, w: NodeWriter) => {
      if (draft['parenthesized']) w.tight(')');
    },
    isPresent: () => undefined,
    children: [],
    nodes: () => [],
  };
}

const functionParameters = native({
  holdsNodes: true,
  starts: (p: Parser) => p.at('('),
  parse: (p: Parser) => {
    p.expect('(');
    const parameters = p.at(')') ? [] : list(parameter).parse(p);
    p.expect(')');
    return parameters;
  },
  write: (parameters, w: NodeWriter) => {
    w.open();
    list(parameter).write(parameters, w);
    w.tight(')');
  },
});

/** The body of a function is one block; what stands behind it belongs nowhere. An inline function has none. */
const functionBody: Rule<StatementList> = {
  ...bodyStatements,
  parse: (p: Parser) => {
    const statements = bodyStatements.parse(p);
    const [first] = statements;
    const block = first && (first.kind === 'BeginEndBlock' || first.kind === 'AtomicBlock');
    const extra: Statement | undefined = block ? statements[1] : first;
    if (extra && !statements.some((statement) => statement.kind === 'InvalidStatement')) {
      p.report(
        'The body of a function is one BEGIN … END block.',
        extra,
        'Put GO on a line of its own behind the function.',
      );
    }
    return statements;
  },
};

const functionParts = [
  words('FUNCTION'),
  field('name', localObjectName),
  field('parameters', functionParameters),
  newLine,
  words('RETURNS'),
  field('returns', either(returnsInlineTable, returnsTableVariable, returnsScalar)),
  newLine,
  optional(words('WITH'), field('options', moduleOptions)),
  optional(words('ORDER'), field('order', functionOrder)),
  flag('as', 'AS'),
  optional(field('external', externalName)),
  optional(field('inline', inlineReturn)),
  field('body', functionBody),
] as const;

export const createFunction = statementWith(
  'CreateFunction',
  { leads: ['CREATE FUNCTION'] },
  words('CREATE'),
  ...functionParts,
);
export const alterFunction = statementWith(
  'AlterFunction',
  { leads: ['ALTER FUNCTION'] },
  words('ALTER'),
  ...functionParts,
);
export const createOrAlterFunction = statementWith(
  'CreateOrAlterFunction',
  { leads: ['CREATE OR ALTER FUNCTION'] },
  words('CREATE OR ALTER'),
  ...functionParts,
);

const viewParts = [
  words('VIEW'),
  field('name', localObjectName),
  optional(field('columns', parenthesized(list(identifier)))),
  optional(words('WITH'), field('options', moduleOptions)),
  newLine,
  words('AS'),
  newLine,
  field('select', selectStatement),
  flag('checkOption', 'WITH CHECK OPTION'),
] as const;

export const createView = statementWith('CreateView', { leads: ['CREATE VIEW'] }, words('CREATE'), ...viewParts);
export const alterView = statementWith('AlterView', { leads: ['ALTER VIEW'] }, words('ALTER'), ...viewParts);
export const createOrAlterView = statementWith(
  'CreateOrAlterView',
  { leads: ['CREATE OR ALTER VIEW'] },
  words('CREATE OR ALTER'),
  ...viewParts,
);

/** ON table, ON DATABASE, ON ALL SERVER */
const triggerTarget = either(
  node('TriggerOnServer', words('ALL SERVER')),
  node('TriggerOnDatabase', words('DATABASE')),
  node('TriggerOnObject', field('name', objectName)),
);

const triggerParts = [
  words('TRIGGER'),
  field('name', localObjectName),
  words('ON'),
  field('target', triggerTarget),
  newLine,
  optional(words('WITH'), field('options', moduleOptions)),
  choice('timing', 'FOR', 'AFTER', 'INSTEAD OF'),
  field('events', list(anyWord)),
  flag('withAppend', 'WITH APPEND'),
  flag('notForReplication', 'NOT FOR REPLICATION'),
  newLine,
  words('AS'),
  optional(field('external', externalName)),
  field('body', bodyStatements),
] as const;

export const createTrigger = statementWith(
  'CreateTrigger',
  { leads: ['CREATE TRIGGER'] },
  words('CREATE'),
  ...triggerParts,
);
export const alterTrigger = statementWith(
  'AlterTrigger',
  { leads: ['ALTER TRIGGER'] },
  words('ALTER'),
  ...triggerParts,
);
export const createOrAlterTrigger = statementWith(
  'CreateOrAlterTrigger',
  { leads: ['CREATE OR ALTER TRIGGER'] },
  words('CREATE OR ALTER'),
  ...triggerParts,
);

export const moduleStatements = [
  createProcedure,
  alterProcedure,
  createOrAlterProcedure,
  createFunction,
  alterFunction,
  createOrAlterFunction,
  createView,
  alterView,
  createOrAlterView,
  createTrigger,
  alterTrigger,
  createOrAlterTrigger,
] as const;
