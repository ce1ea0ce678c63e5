import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's second choice of scrypt parameters; 32 MB and about 80 ms each. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** With no stored hash it takes as long and answers false: who has an account cannot be told by the clock. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [kind, n, r, p, salt = '', hash = ''] = (stored ?? '').split('$');
  const known = kind === 'scrypt';
  const cost = known ? { N: Number(n), r: Number(r), p: Number(p) } : COST;
  const expected = known ? Buffer.from(hash, 'base64url') : Buffer.alloc(LENGTH);
  const actual = await derive(password, known ? Buffer.from(salt, 'base64url') : Buffer.alloc(16), cost);
  return known && actual.length === expected.length && timingSafeEqual(actual, expected);
}

function derive(password: string, salt: Buffer, cost: ScryptOptions & { N: number; r: number }): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
