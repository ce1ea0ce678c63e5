import { keyword } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { expression, identifier, stringLiteral, variable } from '../../values.js';
import { cryptoMechanism } from '../keys/encryption.js';
import { securable } from './grants.js';

const asPrincipal = node(
  'ImpersonatedPrincipal',
  choice('type', 'LOGIN', 'USER'),
  words('='),
  field('name', expression),
  optional(
    words('WITH'),
    field(
      'revert',
      either(
        node('NoRevert', words('NO REVERT')),
        node('RevertCookie', words('COOKIE INTO'), field('cookie', variable)),
      ),
    ),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/execute-as-transact-sql */
export const executeAs = statementWith(
  'ExecuteAs',
  { leads: ['EXECUTE AS', 'EXEC AS'] },
  choice('keyword', 'EXECUTE', 'EXEC'),
  words('AS'),
  field('context', either(keyword('CALLER'), asPrincipal)),
);

/** learn.microsoft.com/sql/t-sql/statements/revert-transact-sql */
export const revert = statement('Revert', 'REVERT', optional(words('WITH COOKIE ='), field('cookie', expression)));

/** learn.microsoft.com/sql/t-sql/statements/alter-authorization-transact-sql */
export const alterAuthorization = statement(
  'AlterAuthorization',
  'ALTER AUTHORIZATION ON',
  field('securable', securable),
  words('TO'),
  field('owner', either(keyword('SCHEMA OWNER'), identifier)),
);

const signers = [words('BY'), field('signers', list(cryptoMechanism))] as const;

/** learn.microsoft.com/sql/t-sql/statements/add-signature-transact-sql */
export const addSignature = statementWith(
  'AddSignature',
  { leads: ['ADD SIGNATURE', 'ADD COUNTER SIGNATURE'] },
  words('ADD'),
  flag('counter', 'COUNTER'),
  words('SIGNATURE TO'),
  field('module', securable),
  ...signers,
);

export const dropSignature = statementWith(
  'DropSignature',
  { leads: ['DROP SIGNATURE', 'DROP COUNTER SIGNATURE'] },
  words('DROP'),
  flag('counter', 'COUNTER'),
  words('SIGNATURE FROM'),
  field('module', securable),
  ...signers,
);

const credentialParts = [
  field('name', identifier),
  words('WITH IDENTITY ='),
  field('identity', stringLiteral),
  optional(words(', SECRET ='), field('secret', stringLiteral)),
] as const;

const credentialLeads = (verb: string) => ({ leads: [`${verb} CREDENTIAL`, `${verb} DATABASE SCOPED CREDENTIAL`] });

/** learn.microsoft.com/sql/t-sql/statements/create-credential-transact-sql and create-database-scoped-credential-transact-sql */
export const createCredential = statementWith(
  'CreateCredential',
  credentialLeads('CREATE'),
  words('CREATE'),
  flag('databaseScoped', 'DATABASE SCOPED'),
  words('CREDENTIAL'),
  ...credentialParts,
  optional(words('FOR CRYPTOGRAPHIC PROVIDER'), field('provider', identifier)),
);

export const alterCredential = statementWith(
  'AlterCredential',
  credentialLeads('ALTER'),
  words('ALTER'),
  flag('databaseScoped', 'DATABASE SCOPED'),
  words('CREDENTIAL'),
  ...credentialParts,
);

export const dropCredential = statementWith(
  'DropCredential',
  credentialLeads('DROP'),
  words('DROP'),
  flag('databaseScoped', 'DATABASE SCOPED'),
  words('CREDENTIAL'),
  flag('ifExists', 'IF EXISTS'),
  field('name', identifier),
);

export const executionContextStatements = [
  executeAs,
  revert,
  alterAuthorization,
  addSignature,
  dropSignature,
  createCredential,
  alterCredential,
  dropCredential,
] as const;
