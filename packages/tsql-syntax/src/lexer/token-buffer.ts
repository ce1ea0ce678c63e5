import { TokenKind } from './token-kind.js';

/** Where a comment or a SQLCMD line stands, and before which token. */
export interface CommentPlace {
  readonly start: number;
  readonly end: number;
  readonly token: number;
}

/**
 * The tokens of one batch as columns of numbers, reused from batch to batch. Trivia (blanks, comments, SQLCMD lines) is
 * what lies between two tokens.
 */
export class TokenBuffer {
  kinds: Uint8Array;
  /** Term id, 0 where the token is no term of the grammar. */
  terms: Uint16Array;
  starts: Int32Array;
  ends: Int32Array;
  count = 0;
  /** Few, beside the tokens. */
  comments: CommentPlace[] = [];

  /** `length`: of the text, which tells how many tokens a batch may have. */
  constructor(length: number) {
    const capacity = Math.min(Math.ceil(length / CHARACTERS_PER_TOKEN) + 1, LARGEST_AT_FIRST);
    this.kinds = new Uint8Array(capacity);
    this.terms = new Uint16Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  /** Whether it may be kept for the next text. */
  get isSmall(): boolean {
    return this.kinds.length <= LARGEST_AT_FIRST;
  }

  clear(): void {
    this.count = 0;
    if (this.comments.length > 0) this.comments = [];
  }

  /** Notes what the lexer passes over, and gives its end. */
  pass(start: number, end: number): number {
    this.comments.push({ start, end, token: this.count });
    return end;
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

/** Of dense code; more tokens than that make the columns grow. */
const CHARACTERS_PER_TOKEN = 3;
/** Batches of a long script are short, mostly. */
const LARGEST_AT_FIRST = 4096;

function copyInto<T extends Uint8Array | Uint16Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
