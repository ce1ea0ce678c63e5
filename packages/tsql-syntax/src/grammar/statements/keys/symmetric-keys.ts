import { option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { identifier, stringLiteral } from '../../values.js';
import {
  algorithm,
  authorization,
  backupTarget,
  cryptoMechanism,
  decryptionByPassword,
  encryptionByPassword,
  privateKey,
  providerKeyOptions,
  restoreSource,
} from './encryption.js';

const symmetricKeyOption = option('SymmetricKeyOption', {
  ALGORITHM: algorithm,
  KEY_SOURCE: stringLiteral,
  IDENTITY_VALUE: stringLiteral,
  ...providerKeyOptions,
});

/** learn.microsoft.com/sql/t-sql/statements/create-symmetric-key-transact-sql */
export const createSymmetricKey = statement(
  'CreateSymmetricKey',
  'CREATE SYMMETRIC KEY',
  field('name', identifier),
  authorization,
  optional(words('FROM PROVIDER'), field('provider', identifier)),
  optional(words('WITH'), field('options', list(symmetricKeyOption))),
  optional(words('ENCRYPTION BY'), field('encryption', list(cryptoMechanism))),
);

export const alterSymmetricKey = statement(
  'AlterSymmetricKey',
  'ALTER SYMMETRIC KEY',
  field('name', identifier),
  choice('action', 'ADD', 'DROP'),
  words('ENCRYPTION BY'),
  field('encryption', list(cryptoMechanism)),
);

export const dropSymmetricKey = statement(
  'DropSymmetricKey',
  'DROP SYMMETRIC KEY',
  field('name', identifier),
  flag('removeProviderKey', 'REMOVE PROVIDER KEY'),
);

/** learn.microsoft.com/sql/t-sql/statements/open-symmetric-key-transact-sql */
export const openSymmetricKey = statement(
  'OpenSymmetricKey',
  'OPEN SYMMETRIC KEY',
  field('name', identifier),
  words('DECRYPTION BY'),
  field('decryption', cryptoMechanism),
);

/** learn.microsoft.com/sql/t-sql/statements/close-symmetric-key-transact-sql */
export const closeSymmetricKey = statementWith(
  'CloseSymmetricKey',
  { leads: ['CLOSE SYMMETRIC KEY', 'CLOSE ALL SYMMETRIC KEYS'] },
  words('CLOSE'),
  flag('all', 'ALL SYMMETRIC KEYS'),
  optional(words('SYMMETRIC KEY'), field('name', identifier)),
);

/** learn.microsoft.com/sql/t-sql/statements/backup-symmetric-key-transact-sql */
export const backupSymmetricKey = statement(
  'BackupSymmetricKey',
  'BACKUP SYMMETRIC KEY',
  field('name', identifier),
  ...backupTarget,
  ...encryptionByPassword,
);

export const restoreSymmetricKey = statement(
  'RestoreSymmetricKey',
  'RESTORE SYMMETRIC KEY',
  field('name', identifier),
  ...restoreSource,
  ...decryptionByPassword,
  ...encryptionByPassword,
);

const asymmetricKeySource = either(
  node('AsymmetricKeyFile', flag('executable', 'EXECUTABLE'), words('FILE ='), field('file', stringLiteral)),
  node('AsymmetricKeyAssembly', words('ASSEMBLY'), field('assembly', identifier)),
  node('AsymmetricKeyProvider', words('PROVIDER'), field('provider', identifier)),
);

/** learn.microsoft.com/sql/t-sql/statements/create-asymmetric-key-transact-sql */
export const createAsymmetricKey = statement(
  'CreateAsymmetricKey',
  'CREATE ASYMMETRIC KEY',
  field('name', identifier),
  authorization,
  optional(words('FROM'), field('source', asymmetricKeySource)),
  optional(
    words('WITH'),
    field('options', list(option('AsymmetricKeyOption', { ALGORITHM: algorithm, ...providerKeyOptions }))),
  ),
  optional(...encryptionByPassword),
);

/** What can be done to the private part of a key or certificate. */
export const privateKeyChange = [
  node('RemovePrivateKey', words('REMOVE PRIVATE KEY')),
  node('RemoveAttestedOption', words('REMOVE ATTESTED OPTION')),
  node('AttestedBy', words('ATTESTED BY'), field('file', stringLiteral)),
  node('ChangePrivateKey', words('WITH'), field('key', privateKey)),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/alter-asymmetric-key-transact-sql */
export const alterAsymmetricKey = statement(
  'AlterAsymmetricKey',
  'ALTER ASYMMETRIC KEY',
  field('name', identifier),
  field('change', either(...privateKeyChange)),
);

export const dropAsymmetricKey = statement(
  'DropAsymmetricKey',
  'DROP ASYMMETRIC KEY',
  field('name', identifier),
  flag('removeProviderKey', 'REMOVE PROVIDER KEY'),
);

export const symmetricKeyStatements = [
  createSymmetricKey,
  alterSymmetricKey,
  dropSymmetricKey,
  openSymmetricKey,
  closeSymmetricKey,
  backupSymmetricKey,
  restoreSymmetricKey,
  createAsymmetricKey,
  alterAsymmetricKey,
  dropAsymmetricKey,
] as const;
