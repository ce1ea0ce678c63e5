/** Comments of the source that belong to a node; each is its text without the marks, lines between line feeds. */
export interface BoundComments {
  /** On lines above it. */
  readonly before: readonly string[];
  /** Behind it, on the line on which it ends. */
  readonly after: readonly string[];
}

/** A node that keeps the comments of the source. */
export interface Commented {
  readonly comments?: BoundComments | undefined;
}
