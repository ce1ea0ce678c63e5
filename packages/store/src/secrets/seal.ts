import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM. What a text belongs to is authenticated with it, so that one row's secret cannot be moved to another row. */
export interface Sealer {
  seal(text: string, belongsTo: string): string;
  /** Undefined when the text was sealed with another key, for something else, or was changed. */
  open(sealed: string, belongsTo: string): string | undefined;
}

const VERSION = 'v1';

export function sealerWith(key: Buffer): Sealer {
  return {
    seal(text, belongsTo) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        VERSION,
        nonce.toString('base64url'),
        Buffer.concat([body, cipher.getAuthTag()]).toString('base64url'),
      ].join('.');
    },
    open(sealed, belongsTo) {
      const [version, nonce = '', rest = ''] = sealed.split('.');
      const bytes = Buffer.from(rest, 'base64url');
      if (version !== VERSION || bytes.length < 16) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
          .setAAD(Buffer.from(belongsTo))
          .setAuthTag(bytes.subarray(-16));
        return decipher.update(bytes.subarray(0, -16)).toString('utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
