import { DONE_STATUS, TOKEN } from '../protocol/tokens.js';
import type { ByteWriter } from '../wire/byte-writer.js';

export interface Done {
  readonly token: 'done' | 'doneProc' | 'doneInProc';
  readonly failed?: boolean;
  readonly attention?: boolean;
  readonly inTransaction?: boolean;
  readonly count?: bigint | undefined;
  /** Whether it ends a statement that gave rows. */
  readonly rows?: boolean;
}

/** What CurCmd says of a SELECT, and of the others that have a count. Source: [MS-TDS] 2.2.7.6 */
const SELECT = 0xc1;

export function writeDone(out: ByteWriter, done: Done, more: boolean): void {
  const status =
    (more ? DONE_STATUS.more : 0) |
    (done.failed ? DONE_STATUS.error : 0) |
    (done.inTransaction ? DONE_STATUS.inTransaction : 0) |
    (done.count === undefined ? 0 : DONE_STATUS.count) |
    (done.attention ? DONE_STATUS.attention : 0);
  out.uint8(TOKEN[done.token]).uint16(status);
  out.uint16(done.rows ? SELECT : 0).uint64(done.count ?? 0n);
}
