import { ENV_CHANGE, TOKEN } from '../protocol/tokens.js';
import { collationBytes } from '../types/collation-bytes.js';
import { ByteWriter } from '../wire/byte-writer.js';

/** A change of a name or number that both sides keep. */
export function writeTextChange(
  out: ByteWriter,
  kind: 'database' | 'language' | 'packetSize',
  now: string,
  before: string,
): void {
  write(out, (body) => void body.uint8(ENV_CHANGE[kind]).shortText(now).shortText(before));
}

export function writeCollationChange(out: ByteWriter, collation: string): void {
  const bytes = collationBytes(collation);
  write(out, (body) => void body.uint8(ENV_CHANGE.collation).uint8(bytes.length).bytes(bytes).uint8(0));
}

/** The descriptor of a transaction goes to the client at its start and comes back at its end. */
export function writeTransactionChange(
  out: ByteWriter,
  kind: 'beginTransaction' | 'commitTransaction' | 'rollbackTransaction',
  descriptor: bigint,
): void {
  write(out, (body) => {
    body.uint8(ENV_CHANGE[kind]);
    if (kind === 'beginTransaction') body.uint8(8).uint64(descriptor).uint8(0);
    else body.uint8(0).uint8(8).uint64(descriptor);
  });
}

export function writeResetAcknowledged(out: ByteWriter): void {
  write(out, (body) => void body.uint8(ENV_CHANGE.resetAcknowledged).uint8(0).uint8(0));
}

function write(out: ByteWriter, fill: (body: ByteWriter) => void): void {
  const body = new ByteWriter(64);
  fill(body);
  const bytes = body.take();
  out.uint8(TOKEN.envChange).uint16(bytes.length).bytes(bytes);
}
