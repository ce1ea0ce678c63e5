import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  request(operation: string, status: number, milliseconds: number): void;
  migrationEnded(state: string): void;
  watchers(change: 1 | -1): void;
  jobs(counts: readonly { readonly kind: string; readonly state: string; readonly jobs: string }[]): void;
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'datamigrate_request_seconds',
    help: 'Duration of API requests',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.01, 0.05, 0.2, 1, 5],
    registers,
  });
  const ended = new Counter({
    name: 'datamigrate_migrations_total',
    help: 'Migrations that ended',
    labelNames: ['state'],
    registers,
  });
  const watching = new Gauge({ name: 'datamigrate_event_streams', help: 'Open event streams', registers });
  const queue = new Gauge({
    name: 'datamigrate_jobs',
    help: 'Jobs by kind and state',
    labelNames: ['kind', 'state'],
    registers,
  });
  return {
    request: (operation, status, ms) => requests.observe({ operation, status }, ms / 1000),
    migrationEnded: (state) => ended.inc({ state }),
    watchers: (change) => watching.inc(change),
    jobs(counts) {
      queue.reset();
      for (const { kind, state, jobs } of counts) queue.set({ kind, state }, Number(jobs));
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
