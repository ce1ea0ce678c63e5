import { FEATURE } from '../protocol/prelogin-options.js';
import { TOKEN } from '../protocol/tokens.js';
import { PRODUCT } from '../protocol/versions.js';
import { ByteWriter } from '../wire/byte-writer.js';

/** The interface of T-SQL. Source: [MS-TDS] 2.2.7.14, Interface */
const SQL_TSQL = 1;

export function writeLoginAck(out: ByteWriter, version: number): void {
  const body = new ByteWriter(128);
  body.uint8(SQL_TSQL).uint32BigEndian(version).shortText(PRODUCT.name);
  body
    .uint8(PRODUCT.major)
    .uint8(PRODUCT.minor)
    .uint8(PRODUCT.build >> 8)
    .uint8(PRODUCT.build & 0xff);
  const bytes = body.take();
  out.uint8(TOKEN.loginAck).uint16(bytes.length).bytes(bytes);
}

/** Of all features that a client may ask for, UTF-8 is the one that is spoken here. */
export function writeFeatures(out: ByteWriter, wanted: ReadonlySet<number>): void {
  if (wanted.size === 0) return;
  out.uint8(TOKEN.featureExtAck);
  if (wanted.has(FEATURE.utf8Support)) out.uint8(FEATURE.utf8Support).uint32(1).uint8(1);
  out.uint8(FEATURE.end);
}
