import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../../parser/parser.js';
import { keyword, onOff } from '../options.js';
import { choice, field, optional, words } from '../parts.js';
import { list, native, node } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { anyWord, expression, identifier, objectName, stringOrVariable } from '../values.js';

export const use = statement('Use', 'USE', field('database', identifier));

/** Options that are ON or OFF. learn.microsoft.com/sql/t-sql/statements/set-statements-transact-sql */
const SWITCHES = [
  'ANSI_DEFAULTS',
  'ANSI_NULLS',
  'ANSI_NULL_DFLT_OFF',
  'ANSI_NULL_DFLT_ON',
  'ANSI_PADDING',
  'ANSI_WARNINGS',
  'ARITHABORT',
  'ARITHIGNORE',
  'CONCAT_NULL_YIELDS_NULL',
  'CURSOR_CLOSE_ON_COMMIT',
  'FMTONLY',
  'FORCEPLAN',
  'IMPLICIT_TRANSACTIONS',
  'NOCOUNT',
  'NOEXEC',
  'NO_BROWSETABLE',
  'NUMERIC_ROUNDABORT',
  'PARSEONLY',
  'QUOTED_IDENTIFIER',
  'REMOTE_PROC_TRANSACTIONS',
  'SHOWPLAN_ALL',
  'SHOWPLAN_TEXT',
  'SHOWPLAN_XML',
  'XACT_ABORT',
  'RESULT_SET_CACHING',
  'DISABLE_DEF_CNST_CHK',
] as const;

const switchName = native<(typeof SWITCHES)[number]>({
  holdsNodes: false,
  starts: (p) => (SWITCHES as readonly string[]).includes(p.term()),
  parse: (p) => p.oneOf(...SWITCHES),
  write: (value, w) => {
    w.text(value);
  },
});

const readPredicateSet = statementWith(
  'PredicateSet',
  { leads: SWITCHES.map((name) => `SET ${name}`) },
  words('SET'),
  field('options', list(switchName)),
  field('state', onOff),
);

/** QUOTED_IDENTIFIER and ANSI_DEFAULTS take effect while the batch is being read, as in SQL Server. */
export const predicateSet = {
  ...readPredicateSet,
  parse: (p: Parser) => {
    const statement = readPredicateSet.parse(p);
    if (statement.options.includes('QUOTED_IDENTIFIER') || statement.options.includes('ANSI_DEFAULTS')) {
      p.quotedIdentifier = statement.state === 'ON';
    }
    return statement;
  },
};

/** A number, string or variable, or a bare word such as `mdy`, LOW or `us_english`. */
const settingValue = native({
  holdsNodes: true,
  starts: () => true,
  parse: (p: Parser) => (p.kind() === TokenKind.Word ? anyWord.parse(p) : expression.parse(p)),
  write: (value, w) => {
    w.node(value);
  },
});

/** SET options with a value. */
export const setCommand = statementWith(
  'SetCommand',
  {
    leads: [
      'SET DATEFIRST',
      'SET DATEFORMAT',
      'SET DEADLOCK_PRIORITY',
      'SET LOCK_TIMEOUT',
      'SET CONTEXT_INFO',
      'SET LANGUAGE',
      'SET FIPS_FLAGGER',
      'SET QUERY_GOVERNOR_COST_LIMIT',
    ],
  },
  words('SET'),
  field(
    'commands',
    list(
      node(
        'SetOption',
        choice(
          'name',
          'DATEFIRST',
          'DATEFORMAT',
          'DEADLOCK_PRIORITY',
          'LOCK_TIMEOUT',
          'CONTEXT_INFO',
          'LANGUAGE',
          'FIPS_FLAGGER',
          'QUERY_GOVERNOR_COST_LIMIT',
        ),
        field('value', settingValue),
      ),
    ),
  ),
);

export const setStatistics = statement(
  'SetStatistics',
  'SET STATISTICS',
  field('options', list(keyword('IO', 'PROFILE', 'TIME', 'XML'))),
  field('state', onOff),
);

export const setRowCount = statement('SetRowCount', 'SET ROWCOUNT', field('count', expression));
export const setTextSize = statement('SetTextSize', 'SET TEXTSIZE', field('size', expression));
export const setOffsets = statement(
  'SetOffsets',
  'SET OFFSETS',
  field(
    'options',
    list(keyword('SELECT', 'FROM', 'ORDER', 'COMPUTE', 'TABLE', 'PROCEDURE', 'STATEMENT', 'PARAM', 'EXECUTE')),
  ),
  field('state', onOff),
);
export const setIdentityInsert = statement(
  'SetIdentityInsert',
  'SET IDENTITY_INSERT',
  field('table', objectName),
  field('state', onOff),
);
export const setErrorLevel = statement('SetErrorLevel', 'SET ERRLVL', field('level', expression));

export const setTransactionIsolationLevel = statement(
  'SetTransactionIsolationLevel',
  'SET TRANSACTION ISOLATION LEVEL',
  choice('level', 'READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SNAPSHOT', 'SERIALIZABLE'),
);

export const setUser = statement(
  'SetUser',
  'SETUSER',
  optional(field('user', stringOrVariable), optional(words('WITH'), field('option', keyword('NORESET')))),
);

export const settingStatements = [
  use,
  predicateSet,
  setCommand,
  setStatistics,
  setRowCount,
  setTextSize,
  setOffsets,
  setIdentityInsert,
  setErrorLevel,
  setTransactionIsolationLevel,
  setUser,
] as const;
