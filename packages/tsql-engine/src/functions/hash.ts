/** The algorithms of HASHBYTES, over bytes. */
export function hashOf(algorithm: string, bytes: Uint8Array): Uint8Array | undefined {
  return ALGORITHMS[algorithm.trim().toUpperCase()]?.(bytes);
}

const ALGORITHMS: Readonly<Record<string, ((bytes: Uint8Array) => Uint8Array) | undefined>> = {
  MD5: md5,
  SHA: sha1,
  SHA1: sha1,
  SHA2_256: sha256,
  SHA2_512: sha512,
};

/** The message with its 1 bit, zeros and length in bits, in blocks of `block` bytes. */
function padded(bytes: Uint8Array, block: 64 | 128, littleEndian: boolean): DataView {
  const lengthBytes = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const whole = new Uint8Array(size);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  const bits = BigInt(bytes.length) * 8n;
  view.setBigUint64(size - 8, bits, littleEndian);
  return view;
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function words(values: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setUint32(i * 4, value >>> 0, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const MD5_SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0);

function md5(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64, true);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [f, g] =
        round === 0
          ? [(b & c) | (~b & d), i]
          : round === 1
            ? [(d & b) | (~d & c), (5 * i + 1) % 16]
            : round === 2
              ? [b ^ c ^ d, (3 * i + 5) % 16]
              : [c ^ (b | ~d), (7 * i) % 16];
      const sum = (a + f + (MD5_SINES[i] ?? 0) + view.getInt32(block + g * 4, true)) | 0;
      a = d;
      d = c;
      c = b;
      b = (b + rotate(sum, MD5_SHIFTS[round * 4 + (i % 4)] ?? 0)) | 0;
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  return words([a0, b0, c0, d0], true);
}

function sha1(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64, false);
  const hash = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const w = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + i * 4);
    for (let i = 16; i < 80; i++)
      w[i] = rotate((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1);
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotate(a, 5) + f + e + k + (w[i] ?? 0)) | 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, i) => {
      hash[i] = ((hash[i] ?? 0) + value) | 0;
    });
  }
  return words(hash, false);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first bits behind the point of the square or cube root of a prime. */
function rootBits(prime: number, root: 2n | 3n, bits: bigint): bigint {
  const target = BigInt(prime) << (bits * root);
  let low = 0n;
  let high = BigInt(prime) << bits;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** root <= target) low = middle;
    else high = middle - 1n;
  }
  return low & ((1n << bits) - 1n);
}

const SHA256_START = primes(8).map((prime) => Number(rootBits(prime, 2n, 32n)) | 0);
const SHA256_ROUNDS = primes(64).map((prime) => Number(rootBits(prime, 3n, 32n)) | 0);

function sha256(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64, false);
  const hash = [...SHA256_START];
  const w = new Int32Array(64);
  const right = (value: number, by: number): number => (value >>> by) | (value << (32 - by));
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + i * 4);
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15] ?? 0, w[i - 2] ?? 0];
      const s0 = right(x, 7) ^ right(x, 18) ^ (x >>> 3);
      const s1 = right(y, 17) ^ right(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
    for (let i = 0; i < 64; i++) {
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (SHA256_ROUNDS[i] ?? 0) + (w[i] ?? 0)) | 0;
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      hash[i] = ((hash[i] ?? 0) + value) | 0;
    });
  }
  return words(hash, false);
}

const SHA512_START = primes(8).map((prime) => rootBits(prime, 2n, 64n));
const SHA512_ROUNDS = primes(80).map((prime) => rootBits(prime, 3n, 64n));

function sha512(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 128, false);
  const hash = [...SHA512_START];
  const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
  const right = (value: bigint, by: bigint): bigint => wrap((value >> by) | (value << (64n - by)));
  for (let block = 0; block < view.byteLength; block += 128) {
    const w = Array.from({ length: 16 }, (_, i) => view.getBigUint64(block + i * 8));
    for (let i = 16; i < 80; i++) {
      const [x, y] = [w[i - 15] ?? 0n, w[i - 2] ?? 0n];
      const s0 = right(x, 1n) ^ right(x, 8n) ^ (x >> 7n);
      const s1 = right(y, 19n) ^ right(y, 61n) ^ (y >> 6n);
      w.push(wrap((w[i - 16] ?? 0n) + s0 + (w[i - 7] ?? 0n) + s1));
    }
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = hash;
    for (let i = 0; i < 80; i++) {
      const s1 = right(e, 14n) ^ right(e, 18n) ^ right(e, 41n);
      const t1 = wrap(h + s1 + ((e & f) ^ (wrap(~e) & g)) + (SHA512_ROUNDS[i] ?? 0n) + (w[i] ?? 0n));
      const s0 = right(a, 28n) ^ right(a, 34n) ^ right(a, 39n);
      const t2 = wrap(s0 + ((a & b) ^ (a & c) ^ (b & c)));
      [h, g, f, e, d, c, b, a] = [g, f, e, wrap(d + t1), c, b, a, wrap(t1 + t2)];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      hash[i] = wrap((hash[i] ?? 0n) + value);
    });
  }
  const out = new DataView(new ArrayBuffer(64));
  hash.forEach((value, i) => {
    out.setBigUint64(i * 8, value);
  });
  return new Uint8Array(out.buffer);
}
