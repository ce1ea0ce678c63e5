import type { Parser } from '../../../parser/parser.js';
import { keyword } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { checked, either } from '../../rules.js';
import { statementWith } from '../../statement.js';
import { binary, expression, identifier } from '../../values.js';

/**
 * Names and values are SQL Server's data (sys.database_scoped_configurations), not its grammar: an unknown name is an
 * error of execution.
 */
const configurationValue = either(keyword('ON', 'OFF', 'PRIMARY'), identifier, expression);

const scopedConfiguration = [
  words('ALTER DATABASE SCOPED CONFIGURATION'),
  flag('forSecondary', 'FOR SECONDARY'),
] as const;

const followedBy =
  (word: 'SET' | 'CLEAR') =>
  (p: Parser): boolean =>
    p.term(p.term(4) === 'FOR' ? 6 : 4) === word;

/** learn.microsoft.com/sql/t-sql/statements/alter-database-scoped-configuration-transact-sql */
export const setConfiguration = checked(
  statementWith(
    'AlterDatabaseScopedConfigurationSet',
    { leads: ['ALTER DATABASE SCOPED CONFIGURATION'], applies: followedBy('SET') },
    ...scopedConfiguration,
    words('SET'),
    field('name', identifier),
    words('='),
    field('value', configurationValue),
  ),
  (p, statement) => {
    if (statement.value !== 'PRIMARY' || statement.forSecondary) return;
    p.report('PRIMARY is the value of the primary replica: it can be set FOR SECONDARY only.', statement);
  },
);

export const clearConfiguration = statementWith(
  'AlterDatabaseScopedConfigurationClear',
  { leads: ['ALTER DATABASE SCOPED CONFIGURATION'], applies: followedBy('CLEAR') },
  ...scopedConfiguration,
  words('CLEAR PROCEDURE_CACHE'),
  optional(field('planHandle', binary)),
);

export const configurationStatements = [setConfiguration, clearConfiguration] as const;
