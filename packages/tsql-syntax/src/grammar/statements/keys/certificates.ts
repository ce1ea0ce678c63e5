import { onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node } from '../../rules.js';
import { statement } from '../../statement.js';
import { binary, identifier, stringLiteral } from '../../values.js';
import {
  algorithm,
  authorization,
  backupTarget,
  decryptionByPassword,
  encryptionByPassword,
  privateKey,
  restoreSource,
} from './encryption.js';
import { privateKeyChange } from './symmetric-keys.js';

const certificateSource = either(
  node('CertificateAssembly', words('ASSEMBLY'), field('assembly', identifier)),
  node('CertificateFile', flag('executable', 'EXECUTABLE'), words('FILE ='), field('file', stringLiteral)),
  node('CertificateBinary', words('BINARY ='), field('value', binary)),
);

/** What stands behind WITH: the format and the private key of an existing certificate, or the data of a new one. */
const certificateOption = either(
  privateKey,
  option('CertificateOption', {
    FORMAT: stringLiteral,
    ALGORITHM: stringLiteral,
    SUBJECT: stringLiteral,
    START_DATE: stringLiteral,
    EXPIRY_DATE: stringLiteral,
  }),
);

/** learn.microsoft.com/sql/t-sql/statements/create-certificate-transact-sql */
export const createCertificate = statement(
  'CreateCertificate',
  'CREATE CERTIFICATE',
  field('name', identifier),
  authorization,
  optional(words('FROM'), field('source', certificateSource)),
  optional(...encryptionByPassword),
  optional(words('WITH'), field('options', list(certificateOption))),
  optional(words('ACTIVE FOR BEGIN_DIALOG ='), field('activeForBeginDialog', onOff)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-certificate-transact-sql */
export const alterCertificate = statement(
  'AlterCertificate',
  'ALTER CERTIFICATE',
  field('name', identifier),
  field(
    'change',
    either(
      node('ActiveForBeginDialog', words('WITH ACTIVE FOR BEGIN_DIALOG ='), field('state', onOff)),
      ...privateKeyChange,
    ),
  ),
);

export const dropCertificate = statement('DropCertificate', 'DROP CERTIFICATE', field('name', identifier));

/** learn.microsoft.com/sql/t-sql/statements/backup-certificate-transact-sql */
export const backupCertificate = statement(
  'BackupCertificate',
  'BACKUP CERTIFICATE',
  field('name', identifier),
  ...backupTarget,
  optional(words('WITH'), field('options', list(certificateOption))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-master-key-transact-sql */
export const createMasterKey = statement('CreateMasterKey', 'CREATE MASTER KEY', optional(...encryptionByPassword));

const keyEncryption = either(
  node('ByMasterKeyPassword', words('PASSWORD ='), field('password', stringLiteral)),
  node('ByServiceMasterKey', words('SERVICE MASTER KEY')),
);

export const alterMasterKey = statement(
  'AlterMasterKey',
  'ALTER MASTER KEY',
  field(
    'change',
    either(
      node('RegenerateMasterKey', flag('force', 'FORCE'), words('REGENERATE WITH'), ...encryptionByPassword),
      node(
        'ChangeMasterKeyEncryption',
        choice('action', 'ADD', 'DROP'),
        words('ENCRYPTION BY'),
        field('by', keyEncryption),
      ),
    ),
  ),
);

export const dropMasterKey = statement('DropMasterKey', 'DROP MASTER KEY');
export const openMasterKey = statement('OpenMasterKey', 'OPEN MASTER KEY', ...decryptionByPassword);
export const closeMasterKey = statement('CloseMasterKey', 'CLOSE MASTER KEY');
export const backupMasterKey = statement(
  'BackupMasterKey',
  'BACKUP MASTER KEY',
  ...backupTarget,
  ...encryptionByPassword,
);
export const restoreMasterKey = statement(
  'RestoreMasterKey',
  'RESTORE MASTER KEY',
  ...restoreSource,
  ...decryptionByPassword,
  ...encryptionByPassword,
  flag('force', 'FORCE'),
);

const serviceAccount = option('ServiceAccountOption', {
  OLD_ACCOUNT: stringLiteral,
  OLD_PASSWORD: stringLiteral,
  NEW_ACCOUNT: stringLiteral,
  NEW_PASSWORD: stringLiteral,
});

/** learn.microsoft.com/sql/t-sql/statements/alter-service-master-key-transact-sql */
export const alterServiceMasterKey = statement(
  'AlterServiceMasterKey',
  'ALTER SERVICE MASTER KEY',
  field(
    'change',
    either(
      node('RegenerateServiceMasterKey', flag('force', 'FORCE'), words('REGENERATE')),
      node('ChangeServiceAccount', words('WITH'), field('options', list(serviceAccount))),
    ),
  ),
);

export const backupServiceMasterKey = statement(
  'BackupServiceMasterKey',
  'BACKUP SERVICE MASTER KEY',
  ...backupTarget,
  ...encryptionByPassword,
);
export const restoreServiceMasterKey = statement(
  'RestoreServiceMasterKey',
  'RESTORE SERVICE MASTER KEY',
  ...restoreSource,
  ...decryptionByPassword,
  flag('force', 'FORCE'),
);

const serverEncryptor = [
  words('ENCRYPTION BY SERVER'),
  choice('encryptorType', 'CERTIFICATE', 'ASYMMETRIC KEY'),
  field('encryptor', identifier),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-database-encryption-key-transact-sql */
export const createDatabaseEncryptionKey = statement(
  'CreateDatabaseEncryptionKey',
  'CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM =',
  field('algorithm', algorithm),
  ...serverEncryptor,
);
export const alterDatabaseEncryptionKey = statement(
  'AlterDatabaseEncryptionKey',
  'ALTER DATABASE ENCRYPTION KEY',
  optional(words('REGENERATE WITH ALGORITHM ='), field('algorithm', algorithm)),
  optional(...serverEncryptor),
);
export const dropDatabaseEncryptionKey = statement('DropDatabaseEncryptionKey', 'DROP DATABASE ENCRYPTION KEY');

export const certificateStatements = [
  createCertificate,
  alterCertificate,
  dropCertificate,
  backupCertificate,
  createMasterKey,
  alterMasterKey,
  dropMasterKey,
  openMasterKey,
  closeMasterKey,
  backupMasterKey,
  restoreMasterKey,
  alterServiceMasterKey,
  backupServiceMasterKey,
  restoreServiceMasterKey,
  createDatabaseEncryptionKey,
  alterDatabaseEncryptionKey,
  dropDatabaseEncryptionKey,
] as const;
