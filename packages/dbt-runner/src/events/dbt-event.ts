import type { DbtNodeStatus, DbtResourceType } from './node-vocabulary.js';

export interface DbtNodeStarted {
  readonly kind: 'node-started';
  readonly uniqueId: string;
  readonly resourceType: DbtResourceType;
  /** The how-manieth node this is to start. */
  readonly index: number;
  readonly total: number;
}

export interface DbtNodeFinished {
  readonly kind: 'node-finished';
  readonly uniqueId: string;
  readonly resourceType: DbtResourceType;
  readonly status: DbtNodeStatus;
  /** Seconds. */
  readonly executionTime: number;
  /** The how-manieth node this is to finish. */
  readonly index: number;
  readonly total: number;
  readonly message?: string;
  readonly failures?: number;
  readonly relationName?: string;
}

/** A warning that is not the result of a node. `name` and `code` are dbt's own and stable; the message is for people. */
export interface DbtWarning {
  readonly kind: 'log-warning';
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly node?: string;
}

/** Something that a later dbt will refuse. */
export interface DbtDeprecation {
  readonly kind: 'deprecation';
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly key?: string;
  readonly keyPath?: string;
}

/** What ends a run or hurts more than one node. */
export interface DbtError {
  readonly kind: 'error';
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** One step of a run, as it happens. */
export type DbtEvent =
  | { readonly kind: 'started'; readonly dbtVersion: string }
  | { readonly kind: 'adapter'; readonly name: string; readonly version: string }
  | DbtNodeStarted
  | DbtNodeFinished
  | DbtWarning
  | DbtDeprecation
  | DbtError
  /** dbt broke down instead of ending in order. */
  | { readonly kind: 'breakdown'; readonly stackTrace: string }
  | { readonly kind: 'artifact'; readonly type: string; readonly path: string }
  | { readonly kind: 'rows'; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  /** A line that is no event, or an event of another shape than this dbt writes. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'finished'; readonly status: string; readonly durationMs: number };
