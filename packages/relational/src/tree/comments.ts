/** What the source says about a node; lines between line feeds. */
export interface RelComments {
  /** On lines above it. */
  readonly before: readonly string[];
  /** Behind it, on its last line. */
  readonly after: readonly string[];
}

export interface Commented {
  readonly comments?: RelComments | undefined;
}
