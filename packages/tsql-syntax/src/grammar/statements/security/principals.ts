import type { Parser } from '../../../parser/parser.js';
import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { checked, either, list, node, several } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { binary, identifier, integerLiteral, stringLiteral } from '../../values.js';

/** `'text'`, `0x… HASHED`, and what SQL Server takes behind a password. */
const password = node(
  'PasswordValue',
  field('value', either(stringLiteral, binary)),
  optional(field('modifiers', several(keyword('HASHED', 'MUST_CHANGE', 'UNLOCK')))),
  optional(words('OLD_PASSWORD ='), field('oldPassword', stringLiteral)),
);

/** A language by name, alias or number. */
const language = either(identifier, stringLiteral, integerLiteral);

/** learn.microsoft.com/sql/t-sql/statements/create-login-transact-sql and alter-login-transact-sql */
const loginOption = option('LoginOption', {
  PASSWORD: password,
  SID: binary,
  DEFAULT_DATABASE: identifier,
  DEFAULT_LANGUAGE: language,
  CHECK_EXPIRATION: onOff,
  CHECK_POLICY: onOff,
  CREDENTIAL: identifier,
  OBJECT_ID: stringLiteral,
  TYPE: identifier,
  NAME: identifier,
  'NO CREDENTIAL': true,
});

const loginOptions = optional(words('WITH'), field('options', list(loginOption)));

/** Where a login's identity comes from when it has no password of its own. */
const loginSource = either(
  node('FromWindows', words('WINDOWS')),
  node('FromExternalProvider', words('EXTERNAL PROVIDER')),
  node('FromCertificate', words('CERTIFICATE'), field('name', identifier)),
  node('FromAsymmetricKey', words('ASYMMETRIC KEY'), field('name', identifier)),
);

export const createLogin = checked(
  statement(
    'CreateLogin',
    'CREATE LOGIN',
    field('name', identifier),
    optional(words('FROM'), field('source', loginSource)),
    loginOptions,
  ),
  (p, { source, options }) => {
    if (!source && !options) p.fail('FROM or WITH');
  },
);

const afterName =
  (...first: readonly string[]) =>
  (p: Parser): boolean =>
    first.includes(p.term(3));

export const alterLoginOptions = statement(
  'AlterLoginOptions',
  'ALTER LOGIN',
  field('name', identifier),
  words('WITH'),
  field('options', list(loginOption)),
);

export const alterLoginState = statementWith(
  'AlterLoginEnableDisable',
  { leads: ['ALTER LOGIN'], applies: afterName('ENABLE', 'DISABLE') },
  words('ALTER LOGIN'),
  field('name', identifier),
  choice('state', 'ENABLE', 'DISABLE'),
);

export const alterLoginCredential = statementWith(
  'AlterLoginAddDropCredential',
  { leads: ['ALTER LOGIN'], applies: afterName('ADD', 'DROP') },
  words('ALTER LOGIN'),
  field('name', identifier),
  choice('action', 'ADD', 'DROP'),
  words('CREDENTIAL'),
  field('credential', identifier),
);

export const dropLogin = statement('DropLogin', 'DROP LOGIN', flag('ifExists', 'IF EXISTS'), field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/create-user-transact-sql and alter-user-transact-sql */
const userOption = option('UserOption', {
  DEFAULT_SCHEMA: either(keyword('NULL'), identifier),
  DEFAULT_LANGUAGE: either(keyword('NONE'), language),
  PASSWORD: password,
  SID: binary,
  ALLOW_ENCRYPTED_VALUE_MODIFICATIONS: onOff,
  OBJECT_ID: stringLiteral,
  TYPE: identifier,
  NAME: identifier,
  LOGIN: identifier,
});

const userSource = either(
  node('UserForLogin', words('LOGIN'), field('name', identifier)),
  node('UserForExternalProvider', words('EXTERNAL PROVIDER')),
  node('UserForCertificate', words('CERTIFICATE'), field('name', identifier)),
  node('UserForAsymmetricKey', words('ASYMMETRIC KEY'), field('name', identifier)),
);

export const createUser = statement(
  'CreateUser',
  'CREATE USER',
  field('name', identifier),
  optional(choice('preposition', 'FOR', 'FROM'), field('source', userSource)),
  flag('withoutLogin', 'WITHOUT LOGIN'),
  optional(words('WITH'), field('options', list(userOption))),
);

export const alterUser = statement(
  'AlterUser',
  'ALTER USER',
  field('name', identifier),
  words('WITH'),
  field('options', list(userOption)),
);

export const dropUser = statement('DropUser', 'DROP USER', flag('ifExists', 'IF EXISTS'), field('name', identifier));

const owner = optional(words('AUTHORIZATION'), field('owner', identifier));

/** What ALTER ROLE and ALTER SERVER ROLE do. */
const roleChange = either(
  node('AddMember', words('ADD MEMBER'), field('member', identifier)),
  node('DropMember', words('DROP MEMBER'), field('member', identifier)),
  node('RenameRole', words('WITH NAME ='), field('newName', identifier)),
);

export const createRole = statement('CreateRole', 'CREATE ROLE', field('name', identifier), owner);
export const alterRole = statement('AlterRole', 'ALTER ROLE', field('name', identifier), field('change', roleChange));
export const dropRole = statement('DropRole', 'DROP ROLE', flag('ifExists', 'IF EXISTS'), field('name', identifier));

export const createServerRole = statement('CreateServerRole', 'CREATE SERVER ROLE', field('name', identifier), owner);
export const alterServerRole = statement(
  'AlterServerRole',
  'ALTER SERVER ROLE',
  field('name', identifier),
  field('change', roleChange),
);
export const dropServerRole = statement(
  'DropServerRole',
  'DROP SERVER ROLE',
  flag('ifExists', 'IF EXISTS'),
  field('name', identifier),
);

const applicationRoleOption = option('ApplicationRoleOption', {
  PASSWORD: stringLiteral,
  DEFAULT_SCHEMA: identifier,
  NAME: identifier,
  LOGIN: identifier,
});

const applicationRoleParts = [
  field('name', identifier),
  words('WITH'),
  field('options', list(applicationRoleOption)),
] as const;

export const createApplicationRole = statement(
  'CreateApplicationRole',
  'CREATE APPLICATION ROLE',
  ...applicationRoleParts,
);
export const alterApplicationRole = statement(
  'AlterApplicationRole',
  'ALTER APPLICATION ROLE',
  ...applicationRoleParts,
);
export const dropApplicationRole = statement(
  'DropApplicationRole',
  'DROP APPLICATION ROLE',
  flag('ifExists', 'IF EXISTS'),
  field('name', identifier),
);

export const principalStatements = [
  createLogin,
  alterLoginState,
  alterLoginCredential,
  alterLoginOptions,
  dropLogin,
  createUser,
  alterUser,
  dropUser,
  createRole,
  alterRole,
  dropRole,
  createServerRole,
  alterServerRole,
  dropServerRole,
  createApplicationRole,
  alterApplicationRole,
  dropApplicationRole,
] as const;
