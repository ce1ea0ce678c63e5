import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier } from '../../parser/parse-names.js';
import type { Parser } from '../../parser/parser.js';
import { startsByWord } from '../../parser/statements/starts-by-word.js';
import { startsStatement } from '../../parser/statements/statement-table.js';
import { keyword } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { checked, either, list, native, node, parenthesized, startingWhen } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { expression, identifier, integer, stringOrVariable, variable } from '../values.js';

export const print = statement('Print', 'PRINT', field('value', expression));
export const breakStatement = statement('Break', 'BREAK');
export const continueStatement = statement('Continue', 'CONTINUE');
export const goTo = statement('GoTo', 'GOTO', field('label', identifier));

/** `name:`; the colon touches or follows the name. */
export const label = statementWith(
  'Label',
  { leads: [], applies: (p) => p.kind() === TokenKind.Word && p.term(1) === ':' },
  field('name', identifier),
  field(
    'colon',
    native<true>({
      holdsNodes: false,
      starts: (p) => p.at(':'),
      parse: (p) => {
        p.expect(':');
        return true;
      },
      write: (_, w) => {
        w.tight(':');
      },
    }),
  ),
);

/** A value that may be missing: nothing follows, or the next statement does. */
export const valueUnlessStatement = startingWhen(
  { ...expression },
  (p: Parser) =>
    !p.atEnd &&
    !p.at(';') &&
    !p.at('END') &&
    !p.at('ELSE') &&
    (p.at('(') || !startsStatement(p)) &&
    p.kind() !== TokenKind.Invalid,
);

/** `RETURN [value]`; a following SELECT starts a statement of its own. */
export const returnStatement = statement('Return', 'RETURN', optional(field('value', valueUnlessStatement)));

const throwArgument = either(variable, expression);

/** THROW is no reserved word: where a statement may start it is one, unless a label or an assignment goes on. */
function startsThrow(p: Parser): boolean {
  const kind = p.kind(1);
  return (
    kind === TokenKind.Integer ||
    kind === TokenKind.Variable ||
    kind === TokenKind.End ||
    kind === TokenKind.Word ||
    p.term(1) === ';' ||
    p.term(1) === '-'
  );
}

export const throwStatement = statementWith(
  'Throw',
  { leads: ['THROW'], applies: startsThrow },
  words('THROW'),
  optional(
    field(
      'number',
      startingWhen(
        { ...throwArgument },
        (p) => p.kind() === TokenKind.Integer || p.kind() === TokenKind.Variable || p.at('-'),
      ),
    ),
    words(','),
    field('message', throwArgument),
    words(','),
    field('state', throwArgument),
  ),
);

/** `RAISERROR (message, severity, state, arguments) WITH options`, and the old `RAISERROR n 'message'`. */
export const raiseError = statementWith(
  'RaiseError',
  { leads: ['RAISERROR'], applies: (p) => p.term(1) === '(' },
  words('RAISERROR'),
  field(
    'arguments',
    checked(parenthesized(list(expression)), (p, args) => {
      if (args.length < 3) p.report('RAISERROR takes a message, a severity and a state.', p.previousSpan());
    }),
  ),
  optional(words('WITH'), field('options', list(keyword('LOG', 'NOWAIT', 'SETERROR')))),
);

export const raiseErrorLegacy = statement(
  'RaiseErrorLegacy',
  'RAISERROR',
  field('number', expression),
  optional(field('message', stringOrVariable)),
);

/** `WAITFOR DELAY x`, `WAITFOR TIME x`; `WAITFOR (RECEIVE …)` belongs to Service Broker. */
export const waitFor = statementWith(
  'WaitFor',
  { leads: ['WAITFOR DELAY', 'WAITFOR TIME'] },
  words('WAITFOR'),
  choice('type', 'DELAY', 'TIME'),
  field('value', stringOrVariable),
);

/** A transaction's name: an identifier or a variable, and no statement that follows. */
const transactionName = native({
  holdsNodes: true,
  starts: (p: Parser) => p.kind() === TokenKind.Variable || (p.atIdentifier && !startsByWord(p)),
  parse: (p: Parser) => (p.kind() === TokenKind.Variable ? variable.parse(p) : parseIdentifier(p)),
  write: (value, w) => {
    w.node(value);
  },
});

/** `5:a.b`, a name of before SQL Server 7 that distributed transactions used. */
const numberedTransactionName = startingWhen(
  node(
    'NumberedTransactionName',
    field('number', integer),
    words(':'),
    field('first', identifier),
    words('.'),
    field('second', identifier),
  ),
  (p) => p.kind() === TokenKind.Integer || p.at('-'),
);

const anyTransactionName = either(numberedTransactionName, transactionName);

const delayedDurability = optional(
  words('WITH ( DELAYED_DURABILITY ='),
  field('delayedDurability', keyword('ON', 'OFF')),
  words(')'),
);

/** WITH MARK ['description'] */
const transactionMark = node('TransactionMark', words('MARK'), optional(field('description', stringOrVariable)));

export const beginTransaction = statementWith(
  'BeginTransaction',
  { leads: ['BEGIN TRAN', 'BEGIN TRANSACTION', 'BEGIN DISTRIBUTED'] },
  words('BEGIN'),
  flag('distributed', 'DISTRIBUTED'),
  choice('keyword', 'TRAN', 'TRANSACTION'),
  optional(field('name', anyTransactionName)),
  optional(words('WITH'), field('mark', transactionMark)),
);

export const commitTransaction = statement(
  'CommitTransaction',
  'COMMIT',
  optional(choice('keyword', 'TRAN', 'TRANSACTION', 'WORK')),
  optional(field('name', anyTransactionName)),
  delayedDurability,
);

export const rollbackTransaction = statement(
  'RollbackTransaction',
  'ROLLBACK',
  optional(choice('keyword', 'TRAN', 'TRANSACTION', 'WORK')),
  optional(field('name', anyTransactionName)),
);

export const saveTransaction = statement(
  'SaveTransaction',
  'SAVE',
  choice('keyword', 'TRAN', 'TRANSACTION'),
  field('name', anyTransactionName),
);

export const flowStatements = [
  print,
  breakStatement,
  continueStatement,
  goTo,
  label,
  returnStatement,
  throwStatement,
  raiseError,
  raiseErrorLegacy,
  waitFor,
  beginTransaction,
  commitTransaction,
  rollbackTransaction,
  saveTransaction,
] as const;
