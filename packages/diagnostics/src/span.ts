/** A piece of a source text: UTF-16 offsets into the decoded text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf(start: number, end: number): Span {
  return { start, end };
}
