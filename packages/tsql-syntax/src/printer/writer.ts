import type { Comment } from '../lexer/comments.js';

/**
 * Puts words, symbols and lines together with one space where one belongs, and the comments of the source back before
 * the node they stood before. Knows nothing of the grammar.
 */
export class Writer {
  readonly #parts: string[] = [];
  readonly #comments: readonly Comment[];
  #nextComment = 0;
  #indent = 0;
  #atLineStart = true;
  #pendingLine = false;
  #glue = false;
  /** Nothing may follow on this line. */
  #afterLineComment = false;

  constructor(comments: readonly Comment[] = []) {
    this.#comments = comments;
  }

  /** A word, name or literal: a space before it unless something says otherwise. */
  text(text: string): this {
    this.#begin();
    if (!this.#atLineStart && !this.#glue) this.#parts.push(' ');
    this.#parts.push(text);
    this.#atLineStart = false;
    this.#glue = false;
    return this;
  }

  /** What stands close to the text before it: `,` `;` `)` `.` and a call's `(`. */
  tight(text: string): this {
    this.#begin();
    this.#parts.push(text);
    this.#atLineStart = false;
    this.#glue = false;
    return this;
  }

  /** An opening parenthesis: what follows stands close to it. */
  open(text = '('): this {
    this.text(text);
    this.#glue = true;
    return this;
  }

  /** Makes the next text stand close to the last. */
  glue(): this {
    this.#glue = true;
    return this;
  }

  line(): this {
    if (!this.#atLineStart || this.#parts.length > 0) this.#pendingLine = true;
    return this;
  }

  indent(): this {
    this.#indent++;
    return this;
  }

  dedent(): this {
    this.#indent--;
    return this;
  }

  /** Writes the comments that the source has before `offset` and that are not written yet. */
  commentsBefore(offset: number): this {
    for (;;) {
      const comment = this.#comments[this.#nextComment];
      if (!comment || comment.start >= offset) return this;
      this.#nextComment++;
      this.#comment(comment);
    }
  }

  /**
   * Writes the comments that stand directly behind what ends at `offset`. A line comment would push what closes the
   * statement to the next line, so those wait unless `lines` says that nothing closes here.
   */
  commentsAfter(offset: number, lines = false): this {
    for (;;) {
      const comment = this.#comments[this.#nextComment];
      if (!comment || comment.ownLine || comment.after > offset || comment.start < offset) return this;
      if (comment.type === 'line' && !lines) return this;
      this.#nextComment++;
      this.#comment(comment);
    }
  }

  remainingComments(): this {
    return this.commentsBefore(Number.POSITIVE_INFINITY);
  }

  toString(): string {
    return this.#parts.join('');
  }

  #comment(comment: Comment): void {
    if (comment.ownLine) {
      if (this.#parts.length > 0 && !this.#atLineStart) this.#pendingLine = true;
      this.#begin();
    } else if (this.#afterLineComment) this.#begin();
    else if (this.#parts.length > 0 && !this.#atLineStart) this.#parts.push(' ');
    this.#parts.push(comment.text);
    this.#afterLineComment = comment.type !== 'block';
    this.#atLineStart = false;
    this.#glue = false;
    if (comment.type !== 'block' || comment.ownLine) this.#pendingLine = true;
  }

  #begin(): void {
    if (!this.#pendingLine) return;
    this.#pendingLine = false;
    this.#afterLineComment = false;
    this.#parts.push('\n', INDENT.repeat(Math.max(0, this.#indent)));
    this.#atLineStart = true;
    this.#glue = false;
  }
}

const INDENT = '    ';
