import type { Span } from '@datamigrate/diagnostics';

/** What every node has: a kind, and the span of its text from its first token to the end of its last. */
export interface NodeBase<K extends string> extends Span {
  readonly kind: K;
}
