import { TokenKind } from './token-kind.js';

/**
 * The tokens of one batch as columns of numbers, reused from batch to batch. Trivia (blanks, comments, SQLCMD lines) is
 * what lies between two tokens and is looked at only by those who ask for it.
 */
export class TokenBuffer {
  kinds = new Uint8Array(INITIAL_CAPACITY);
  /** Term id, 0 where the token is no term of the grammar. */
  terms = new Uint16Array(INITIAL_CAPACITY);
  starts = new Int32Array(INITIAL_CAPACITY);
  ends = new Int32Array(INITIAL_CAPACITY);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  push(kind: TokenKind, term: number, start: number, end: number): void {
    if (this.count === this.kinds.length) this.#grow();
    const i = this.count++;
    this.kinds[i] = kind;
    this.terms[i] = term;
    this.starts[i] = start;
    this.ends[i] = end;
  }

  /** Closes the batch with an end token, which the parser relies on. */
  finish(offset: number): void {
    this.push(TokenKind.End, 0, offset, offset);
  }

  #grow(): void {
    const capacity = this.kinds.length * 2;
    this.kinds = copyInto(new Uint8Array(capacity), this.kinds);
    this.terms = copyInto(new Uint16Array(capacity), this.terms);
    this.starts = copyInto(new Int32Array(capacity), this.starts);
    this.ends = copyInto(new Int32Array(capacity), this.ends);
  }
}

const INITIAL_CAPACITY = 256;

function copyInto<T extends Uint8Array | Uint16Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
