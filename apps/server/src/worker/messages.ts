import type { Checkpoint, Inventory, Target } from '@datamigrate/contracts';

/** What the process of a migration is told, once. */
export interface StartMessage {
  readonly kind: 'start';
  /** A path, or the address of a server. */
  readonly source: string;
  /** Of the server. Nothing writes it down. */
  readonly password?: string;
  /** The server must be at a public address. */
  readonly publicOnly?: true;
  readonly out: string;
  readonly target: Target;
  readonly checkpoints: readonly Checkpoint[];
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/** Only what a source holds. */
export interface InspectMessage {
  readonly kind: 'inspect';
  readonly source: string;
  readonly password?: string;
  readonly publicOnly?: true;
}

export type ToWorker = StartMessage | InspectMessage | { readonly kind: 'cancel' };

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
}

export type Outcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'inspected'; readonly objects: Inventory['objects'] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What it says: that events were written, and how it ended. */
export type FromWorker = { readonly kind: 'events' } | { readonly kind: 'outcome'; readonly outcome: Outcome };
