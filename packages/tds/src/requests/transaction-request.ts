import { TRANSACTION_REQUEST } from '../protocol/tokens.js';
import { ByteReader } from '../wire/byte-reader.js';
import { Malformed } from '../wire/malformed.js';
import { skipHeaders } from './headers.js';

export interface TransactionRequest {
  readonly kind: keyof typeof TRANSACTION_REQUEST;
  readonly name: string;
  /** Commit and rollback may begin another transaction at once. */
  readonly beginsAnother: boolean;
}

/** Source: [MS-TDS] 2.2.6.9 */
export function readTransactionRequest(payload: Buffer): TransactionRequest {
  const reader = new ByteReader(payload);
  skipHeaders(reader);
  const code = reader.uint16();
  const kinds = Object.keys(TRANSACTION_REQUEST) as (keyof typeof TRANSACTION_REQUEST)[];
  const kind = kinds.find((key) => TRANSACTION_REQUEST[key] === code);
  if (!kind) throw new Malformed(`the transaction request ${code}`);
  if (kind === 'begin') reader.skip(1);
  const name = reader.bytes(reader.uint8()).toString('utf16le');
  const ends = kind === 'commit' || kind === 'rollback';
  return { kind, name, beginsAnother: ends && reader.rest > 0 && (reader.uint8() & 1) === 1 };
}
