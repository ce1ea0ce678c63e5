import { keyword } from '../../options.js';
import { choice, field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { binary, identifier, stringLiteral, stringOrVariable } from '../../values.js';

/** Algorithms of keys. learn.microsoft.com/sql/t-sql/statements/create-symmetric-key-transact-sql and create-asymmetric-key-transact-sql */
// biome-ignore format: a list of names
export const algorithm = keyword(
  'DES', 'DESX', 'TRIPLE_DES', 'TRIPLE_DES_3KEY', 'RC2', 'RC4', 'RC4_128', 'AES_128', 'AES_192', 'AES_256',
  'RSA_512', 'RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096',
);

/** What opens or signs a certificate or key: its password, or the signature made elsewhere. */
const proof = optional(
  words('WITH'),
  field(
    'with',
    either(
      node('WithPassword', words('PASSWORD ='), field('password', stringLiteral)),
      node('WithSignature', words('SIGNATURE ='), field('signature', binary)),
    ),
  ),
);

/** What encrypts, decrypts or signs: a certificate, a key or a password. */
export const cryptoMechanism = either(
  node('ByKey', choice('type', 'CERTIFICATE', 'ASYMMETRIC KEY', 'SYMMETRIC KEY'), field('name', identifier), proof),
  node('ByPassword', words('PASSWORD ='), field('password', stringOrVariable)),
);

/** `PRIVATE KEY (FILE = '…', …)`. learn.microsoft.com/sql/t-sql/statements/create-certificate-transact-sql */
export const privateKey = node(
  'PrivateKey',
  words('PRIVATE KEY'),
  field(
    'options',
    parenthesized(
      list(
        either(
          node('PrivateKeyFile', words('FILE ='), field('file', stringLiteral)),
          node('PrivateKeyBinary', words('BINARY ='), field('value', binary)),
          node('PrivateKeyEncryption', words('ENCRYPTION BY PASSWORD ='), field('password', stringLiteral)),
          node('PrivateKeyDecryption', words('DECRYPTION BY PASSWORD ='), field('password', stringLiteral)),
          node('PrivateKeyAlgorithm', words('ALGORITHM ='), field('algorithm', stringLiteral)),
        ),
      ),
    ),
  ),
);

export const authorization = optional(words('AUTHORIZATION'), field('owner', identifier));

/** `TO FILE = '…'`, `TO URL = '…'` */
export const backupTarget = [
  words('TO'),
  choice('target', 'FILE', 'URL'),
  words('='),
  field('path', stringLiteral),
] as const;
export const restoreSource = [
  words('FROM'),
  choice('source', 'FILE', 'URL'),
  words('='),
  field('path', stringLiteral),
] as const;

export const encryptionByPassword = [
  words('ENCRYPTION BY PASSWORD ='),
  field('encryptionPassword', stringLiteral),
] as const;
export const decryptionByPassword = [
  words('DECRYPTION BY PASSWORD ='),
  field('decryptionPassword', stringLiteral),
] as const;

/** Options of a key that lives in a cryptographic provider. */
export const providerKeyOptions = {
  PROVIDER_KEY_NAME: stringLiteral,
  CREATION_DISPOSITION: keyword('CREATE_NEW', 'OPEN_EXISTING'),
} as const;
