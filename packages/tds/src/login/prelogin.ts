import { ENCRYPTION, PRELOGIN_OPTION } from '../protocol/prelogin-options.js';
import { PRODUCT } from '../protocol/versions.js';
import { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';

/** What a client says before the login about encryption. */
export function readEncryption(payload: Buffer): number {
  const reader = new ByteReader(payload);
  for (let option = reader.uint8(); option !== PRELOGIN_OPTION.end; option = reader.uint8()) {
    const [high, low] = [reader.uint8(), reader.uint8()];
    reader.skip(2);
    if (option !== PRELOGIN_OPTION.encryption) continue;
    const value = payload[(high << 8) | low];
    if (value === undefined) throw new Malformed('a PRELOGIN option beyond its end');
    return value;
  }
  return ENCRYPTION.notSupported;
}

export interface EncryptionChoice {
  readonly answer: number;
  readonly encrypts: boolean;
}

/** With a certificate a client that wants encryption gets it; without one nobody does, and the client decides. */
export function chooseEncryption(asked: number, hasCertificate: boolean): EncryptionChoice {
  const wants = asked === ENCRYPTION.on || asked === ENCRYPTION.required;
  if (!hasCertificate || !wants) return { answer: ENCRYPTION.notSupported, encrypts: false };
  return { answer: ENCRYPTION.on, encrypts: true };
}

/** The server's side of PRELOGIN. */
export function preloginAnswer(encryption: number): Buffer {
  const version = Buffer.from([PRODUCT.major, PRODUCT.minor, PRODUCT.build >> 8, PRODUCT.build & 0xff, 0, 0]);
  const options: readonly (readonly [number, Buffer])[] = [
    [PRELOGIN_OPTION.version, version],
    [PRELOGIN_OPTION.encryption, Buffer.from([encryption])],
    [PRELOGIN_OPTION.instance, Buffer.from([0])],
    [PRELOGIN_OPTION.threadId, Buffer.alloc(0)],
    [PRELOGIN_OPTION.multipleResults, Buffer.from([0])],
  ];
  const head: number[] = [];
  let offset = options.length * 5 + 1;
  for (const [option, { length }] of options) {
    head.push(option, offset >> 8, offset & 0xff, length >> 8, length & 0xff);
    offset += length;
  }
  return Buffer.concat([Buffer.from([...head, PRELOGIN_OPTION.end]), ...options.map(([, value]) => value)]);
}
