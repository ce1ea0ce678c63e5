import { option } from '../../options.js';
import { choice, field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { binary, identifier, stringLiteral } from '../../values.js';

const masterKeyOption = either(
  option('ColumnMasterKeyOption', { KEY_STORE_PROVIDER_NAME: stringLiteral, KEY_PATH: stringLiteral }),
  node('EnclaveComputations', words('ENCLAVE_COMPUTATIONS ( SIGNATURE ='), field('signature', binary), words(')')),
);

/** learn.microsoft.com/sql/t-sql/statements/create-column-master-key-transact-sql */
export const createColumnMasterKey = statement(
  'CreateColumnMasterKey',
  'CREATE COLUMN MASTER KEY',
  field('name', identifier),
  words('WITH'),
  field('options', parenthesized(list(masterKeyOption))),
);
export const dropColumnMasterKey = statement(
  'DropColumnMasterKey',
  'DROP COLUMN MASTER KEY',
  field('name', identifier),
);

const encryptionKeyOption = option('ColumnEncryptionKeyOption', {
  COLUMN_MASTER_KEY: identifier,
  ALGORITHM: stringLiteral,
  ENCRYPTED_VALUE: binary,
});

/** A column encryption key as one column master key encrypts it. */
const keyValue = node('ColumnEncryptionKeyValue', field('options', parenthesized(list(encryptionKeyOption))));

/** learn.microsoft.com/sql/t-sql/statements/create-column-encryption-key-transact-sql */
export const createColumnEncryptionKey = statement(
  'CreateColumnEncryptionKey',
  'CREATE COLUMN ENCRYPTION KEY',
  field('name', identifier),
  words('WITH VALUES'),
  field('values', list(keyValue)),
);
export const alterColumnEncryptionKey = statement(
  'AlterColumnEncryptionKey',
  'ALTER COLUMN ENCRYPTION KEY',
  field('name', identifier),
  choice('action', 'ADD', 'DROP'),
  words('VALUE'),
  field('value', keyValue),
);
export const dropColumnEncryptionKey = statement(
  'DropColumnEncryptionKey',
  'DROP COLUMN ENCRYPTION KEY',
  field('name', identifier),
);

/** learn.microsoft.com/sql/t-sql/statements/create-cryptographic-provider-transact-sql */
export const createCryptographicProvider = statement(
  'CreateCryptographicProvider',
  'CREATE CRYPTOGRAPHIC PROVIDER',
  field('name', identifier),
  words('FROM FILE ='),
  field('file', stringLiteral),
);
export const alterCryptographicProvider = statement(
  'AlterCryptographicProvider',
  'ALTER CRYPTOGRAPHIC PROVIDER',
  field('name', identifier),
  optional(words('FROM FILE ='), field('file', stringLiteral)),
  optional(choice('state', 'ENABLE', 'DISABLE')),
);
export const dropCryptographicProvider = statement(
  'DropCryptographicProvider',
  'DROP CRYPTOGRAPHIC PROVIDER',
  field('name', identifier),
);

export const columnKeyStatements = [
  createColumnMasterKey,
  dropColumnMasterKey,
  createColumnEncryptionKey,
  alterColumnEncryptionKey,
  dropColumnEncryptionKey,
  createCryptographicProvider,
  alterCryptographicProvider,
  dropCryptographicProvider,
] as const;
