import type { ResidentHost } from '@datamigrate/agents';
import type { ServiceScope, Store } from '@datamigrate/store';
import type { Logger } from 'pino';
import type { Authenticator } from './http/authenticate.js';
import type { RateLimiter } from './http/rate-limits.js';
import type { UsageRecorder } from './http/usage-recorder.js';
import type { Waker } from './jobs/waker.js';
import type { DocumentCache } from './live/document-cache.js';
import type { EventHub } from './live/event-hub.js';
import type { MailPort } from './mail/mail-port.js';
import type { Metrics } from './metrics.js';
import type { Settings } from './settings/settings.js';
import type { Inspector } from './worker/inspector.js';

/** What handlers and jobs work with. */
export interface Services {
  readonly settings: Settings;
  readonly store: Store;
  /** For the few things that have no organisation. */
  readonly service: ServiceScope;
  readonly log: Logger;
  readonly mail: MailPort;
  readonly hub: EventHub;
  readonly documents: DocumentCache;
  readonly waker: Waker;
  readonly authenticator: Authenticator;
  readonly rates: RateLimiter;
  readonly usage: UsageRecorder;
  readonly inspector: Inspector;
  /** Loaded once for all migrations. */
  readonly dbt: ResidentHost;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** True from the first signal to stop. */
  readonly draining: boolean;
  /** Calls back when the service begins to stop; until the returned function is called. */
  onDrain(listener: () => void): () => void;
  /** Tells a job that runs in this process at once. */
  cancelJob(jobId: string): void;
}
